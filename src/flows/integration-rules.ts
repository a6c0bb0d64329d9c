import { orderProblems, periodProblems } from '../domain/integration-period.ts';
import type { FieldProblem } from '../domain/problems/field-problem.ts';
import type { IntegrationPlaces } from './descriptor.ts';
import type { Flow, Payload } from './flow.ts';
import { valueAt } from './pointer.ts';

/**
 * What the rules of the field have against a message that declares whom a centre helps. They hold for every such message, by whichever
 * door it came: what BCSS accepts opens consultations and mutations. Nothing for a flow that declares nobody.
 *
 * Only what opens is held to the durations. An end needs its code and its days (BCSS asks for them), and may be that of an integration
 * which should never have been; a list is asked for as one likes.
 *
 * @param payload one that the flow's own check let through
 */
export function integrationProblems({ descriptor }: Flow, payload: Payload): FieldProblem[] {
  const { integration: places } = descriptor;
  const word = places && valueAt(payload, places.action.at);
  if (places === undefined || (word !== places.action.register && word !== places.action.unregister)) return [];
  const { qualityCode, firstDay, lastDay } = periodIn(places, payload);
  const missing = [
    ...(qualityCode === undefined ? [required(places.qualityCode)] : []),
    ...(firstDay === undefined ? [required(places.firstDay)] : []),
  ];
  if (qualityCode === undefined || firstDay === undefined) return missing;
  const wanted = { qualityCode, firstDay, lastDay, places };
  return word === places.action.register ? periodProblems(wanted) : orderProblems(wanted);
}

/** A period as a message has it: a code in digits, days as they stand there. */
export interface PeriodIn {
  readonly qualityCode: number | undefined;
  readonly firstDay: string | undefined;
  readonly lastDay: string | undefined;
}

/** Under which code, from when and until when. */
export function periodIn(places: IntegrationPlaces, payload: Payload): PeriodIn {
  return {
    qualityCode: codeAt(payload, places.qualityCode),
    firstDay: dayAt(payload, places.firstDay),
    lastDay: dayAt(payload, places.lastDay),
  };
}

/** A contract may have the code as a number or as text, with or without zeros before it. */
function codeAt(payload: Payload, pointer: string): number | undefined {
  const value = valueAt(payload, pointer);
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  return /^\d+$/.test(value.trim()) ? Number(value) : Number.NaN;
}

/** The day of an xs:date, which may carry a time zone: BCSS counts in days of Brussels whatever it says. */
function dayAt(payload: Payload, pointer: string): string | undefined {
  const value = valueAt(payload, pointer);
  return typeof value === 'string' ? value.slice(0, DAY_CHARACTERS_MAX).replace(AFTER_THE_DAY, '') : undefined;
}

/** Of a contract that has moments where it means days, the hours too. */
const DAY_CHARACTERS_MAX = 64;
const AFTER_THE_DAY = /(?:T.*|Z|[+-]\d{2}:\d{2})$/;

function required(pointer: string): FieldProblem {
  return { pointer, rule: 'required' };
}
