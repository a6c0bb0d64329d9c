import { firstDayOf } from '../../calendar.ts';
import { dayOfDate } from '../../integrations/day.ts';
import { isJsonObject, type Json, type JsonObject, numberIn, textIn, valueIn } from '../../json.ts';
import type { Question } from '../service.ts';
import {
  ACCEPTED,
  commonDefect,
  factsOf,
  type FormError,
  keep,
  partlyFor,
  refusedFor,
  resultParts,
  type Verdict,
} from './evaluation.ts';
import { accepted, type Accepted, claimed, claimedForCare, writtenAmounts, writtenCare } from './amounts.ts';
import { runningDecision } from './running.ts';

/** Form D1: what the centre paid in a month, and wants back from the State. A month is refunded once. */
export function monthlyRefund(form: Json, question: Question): JsonObject {
  const facts = factsOf('D1', form);
  const month = (textIn(form, 'ReferenceMonth') ?? '').slice(0, 'yyyy-mm'.length);
  const amounts = claimed(form);
  const defect =
    commonDefect(facts, form, question) ??
    (runningDecision(facts.ssin, firstDayOf(month), question) === undefined ? 'FICT06' : undefined) ??
    (isRefunded(facts.ssin, month, question) ? 'FICT09' : undefined) ??
    totalDefect(form, amounts.total);
  const granted = accepted(amounts);
  const verdict = verdictOn(defect, granted);
  const reference = keep(facts, verdict, { ...dated(firstDayOf(month)), amount: granted.total, month }, question);
  return {
    ReferenceMonth: month,
    ...resultParts(facts, verdict, reference),
    ...(defect === undefined && { DecisionOnAmounts: writtenAmounts(granted), TotalAcceptedAmount: granted.total }),
  };
}

/** Form D2: what the centre paid to a hospital, a doctor, a pharmacist. */
export function careRefund(form: Json, question: Question): JsonObject {
  const facts = factsOf('D2', form);
  const entryDate = dayOfDate(textIn(form, 'EntryDate') ?? '');
  const running = runningDecision(facts.ssin, entryDate, question, 'B2');
  const total = claimedForCare(form);
  const defect =
    commonDefect(facts, form, question) ?? (running === undefined ? 'FICT06' : undefined) ?? totalDefect(form, total);
  const verdict = defect === undefined ? ACCEPTED : refusedFor(defect);
  const reference = keep(facts, verdict, { ...dated(entryDate), amount: total }, question);
  return {
    EntryDate: entryDate,
    ...resultParts(facts, verdict, reference),
    ...(defect === undefined && { DecisionOnAmounts: writtenCare(form), TotalAcceptedAmount: total }),
  };
}

/** Form F: the centre got money back, and gives it on. Not more than it was refunded. */
export function recovery(form: Json, question: Question): JsonObject {
  const facts = factsOf('F', form);
  const date = dayOfDate(textIn(form, 'ReferenceDate') ?? '');
  const amount = numberIn(form, 'RecoveringDetails', 'RecoveredAmount') ?? 0;
  const defect =
    commonDefect(facts, form, question) ?? (amount > refunded(facts.ssin, question) ? 'FICT10' : undefined);
  const verdict = defect === undefined ? ACCEPTED : refusedFor(defect);
  const reference = keep(facts, verdict, { ...dated(date), amount: -amount }, question);
  return {
    ReferenceDate: date,
    ...resultParts(facts, verdict, reference),
    ...(defect === undefined && { TotalAcceptedAmount: amount }),
  };
}

function dated(day: string) {
  return { entryDate: day, decisionDate: day, months: 0, aids: [] };
}

function isRefunded(ssin: string, month: string, { world }: Question): boolean {
  return world.declared.law65.of(ssin, 'D1').some((form) => form.month === month);
}

/** What the State has refunded for somebody, less what it got back. */
function refunded(ssin: string, { world }: Question): number {
  return world.declared.law65.of(ssin, 'D1', 'D2', 'F').reduce((total, { amount }) => total + amount, 0);
}

function totalDefect(form: Json, total: number): FormError | undefined {
  return isJsonObject(form) && valueIn(form, 'TotalAmount') !== total ? 'FICT08' : undefined;
}

function verdictOn(defect: FormError | undefined, granted: Accepted): Verdict {
  if (defect !== undefined) return refusedFor(defect);
  return granted.isCut ? partlyFor('FICT12') : ACCEPTED;
}
