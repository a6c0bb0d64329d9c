import { type Json, type JsonObject, textIn, valueIn } from '../../json.ts';
import { found, refused } from '../answers.ts';
import type { Answer, Question, Service } from '../service.ts';
import { careDecision, commonDecision, identification } from './decisions.ts';
import { careRefund, monthlyRefund, recovery } from './refunds.ts';
import { stop } from './stops.ts';

/** What becomes of one form of a message. */
type Evaluate = (form: Json, question: Question) => JsonObject;

/**
 * The forms of the law of 2 April 1965, by which a centre asks the State to bear its help. A message holds several forms, each with a
 * result of its own: some may be refused while the message is fine. What is accepted is remembered: no stop without a decision, no
 * refund of a month that was refunded, no recovery of what was never paid.
 */
export const law65: readonly Service[] = [
  formsOf('Loi65Wet65-AB', 'DecisionResult', {
    IdentificationA: identification,
    CommonDecisionB1: commonDecision,
    IndividualDecisionsB2: careDecision,
  }),
  formsOf('Loi65Wet65-C', 'DecisionResultC', { CancellationFormC: stop }),
  formsOf('Loi65Wet65-DF', 'DecisionResultDF', {
    RefundformD1: monthlyRefund,
    RefundFormD2: careRefund,
    RecoveringFormF: recovery,
  }),
];

function formsOf(service: string, resultName: string, forms: Readonly<Record<string, Evaluate>>): Service {
  return {
    service,
    // A form may bring the integration along, so that nobody need be integrated before.
    admission: 'registered',
    answer(question): Answer {
      const { payload, caller } = question;
      const centre = textIn(payload, 'FileIdentification', 'KBOBCE');
      if (centre !== caller.cbeNumber) return refused('99990009', 'KBOBCE');
      const results = Object.entries(forms).flatMap(([name, evaluate]) =>
        formsIn(payload, name).map((form) => evaluate(form, question)),
      );
      if (results.length === 0) return refused('31000007', Object.keys(forms)[0] ?? '');
      return found({ [resultName]: results });
    },
  };
}

function formsIn(payload: JsonObject, name: string): Json[] {
  const given = valueIn(payload, name);
  if (given === undefined) return [];
  return Array.isArray(given) ? given : [given];
}
