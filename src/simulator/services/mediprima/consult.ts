import type { CardVersion } from '../../declared/medical-cards.ts';
import { contains, dayOf, overlaps, type Period } from '../../integrations/day.ts';
import { type JsonObject, numberIn, textIn, valueIn } from '../../json.ts';
import { personRefusal } from '../admission.ts';
import { found, NOTHING } from '../answers.ts';
import type { Answer, Question } from '../service.ts';
import { contentParts, type Dialect, identifierParts } from './card-parts.ts';
import { periodIn } from './checks.ts';
import { cardRefused } from './refusals.ts';

/** What the contracts have room for. */
const CARDS_MAX = 24;

/** Cards as they are now. */
export function consultCarmed(question: Question, dialect: Dialect): Answer {
  return readable(cardsNow(question), question, dialect);
}

/** Cards with everything that they ever were. */
export function consultCarmedHistory(question: Question, dialect: Dialect): Answer {
  return readable(versionsAsked(question).filter(inPeriodAsked(question)), question, dialect);
}

/** One version of one card. */
export function consultCarmedByVersion(question: Question): Answer {
  const { payload, world } = question;
  const versions = world.medicalCards.versions(textIn(payload, 'selectionCriteria', 'eCarmedNumber') ?? '');
  const asked = versions.find(({ version }) => version === numberIn(payload, 'selectionCriteria', 'versionNbr'));
  if (asked === undefined) return NOTHING;
  return refusalOf([asked], question, 'manager') ?? found({ result: whole(asked, question, 'manager') });
}

/** Which centres have a card of somebody: of every centre, and without what they decided. */
export function queryCarmedManager(question: Question): Answer {
  return listed(cardsNow(question), question, (card) => ({
    eCarmedIdentifier: identifierParts(card, question, 'manager'),
  }));
}

/** Cards as they were when somebody agreed to give care, if they held on that day. */
export function consultCarmedAtAgreementDate(question: Question, dialect: Dialect): Answer {
  const day = textIn(question.payload, 'selectionCriteria', 'agreementDate') ?? '';
  const then = latest(versionsAsked(question).filter(({ recordedAt }) => dayOf(recordedAt) <= day));
  const held = then
    .filter(inPeriodAsked(question))
    .filter(({ period, status }) => contains(period, day) && status !== 'CANCELLED');
  return readable(held, question, dialect);
}

/** Cards as they are now, if that still is in the period asked about. */
function cardsNow(question: Question): CardVersion[] {
  return latest(versionsAsked(question)).filter(inPeriodAsked(question));
}

/** All versions of one card, or of all cards of a person. */
function versionsAsked({ payload, world }: Question): readonly CardVersion[] {
  const criteria = payload.selectionCriteria;
  const number = textIn(criteria, 'eCarmedNumber');
  return number === undefined
    ? world.medicalCards.of(textIn(criteria, 'bySsin', 'ssin') ?? '')
    : world.medicalCards.versions(number);
}

function inPeriodAsked({ payload }: Question): (card: CardVersion) => boolean {
  const asked = periodAsked(valueIn(payload, 'selectionCriteria', 'bySsin'));
  return ({ period }) => asked === undefined || overlaps(period, asked);
}

function periodAsked(bySsin: JsonObject[string]): Period | undefined {
  const day = textIn(bySsin, 'referenceDate');
  if (day !== undefined) return { start: day, end: day };
  const period = ['period', 'agreementPeriod'].find((key) => valueIn(bySsin, key) !== undefined);
  return period === undefined ? undefined : periodIn(bySsin, period);
}

/** Of each card its last version. */
function latest(versions: readonly CardVersion[]): CardVersion[] {
  return [...new Map(versions.map((version) => [version.number, version])).values()];
}

/** A centre reads its own cards; whoever only asks for rights reads those of all. */
function readable(versions: readonly CardVersion[], question: Question, dialect: Dialect): Answer {
  const own = versions.filter(({ centre }) => dialect === 'consultation' || isOwn(centre, question));
  const refused = own.length === 0 ? refusalOf(versions, question, dialect) : undefined;
  return refused ?? listed(own, question, (card) => whole(card, question, dialect));
}

function isOwn({ nisCode }: CardVersion['centre'], { caller }: Question): boolean {
  return nisCode === caller.nisCode;
}

function whole(card: CardVersion, question: Question, dialect: Dialect): JsonObject {
  return {
    eCarmedIdentifier: identifierParts(card, question, dialect),
    eCarmedContent: contentParts(card, question, dialect),
  };
}

function listed(cards: readonly CardVersion[], question: Question, written: (card: CardVersion) => JsonObject): Answer {
  const [first] = cards;
  if (first === undefined) return NOTHING;
  const refused = personRefusal(first.ssin, question);
  if (refused !== undefined) return refused;
  return cards.length > CARDS_MAX
    ? cardRefused('TOO_MANY_VERSIONS')
    : found({ result: { carmed: cards.map(written) } });
}

/** Found by the number of a card, somebody is refused as they would be under their own. */
function refusalOf(cards: readonly CardVersion[], question: Question, dialect: Dialect): Answer | undefined {
  const [first] = cards;
  if (first === undefined) return undefined;
  const refused = personRefusal(first.ssin, question);
  if (refused !== undefined) return refused;
  return dialect === 'manager' && !isOwn(first.centre, question) ? cardRefused('CARD_OF_ANOTHER_CENTRE') : undefined;
}
