import type { CalendarDay } from '../domain/calendar-day.ts';
import type { Period, StepAction } from '../domain/integration.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import type { IntegrationPlaces } from '../flows/descriptor.ts';
import type { Payload } from '../flows/flow.ts';
import { periodIn } from '../flows/integration-rules.ts';
import { stepsOf, valueAt } from '../flows/pointer.ts';
import type { Proof } from './proof.ts';

/** A change of who is integrated, as a message to BCSS says it. */
export interface Change extends Period {
  readonly action: StepAction;
  readonly ssin: string;
  readonly qualityCode: number;
  readonly proof: Proof | undefined;
}

/** The payload that tells BCSS of a change, in the words and at the places of the flow. */
export function payloadOf(places: IntegrationPlaces, change: Change): Payload {
  const { action, ssin, qualityCode, firstDay, lastDay, proof } = change;
  const payload: Payload = {};
  write(payload, places.person, ssin);
  write(payload, places.qualityCode, qualityCode);
  write(payload, places.firstDay, firstDay);
  write(payload, places.lastDay, lastDay);
  write(payload, places.action.at, places.action[action]);
  writeProof(payload, places, proof);
  return payload;
}

/** Whom BCSS is asked about: registrations that have a day from `firstDay` on are listed, whole. */
export interface ListQuestion {
  readonly ssin: string;
  readonly proof: Proof;
  readonly firstDay: CalendarDay;
}

/** The payload that asks which integrations there are of a person, of any centre and under any code. */
export function listPayloadOf(places: IntegrationPlaces, { ssin, proof, firstDay }: ListQuestion): Payload {
  const payload: Payload = { ...places.list.also };
  write(payload, places.person, ssin);
  write(payload, places.firstDay, firstDay);
  write(payload, places.action.at, places.list.word);
  writeProof(payload, places, proof);
  return payload;
}

function writeProof(payload: Payload, places: IntegrationPlaces, proof: Proof | undefined): void {
  write(payload, places.proof.sisCardNumber, proof?.sisCardNumber);
  write(payload, places.proof.identityCardNumber, proof?.identityCardNumber);
  write(payload, places.proof.lastName, proof?.person?.lastName);
  write(payload, places.proof.firstName, proof?.person?.firstName);
  write(payload, places.proof.birthDate, proof?.person?.birthDate);
}

/**
 * The change that a message tells BCSS of; undefined where it only asks, or leaves out what a change needs.
 *
 * @param payload one that the flow's check let through.
 */
export function changeIn(places: IntegrationPlaces, payload: Payload): Change | undefined {
  const word = valueAt(payload, places.action.at);
  const action =
    word === places.action.register ? 'register' : word === places.action.unregister ? 'unregister' : undefined;
  const ssin = textAt(payload, places.person);
  const { qualityCode, firstDay, lastDay } = periodIn(places, payload);
  if (action === undefined || ssin === undefined || qualityCode === undefined || firstDay === undefined)
    return undefined;
  const days = { firstDay: firstDay as CalendarDay, lastDay: lastDay as CalendarDay | undefined };
  return { action, ssin, qualityCode, ...days, proof: proofIn(places, payload) };
}

function proofIn({ proof }: IntegrationPlaces, payload: Payload): Proof | undefined {
  const sisCardNumber = textAt(payload, proof.sisCardNumber);
  const identityCardNumber = textAt(payload, proof.identityCardNumber);
  const lastName = textAt(payload, proof.lastName);
  const firstName = textAt(payload, proof.firstName);
  const birthDate = textAt(payload, proof.birthDate);
  const found: Proof = {
    ...(sisCardNumber !== undefined && { sisCardNumber }),
    ...(identityCardNumber !== undefined && { identityCardNumber }),
    ...(lastName !== undefined &&
      birthDate !== undefined && { person: { lastName, ...(firstName !== undefined && { firstName }), birthDate } }),
  };
  return Object.keys(found).length === 0 ? undefined : found;
}

function textAt(payload: Payload, pointer: string): string | undefined {
  const value = valueAt(payload, pointer);
  return typeof value === 'string' ? value : undefined;
}

/** Puts a value at a pointer, with the objects that lead to it; nothing is written for one that is not there. */
function write(payload: Payload, pointer: string, value: JsonValue | undefined): void {
  if (value === undefined) return;
  const steps = stepsOf(pointer);
  const last = steps.pop();
  if (last === undefined) return;
  let at: Payload = payload;
  for (const step of steps) at = (at[step] ??= {}) as Payload;
  at[last] = value;
}
