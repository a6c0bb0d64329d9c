import type { SsinChange } from '../domain/result.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import { askedBy, type Echo, isSame, namedBy } from '../flows/echo.ts';
import type { Flow, Payload } from '../flows/flow.ts';
import type { Answer } from './read-answer.ts';

/**
 * What is wrong with whom an answer is about: it names somebody else than was asked, or leaves out the criteria that its contract
 * says it repeats. Whether it found something does not matter: "nothing found" about another person is no answer either.
 *
 * @returns the defect, without any value; undefined when the answer is about who was asked, or about who replaced that number and
 * says so.
 */
export function foreignDefect(flow: Flow, payload: Payload, { reply, result }: Answer): string | undefined {
  const echoes = flow.descriptor.echo ?? [];
  if (echoes.some((echo) => namesAnother(echo, payload, reply, result.ssinChange))) return 'about another person';
  const hasData = result.kind === 'found' || result.kind === 'partial';
  return hasData && echoes.some((echo) => leavesOut(flow, echo, payload, reply))
    ? 'does not say about whom'
    : undefined;
}

function namesAnother(
  echo: Echo,
  payload: Payload,
  reply: JsonValue | undefined,
  change: SsinChange | undefined,
): boolean {
  const asked = askedBy(echo, payload);
  if (asked.length === 0) return false;
  const isAsked = (given: JsonValue): boolean =>
    asked.some((one) => isSame(one, given)) || replaced(asked, given, change);
  const { some, groups } = namedBy(echo, reply);
  return groups.some((named) => named.length > 0 && !(some ? named.some(isAsked) : named.every(isAsked)));
}

/** The number that took the place of the one asked about. One service says that it was replaced, and shows by which in its data. */
function replaced(asked: readonly JsonValue[], given: JsonValue, change: SsinChange | undefined): boolean {
  if (change?.kind !== 'replaced') return false;
  const { replacedBy, replaces } = change;
  if (replaces !== undefined && !asked.some((one) => isSame(one, replaces))) return false;
  return replacedBy === undefined || isSame(replacedBy, given);
}

const OF_A_CONTRACT: ReadonlySet<string> = new Set(['official', 'imported']);

/** A service of a published contract repeats the criteria, where the contract says that it always does. */
function leavesOut(flow: Flow, echo: Echo, payload: Payload, reply: JsonValue | undefined): boolean {
  if (echo.reply === undefined || !OF_A_CONTRACT.has(flow.status) || !flow.replyAlwaysHas(echo.reply)) return false;
  return askedBy(echo, payload).length > 0 && namedBy(echo, reply).groups.every((named) => named.length === 0);
}
