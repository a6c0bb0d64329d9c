import { dayOfDate } from '../../integrations/day.ts';
import { isJsonObject, type Json, type JsonObject, numberIn, textIn, valueIn } from '../../json.ts';
import { presentMembers } from '../../town/person.ts';
import type { Question } from '../service.ts';
import {
  ACCEPTED,
  commonDefect,
  factsOf,
  type FormFacts,
  keep,
  partlyFor,
  refusedFor,
  resultParts,
  type Verdict,
} from './evaluation.ts';
import { carryOutIntegrations } from './ridden-integrations.ts';
import { lastDayOfDecision } from './running.ts';

/** Form A: who asks, and who lives with them. */
export function identification(form: Json, question: Question): JsonObject {
  const primary = valueIn(form, 'PrimaryBeneficiary') ?? {};
  const facts = { ...factsOf('A', form), ssin: textIn(primary, 'BeneficiaryID', 'SSIN') ?? '' };
  const defect = commonDefect(facts, form, question);
  const verdict = defect === undefined ? ACCEPTED : refusedFor(defect);
  const others = listIn(form, 'SecondaryBeneficiary').map(
    (other) => [textIn(other, 'BeneficiaryID', 'SSIN') ?? '', other] as const,
  );
  return result(facts, verdict, form, [], [[facts.ssin, primary], ...others], question);
}

/** Form B1: the decision to help. Aids for children need a child. */
export function commonDecision(form: Json, question: Question): JsonObject {
  const primary = valueIn(form, 'IdentificationPrimaryBeneficiary') ?? {};
  const facts = { ...factsOf('B1', form), ssin: textIn(primary, 'SSIN') ?? '' };
  const aids = trueIn(valueIn(form, 'RequestedAids'));
  const granted = hasChild(facts.ssin, question) ? aids : aids.filter((aid) => !FOR_CHILDREN.includes(aid));
  const defect = commonDefect(facts, form, question) ?? decisionDefect(facts, aids, question);
  const verdict = defect === undefined ? grantedVerdict(aids, granted) : refusedFor(defect);
  const others = listIn(form, 'IdentificationSecondaryBeneficiary').map(
    (other) => [textIn(other, 'SSIN') ?? '', other] as const,
  );
  return result(facts, verdict, form, granted, [[facts.ssin, primary], ...others], question);
}

/** Form B2: the decision to pay for the care of one person. */
export function careDecision(form: Json, question: Question): JsonObject {
  const facts = factsOf('B2', form);
  const aids = trueIn(valueIn(form, 'DecisionB2')).filter((aid) => aid.endsWith('Costs'));
  const defect = commonDefect(facts, form, question) ?? decisionDefect(facts, aids, question);
  const verdict = defect === undefined ? ACCEPTED : refusedFor(defect);
  return result(facts, verdict, form, aids, [[facts.ssin, form]], question);
}

const FOR_CHILDREN = ['BirthAllowance', 'GuaranteedChildAllowances'];

function hasChild(ssin: string, { world }: Question): boolean {
  const household = world.town.find(ssin)?.household;
  return household !== undefined && presentMembers(household).some(({ role }) => role === 'child');
}

function decisionDefect({ ssin }: FormFacts, aids: readonly string[], { world }: Question) {
  if (world.declared.law65.of(ssin).length === 0) return 'FICT04';
  return aids.length === 0 ? 'FICT05' : undefined;
}

function grantedVerdict(asked: readonly string[], granted: readonly string[]): Verdict {
  if (granted.length === asked.length) return ACCEPTED;
  return granted.length === 0 ? refusedFor('FICT11') : partlyFor('FICT11');
}

function result(
  facts: FormFacts,
  verdict: Verdict,
  form: Json,
  aids: readonly string[],
  people: readonly (readonly [ssin: string, integrations: Json])[],
  question: Question,
): JsonObject {
  const decision = facts.letter === 'B2' ? (valueIn(form, 'DecisionB2') ?? {}) : form;
  const entryDate = dayOfDate(textIn(form, 'EntryDate') ?? '');
  const months = monthsOf(valueIn(decision, 'Duration'));
  const details = { entryDate, decisionDate: dayOfDate(textIn(decision, 'DecisionDate') ?? entryDate), months, aids };
  const reference = keep(facts, verdict, { ...details, amount: 0 }, question);
  const isRefused = verdict.evaluation === 'REFUSED';
  if (!isRefused) for (const [ssin, one] of people) carryOutIntegrations(ssin, one, question);
  return {
    ...resultParts(facts, verdict, reference),
    EntryDate: entryDate,
    RefundedAids: { ...Object.fromEntries(isRefused ? [] : aids.map((aid) => [aid, true])), ...NO_WORK_AIDS },
    ...(facts.letter !== 'A' &&
      !isRefused && { Percentage: WHOLLY, ProvesChecked: 'CHECKED', MaximumDate: lastDayOfDecision(details) }),
  };
}

/** In hundredths of a percent. */
const WHOLLY = 10_000;

/** The contract demands both, and nothing in them. */
const NO_WORK_AIDS = { PrimaryBeneficiary: {}, Partner: {} };

/** Days and weeks count as the month they begin: the simulator's rule, so that every decision lasts at least one. */
function monthsOf(duration: Json | undefined): number {
  const rest = (numberIn(duration, 'Days') ?? 0) + (numberIn(duration, 'Weeks') ?? 0) * 7;
  return Math.max(1, (numberIn(duration, 'Months') ?? 0) + Math.ceil(rest / 31));
}

function trueIn(aids: Json | undefined): string[] {
  return isJsonObject(aids) ? Object.keys(aids).filter((name) => aids[name] === true) : [];
}

function listIn(form: Json, name: string): Json[] {
  const list = valueIn(form, name);
  return Array.isArray(list) ? list : [];
}
