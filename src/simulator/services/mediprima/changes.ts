import { type CardChange, type CardVersion, nextVersion } from '../../declared/medical-cards.ts';
import { type JsonObject, isJsonObject, textIn } from '../../json.ts';
import { found } from '../answers.ts';
import type { Answer, Question } from '../service.ts';
import { identifierParts } from './card-parts.ts';
import { cardToChange, type Decision, decisionDefect, periodIn } from './checks.ts';
import { beneficiaryLegalData } from './legal-data.ts';
import { isAffiliated, refundParts } from './refund.ts';
import { type CardMessage, cardMessage, cardRefused } from './refusals.ts';
import { shortened } from './shorten.ts';

/** Opens a card. A second one in the same period is refused: so is a request that is sent again. */
export function openCarmed(question: Question): Answer {
  const decision = decisionIn(question.payload.proposal, 'validityPeriod', 'medicalCard');
  const defect = decisionDefect(decision, question);
  if (defect !== undefined) return cardRefused(defect);
  const { world, caller, now } = question;
  const opened = { status: 'ACTIVE', period: decision.period, content: decision.content } as const;
  return withCard(world.medicalCards.open(decision.ssin, caller, opened, now), question);
}

/** What opening would give, without opening anything. */
export function evaluateCarmed(question: Question): Answer {
  const decision = decisionIn(question.payload.proposal, 'validityPeriod', 'medicalCard');
  const defect = decisionDefect(decision, question);
  return defect === undefined ? evaluated(decision, question) : cardRefused(defect);
}

/** Decides otherwise about a card; one that is held up comes to life again when the request says so. */
export function modifyCarmed(question: Question): Answer {
  const decision = decisionIn(question.payload.proposal, 'newValidityPeriod', 'newMedicalCard');
  const card = cardToModify(decision, question);
  if (typeof card === 'string') return cardRefused(card);
  return changed(card, decidedOtherwise(decision), question);
}

/** What a change would give; the card itself stays as it is. */
export function evaluateModifiedCarmed(question: Question): Answer {
  const decision = decisionIn(question.payload.proposal, 'newValidityPeriod', 'newMedicalCard');
  const card = cardToModify(decision, question);
  if (typeof card === 'string') return cardRefused(card);
  return withCard(nextVersion(card, decidedOtherwise(decision), question.now), question);
}

function decidedOtherwise({ period, content }: Decision): CardChange {
  return { status: 'ACTIVE', period, content };
}

/** Ends a card before its time. */
export function stopCarmed(question: Question): Answer {
  const { payload } = question;
  const card = cardNamedIn(payload, question);
  if (typeof card === 'string') return cardRefused(card);
  const change = shortened(card, textIn(payload, 'endDate') ?? '', payload.medicalCoverValidityPeriod);
  return typeof change === 'string' ? cardRefused(change) : changed(card, change, question);
}

/** Takes back the whole decision, as if it had not been taken. The two operations that do so are one. */
export function cancelCarmed(question: Question): Answer {
  const card = cardNamedIn(question.payload, question);
  if (typeof card === 'string') return cardRefused(card);
  const { period, content } = card;
  question.world.medicalCards.change(card, { status: 'CANCELLED', period, content }, question.now);
  return found({});
}

function decisionIn(proposal: JsonObject[string], period: string, content: string): Decision {
  const given = isJsonObject(proposal) ? proposal[content] : undefined;
  return {
    ssin: textIn(proposal, 'ssin') ?? '',
    period: periodIn(proposal, period),
    content: isJsonObject(given) ? given : {},
  };
}

function cardNamedIn(payload: JsonObject[string], question: Question): CardVersion | CardMessage {
  return cardToChange(textIn(payload, 'eCarmedNumber') ?? '', textIn(payload, 'ssin') ?? '', question);
}

function cardToModify(decision: Decision, question: Question): CardVersion | CardMessage {
  const { proposal } = question.payload;
  const card = cardNamedIn(proposal, question);
  if (typeof card === 'string') return card;
  const activates = textIn(proposal, 'activate') === 'Y';
  if (card.status === 'SUSPENDED' && !activates) return 'CARD_SUSPENDED';
  if (card.status !== 'SUSPENDED' && activates) return 'CARD_NOT_SUSPENDED';
  return decisionDefect(decision, question, card) ?? card;
}

function changed(card: CardVersion, change: CardChange, question: Question): Answer {
  return withCard(question.world.medicalCards.change(card, change, question.now), question);
}

function withCard(card: CardVersion, question: Question): Answer {
  const { outcome, parts } = evaluated(card, question);
  const result = { ...(parts?.result as JsonObject), eCarmedIdentifier: identifierParts(card, question, 'manager') };
  return { outcome, parts: { ...parts, result } };
}

function evaluated({ ssin, content }: Pick<Decision, 'ssin' | 'content'>, { world, now }: Question): Answer {
  const person = world.town.find(ssin);
  if (person === undefined) return found({});
  return found({
    ...(isAffiliated(person, now) && cardMessage('AFFILIATED', 'WARNING')),
    result: {
      beneficiaryLegalData: beneficiaryLegalData(person),
      refund_podmi_sppis: refundParts(person, content, now),
    },
  });
}
