import { type CardVersion, currentOf } from '../../declared/medical-cards.ts';
import { dayOf, overlaps, type Period } from '../../integrations/day.ts';
import { isJsonObject, type JsonObject, textIn } from '../../json.ts';
import type { Question } from '../service.ts';
import type { CardMessage } from './refusals.ts';

/** A decision that somebody wants recorded. */
export interface Decision {
  readonly ssin: string;
  readonly period: Required<Period>;
  readonly content: JsonObject;
}

/** What keeps a decision from being recorded; undefined when nothing does. `but` is the card that it changes. */
export function decisionDefect(decision: Decision, question: Question, but?: CardVersion): CardMessage | undefined {
  const { ssin, period, content } = decision;
  const { world, now } = question;
  const deceased = world.town.find(ssin)?.deceased;
  if (deceased !== undefined && deceased.date < period.end) return 'BENEFICIARY_DECEASED';
  if ((textIn(content, 'decisionDate') ?? '') > dayOf(now)) return 'DECISION_IN_FUTURE';
  if (coversOf(content).some((cover) => !isWithin(cover, period))) return 'COVER_OUTSIDE_PERIOD';
  const others = latestCardsOf(ssin, question).filter(
    ({ number, status }) => number !== but?.number && status !== 'CANCELLED',
  );
  return others.some((card) => overlaps(card.period, period)) ? 'PERIOD_OVERLAPS' : undefined;
}

/** Each card of a person as it is now. */
function latestCardsOf(ssin: string, { world }: Question): CardVersion[] {
  const numbers = new Set(world.medicalCards.of(ssin).map(({ number }) => number));
  return [...numbers].flatMap((number) => currentOf(world.medicalCards.versions(number)) ?? []);
}

/** The card that a request wants to change, or why it may not. */
export function cardToChange(number: string, ssin: string, question: Question): CardVersion | CardMessage {
  const card = currentOf(question.world.medicalCards.versions(number));
  if (card === undefined) return 'CARD_UNKNOWN';
  if (card.centre.nisCode !== question.caller.nisCode) return 'CARD_OF_ANOTHER_CENTRE';
  if (card.ssin !== ssin) return 'CARD_OF_ANOTHER_PERSON';
  return card.status === 'CANCELLED' ? 'CARD_CANCELLED' : card;
}

/** A period in the words of these contracts. */
export function periodIn(value: JsonObject[string], ...keys: readonly string[]): Required<Period> {
  return { start: textIn(value, ...keys, 'startDate') ?? '', end: textIn(value, ...keys, 'endDate') ?? '' };
}

/** The periods of the covers of a decision. */
function coversOf({ medicalCover }: JsonObject): Required<Period>[] {
  const covers = isJsonObject(medicalCover) ? Object.values(medicalCover) : [];
  return covers.map((cover) => periodIn(cover, 'validityPeriod'));
}

function isWithin(inner: Required<Period>, outer: Required<Period>): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}
