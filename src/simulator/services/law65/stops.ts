import type { Law65Form } from '../../declared/law65-forms.ts';
import { type Day, dayOfDate } from '../../integrations/day.ts';
import { type Json, type JsonObject, textIn } from '../../json.ts';
import type { Question } from '../service.ts';
import { ACCEPTED, commonDefect, factsOf, type FormError, keep, refusedFor, resultParts } from './evaluation.ts';
import { carryOutIntegrations } from './ridden-integrations.ts';
import { runningDecision } from './running.ts';

/** Form C: help stops. One that takes a former form C back needs that form. */
export function stop(form: Json, question: Question): JsonObject {
  const facts = factsOf('C', form);
  const entryDate = dayOfDate(textIn(form, 'EntryDate') ?? '');
  const former = formerStop(facts.ssin, form, question);
  const defect = commonDefect(facts, form, question) ?? stopDefect(facts.ssin, entryDate, former, question);
  const verdict = defect === undefined ? ACCEPTED : refusedFor(defect);
  const decisionDate = dayOfDate(textIn(form, 'AidCancellation', 'DecisionDate') ?? '');
  const details = { entryDate, decisionDate, months: 0, aids: [], amount: 0 };
  const withdraws = former === undefined || former === 'none' ? {} : { withdraws: former.attestId };
  const reference = keep(facts, verdict, { ...details, ...withdraws }, question);
  if (defect === undefined) carryOutIntegrations(facts.ssin, form, question);
  return { EntryDate: entryDate, ...resultParts(facts, verdict, reference) };
}

/** The form that this one takes back: `none` where there is none to take back, undefined where nothing is to be taken back. */
function formerStop(ssin: string, form: Json, { world }: Question): Law65Form | 'none' | undefined {
  if (textIn(form, 'FormerCformcancellation') !== '1') return undefined;
  return world.declared.law65.stopsOf(ssin).at(-1) ?? 'none';
}

function stopDefect(
  ssin: string,
  day: Day,
  former: Law65Form | 'none' | undefined,
  question: Question,
): FormError | undefined {
  if (former !== undefined) return former === 'none' ? 'FICT07' : undefined;
  const running = runningDecision(ssin, day, question) ?? runningDecision(ssin, day, question, 'B2');
  return running === undefined ? 'FICT06' : undefined;
}
