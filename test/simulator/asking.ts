import type { Ending } from '../../src/delivery/ending.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import type { Flow, Payload } from '../../src/flows/flow.ts';
import { valuesAt } from '../../src/flows/pointer.ts';
import { loadContracts } from '../../src/simulator/contracts/load-contracts.ts';
import type { Bcss } from '../../src/simulator/bcss.ts';
import { type Json, type JsonObject, textsAt } from '../../src/simulator/json.ts';
import { readMessage } from '../../src/simulator/message/read-message.ts';
import { readXml } from '../../src/simulator/xml/read-xml.ts';
import { FICTIVILLE } from '../../src/simulator/town/places.ts';
import { endingOfReply, fixtureOf, requestXml } from '../flows/fixture.ts';
import { freshBcss, simulatedReply } from '../flows/simulated-reply.ts';

const contracts = new Map(loadContracts().map((contract) => [contract.id, contract]));

/** Where the number of the person stands in a payload. */
export function subjectPointers({ id }: Flow): readonly string[] {
  return (contracts.get(id)?.descriptor.subject ?? []).filter((place) => typeof place === 'string');
}

/** A simulator in which the centre of the town has integrated somebody, under a code that opens a flow. */
export function knowing(ssin: string, { id }: Flow): Bcss {
  const bcss = freshBcss();
  const qualityCode = contracts.get(id)?.descriptor.qualityCodes?.[0] ?? 4;
  bcss.world.integrations.register({ ssin, nisCode: FICTIVILLE.nisCode, qualityCode, period: { start: '2025-01-01' } });
  return bcss;
}

/** The persons whom a payload is about. */
export function subjectsIn(flow: Flow, payload: Payload): string[] {
  return subjectPointers(flow).flatMap((pointer) => textsAt(payload as Json, pointer));
}

/** The payload of a flow's fixture. */
export function fixturePayload(flow: Flow): Payload {
  return fixtureOf(flow.id).request.payload;
}

/** The same, about somebody else. */
export function about(flow: Flow, ssin: string): Payload {
  const payload = fixturePayload(flow);
  const subjects = subjectsIn(flow, payload);
  return mapped(payload, (value) => (subjects.includes(value) ? ssin : value)) as Payload;
}

function mapped(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapped(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, mapped(inner, change)]])),
  );
}

/** A simulator in which the centre of the town has integrated everybody, under every code that opens something. */
export function knowingEverybody(): Bcss {
  const bcss = freshBcss();
  const period = { start: '2025-01-01' };
  for (const { ssin } of bcss.world.town.people) {
    for (const qualityCode of OPENING) {
      bcss.world.integrations.register({ ssin, nisCode: FICTIVILLE.nisCode, qualityCode, period });
    }
  }
  return bcss;
}

const OPENING = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Asks as the gateway asks, and reads as it reads. What is not given comes from the fixture. */
export function ask(
  flow: Flow,
  { payload = fixturePayload(flow), legalContext, bcss = freshBcss() }: Partial<Asking> = {},
): Ending {
  const fixture = fixtureOf(flow.id);
  const context = { ...fixture.request.context, ...(legalContext !== undefined && { legalContext }) };
  const changed = { ...fixture, request: { context, payload } };
  return endingOfReply(changed, simulatedReply(flow, requestXml(changed), bcss));
}

interface Asking {
  readonly payload: Payload;
  readonly legalContext: string;
  readonly bcss: Bcss;
}

/** A reply as the simulator's own contract reads it. */
export function replyValue({ id }: Flow, xml: string): JsonObject {
  const contract = contracts.get(id);
  if (contract === undefined) throw new Error(`no contract ${id}`);
  const { value, defects } = readMessage(readXml(xml), contract.reply);
  if (defects.length > 0) throw new Error(`${id} is answered with ${JSON.stringify(defects)}`);
  return value;
}

/** How it went: the kind of the result, or the outcome where there is none. */
export function kindOf({ outcome, answer }: Ending): string {
  return answer?.result.kind ?? outcome;
}

export function codesOf({ answer }: Ending): string[] {
  return answer?.result.messages.map(({ code }) => code) ?? [];
}

/** The text behind a pointer; empty where there is none. */
export function textAt(value: JsonValue | undefined, pointer: string): string {
  return textsIn(value, pointer)[0] ?? '';
}

/** The texts behind a pointer. */
export function textsIn(value: JsonValue | undefined, pointer: string): string[] {
  return valuesAt(value, pointer).filter((one) => typeof one === 'string');
}

let references = 0;

/** A reference that no declaration has had. */
export function reference(): string {
  references += 1;
  return `TEST-${references}`;
}

/** Evaluation and code of each item of a declaration. */
export function verdicts({ answer }: Ending): string[] {
  const items = valuesAt(answer?.reply, '/evaluation/*');
  return items.map((item) => [textAt(item, '/evaluation'), ...textsIn(item, '/remark/*/code')].join(' '));
}
