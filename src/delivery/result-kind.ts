import { reasonCode } from '../domain/reason-codes.ts';
import type { RemarkCode } from '../domain/reason-codes/remarks.ts';
import type { ResultKind } from '../domain/result.ts';
import type { Deviation } from '../flows/codec/read.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import { holds } from '../flows/condition.ts';
import type { Flow } from '../flows/flow.ts';
import { valuesAt } from '../flows/pointer.ts';

/** A reply as it was read. */
export interface ReadReply {
  readonly value: JsonValue | undefined;
  /** What the reader did not know: a reply may then say more than can be seen in {@link value}. */
  readonly deviations: readonly Deviation[];
}

/** What a reply comes to, and what has to be remarked about that. */
export interface Verdict {
  readonly kind: ResultKind;
  readonly remark?: RemarkCode;
}

/**
 * What a status and the content beside it come to. Where they contradict each other the answer is `partial`, which is neither "here it
 * is" nor "there is nothing", and a remark says why.
 *
 * @param said what the status says; undefined where there is none
 */
export function verdictOf(flow: Flow, reply: ReadReply, said: ResultKind | undefined): Verdict {
  const there = contentOf(flow, reply);
  if (said === undefined || there === undefined) return { kind: said ?? plainKind(flow, reply) };
  if (said === 'partial') return { kind: 'partial' };
  if (said === 'found') return there === 'found' ? { kind: 'found' } : { kind: 'partial', remark: REMARK_OF[there] };
  return there === 'found' ? { kind: 'partial', remark: 'data-despite-status' } : { kind: said };
}

/** As {@link verdictOf}, for a service without a status: its content alone tells. */
export function verdictByContent(flow: Flow, reply: ReadReply): Verdict {
  const there = contentOf(flow, reply);
  if (there === undefined) return { kind: plainKind(flow, reply) };
  if (there === 'found' || there === 'nothing-found') return { kind: there };
  return { kind: 'partial', remark: REMARK_OF[there] };
}

/**
 * A code can turn what the status word says: "nothing there" beside a code that finds fault with the question is no answer to it, and a
 * refusal by a code that only means "nothing" is none.
 */
export function saidWith(code: string | undefined, said: ResultKind): ResultKind {
  const known = code === undefined ? undefined : reasonCode(code);
  if (said === 'refused' && known?.nothingFound === true) return 'nothing-found';
  const isFault = known?.refuses === true || known?.transient === true;
  return said === 'nothing-found' && isFault ? 'refused' : said;
}

/** Names of the fields that this customer may not see. */
export function filteredFields(flow: Flow, value: JsonValue | undefined): string[] {
  const places = flow.descriptor.results?.filters ?? [];
  return places.flatMap((at) => valuesAt(value, at)).filter((name) => typeof name === 'string');
}

type Content = 'found' | 'nothing-found' | 'withheld' | 'unread';

const REMARK_OF: Readonly<Record<Exclude<Content, 'found'>, RemarkCode>> = {
  'nothing-found': 'data-announced-missing',
  withheld: 'fields-withheld',
  unread: 'unread-parts',
};

/** What is there of what was asked for; undefined for a flow that does not say what that would be. */
function contentOf(flow: Flow, { value, deviations }: ReadReply): Content | undefined {
  const signs = flow.descriptor.results?.found;
  if (signs === undefined) return undefined;
  const found = signs.some((sign) =>
    typeof sign === 'string' ? valuesAt(value, sign).some(isSomething) : holds(sign, value),
  );
  if (found) return 'found';
  if (filteredFields(flow, value).length > 0) return 'withheld';
  return deviations.some(({ kind }) => kind === 'unknown-element') ? 'unread' : 'nothing-found';
}

/** A declaration that was accepted need not be answered with anything. */
function plainKind(flow: Flow, { value }: ReadReply): ResultKind {
  return value === undefined && flow.kind === 'consultation' ? 'nothing-found' : 'found';
}

/** An item of a list is something, however little it says; an element that only holds empty ones is not. */
function isSomething(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null)
    return Object.values(value).some((inner) => inner !== undefined && isSomething(inner));
  return value !== '' && value !== null;
}
