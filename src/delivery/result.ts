import { faultCode } from '../domain/reason-codes/fault-codes.ts';
import { reasonCode } from '../domain/reason-codes.ts';
import type { ItemStatus, Result, ResultKind, ResultMessage, SourceStatus } from '../domain/result.ts';
import type { Deviation } from '../flows/codec/read.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import { holds } from '../flows/condition.ts';
import { ssinsIn } from '../flows/echo.ts';
import type { Flow } from '../flows/flow.ts';
import { valueAt, valuesAt } from '../flows/pointer.ts';
import type { SoapFault } from '../soap/fault.ts';
import type { SsdnReply } from '../soap/ssdn.ts';
import { detailMessage, isGrave, messagesAt, messagesIn, statusMessages, textAt } from './result-messages.ts';
import { itemsOf, kindOfWord, sourcesOf } from './result-parts.ts';
import { ssinChangeOf } from './ssin-change.ts';

/** A reply as it was read. */
export interface ReadReply {
  readonly value: JsonValue | undefined;
  /** What the reader did not know: a reply may then say more than can be seen in {@link value}. */
  readonly deviations: readonly Deviation[];
}

/** The meaning of a SOAP service's normal reply. */
export function resultOfReply(flow: Flow, reply: ReadReply): Result {
  const places = flow.descriptor.results ?? {};
  const status = valueAt(reply.value, places.status ?? '/status');
  const word = textAt(status, places.word ?? '/value') ?? textAt(status, '');
  const said = word === undefined ? undefined : kindOfWord(word, places.values);
  const kind = said === undefined || said === 'found' ? kindByContent(flow, reply) : said;
  return whole(flow, reply, { kind, status: word ?? 'REPLY', messages: statusMessages(status, kind) });
}

/** The meaning of an SSDN reply: the summary of the service, or of the context when the header itself was refused. */
export function resultOfSsdn(flow: Flow, { context, services }: SsdnReply, reply: ReadReply): Result {
  const summary = services[0]?.summary ?? context.summary;
  const details = [...context.summary.details, ...(services[0]?.summary.details ?? [])];
  const errors = summary.details.filter(({ severity }) => severity === 'ERROR');
  const negative = errors.length > 0 && errors.every((detail) => reasonCode(detail.reasonCode)?.nothingFound === true);
  const failed = summary.ok === 'NO' || context.summary.ok === 'NO';
  const declined = details.some((detail) => flow.descriptor.results?.refusedBy?.includes(detail.reasonCode) === true);
  const said = declined ? 'refused' : kindByContent(flow, reply);
  const kind = failed ? (negative ? 'nothing-found' : 'refused') : said;
  const messages = details.map(detailMessage);
  const remarks = details.map(({ reasonCode: code, diagnostic = '', information }) => ({
    code,
    values: [...information.map(({ fieldValue }) => fieldValue), ...ssinsIn(diagnostic)],
  }));
  return whole(flow, reply, { kind, status: String(summary.returnCode), messages }, remarks);
}

/** The meaning of a SOAP fault. */
export function resultOfFault(flow: Flow, fault: SoapFault, detail: JsonValue | undefined): Result {
  // CBSSFaultType calls its list `detail`, older services `error`.
  const messages = [...messagesAt(detail, '/detail'), ...messagesAt(detail, '/error')];
  const known = fault.processing === 'protocol-refused' ? faultCode(fault.code) : undefined;
  const own: ResultMessage = { severity: 'FATAL', code: fault.code, text: fault.reason, ...known };
  const ssinChange = ssinChangeOf(flow, detail);
  return {
    kind: 'refused',
    status: fault.code,
    messages: messages.length > 0 ? messages : [own],
    ...(ssinChange !== undefined && { ssinChange }),
  };
}

/**
 * What the content says, where the status says "found" or there is none: an empty list is nothing found, whatever the status.
 * What is empty only because it could not be read, or because BCSS removed fields from it, is not.
 */
function kindByContent(flow: Flow, { value, deviations }: ReadReply): ResultKind {
  const signs = flow.descriptor.results?.found;
  // A declaration that was accepted need not be answered with anything.
  if (signs === undefined) return value === undefined && flow.kind === 'consultation' ? 'nothing-found' : 'found';
  const found = signs.some((sign) =>
    typeof sign === 'string' ? valuesAt(value, sign).some(isSomething) : holds(sign, value),
  );
  if (found) return 'found';
  const isCutDown = filteredFields(flow, value).length > 0;
  return isCutDown || deviations.some(({ kind }) => kind === 'unknown-element') ? 'partial' : 'nothing-found';
}

/** Names of the fields that this customer may not see. */
function filteredFields(flow: Flow, value: JsonValue | undefined): string[] {
  const places = flow.descriptor.results?.filters ?? [];
  return places.flatMap((at) => valuesAt(value, at)).filter((name) => typeof name === 'string');
}

function isSomething(value: JsonValue): boolean {
  return !Array.isArray(value) || value.length > 0;
}

/** The result with all that the reply says beside its status, which may qualify it. */
function whole(
  flow: Flow,
  { value }: ReadReply,
  result: Result,
  remarks: Parameters<typeof ssinChangeOf>[2] = [],
): Result {
  const places = flow.descriptor.results ?? {};
  const sources = sourcesOf(places.sources, value);
  const { items, messages: aboutItems } = itemsOf(places.items, value);
  const beside = messagesIn(places.messages, value);
  const ssinChange = ssinChangeOf(flow, value, remarks);
  const filtered = filteredFields(flow, value);
  const isReserved = places.partialWhen?.some((condition) => holds(condition, value)) === true || beside.some(isGrave);
  return {
    kind: qualified(result.kind, items, sources, isReserved),
    status: result.status,
    messages: [...result.messages, ...beside, ...aboutItems],
    ...(sources.length > 0 && { sources }),
    ...(items.length > 0 && { items }),
    ...(ssinChange !== undefined && { ssinChange }),
    ...(filtered.length > 0 && { filteredFields: filtered }),
  };
}

/**
 * A declaration of several parts is what became of its parts, whatever the envelope says. An answer without one of its sources, or
 * with an error beside it, is not the whole answer.
 */
function qualified(
  kind: ResultKind,
  items: readonly ItemStatus[],
  sources: readonly SourceStatus[],
  isReserved: boolean,
): ResultKind {
  const [first, ...others] = items;
  if (first !== undefined) {
    const same = others.every((item) => item.kind === first.kind);
    if (kind === 'refused') return same && first.kind === 'refused' ? 'refused' : 'partial';
    return same ? first.kind : 'partial';
  }
  if (kind === 'refused' || kind === 'partial') return kind;
  const isMissing = sources.some((source) => source.kind === 'refused' || source.kind === 'partial');
  return isMissing || isReserved ? 'partial' : kind;
}
