import { faultCode } from '../domain/reason-codes/fault-codes.ts';
import { reasonCode } from '../domain/reason-codes.ts';
import type { RemarkCode } from '../domain/reason-codes/remarks.ts';
import type { ItemStatus, Result, ResultKind, ResultMessage, SourceStatus } from '../domain/result.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import { holds } from '../flows/condition.ts';
import type { Flow } from '../flows/flow.ts';
import { valueAt } from '../flows/pointer.ts';
import type { SoapFault } from '../soap/fault.ts';
import type { SsdnReply } from '../soap/ssdn.ts';
import { filteredFields, type ReadReply, saidWith, verdictByContent, verdictOf } from './result-kind.ts';
import {
  detailMessage,
  isGrave,
  messagesAt,
  messagesIn,
  remarkOf,
  statusMessages,
  textAt,
  withMeaning,
} from './result-messages.ts';
import { isKnownWord, itemsOf, kindOfWord, sourcesOf } from './result-parts.ts';
import { type Remark, ssinChangeOf } from './ssin-change.ts';

/** The meaning of a SOAP service's normal reply. */
export function resultOfReply(flow: Flow, reply: ReadReply): Result {
  const places = flow.descriptor.results ?? {};
  const status = valueAt(reply.value, places.status ?? '/status');
  const word = textAt(status, places.word ?? '/value') ?? textAt(status, '');
  const said = word === undefined ? undefined : saidWith(textAt(status, '/code'), kindOfWord(word, places.values));
  const { kind, remark } = said === undefined ? verdictByContent(flow, reply) : verdictOf(flow, reply, said);
  const isUnknown = word !== undefined && !isKnownWord(word, places.values);
  return whole(flow, reply, {
    kind,
    status: word ?? 'REPLY',
    messages: statusMessages(status, said ?? kind),
    remarks: [...(isUnknown ? (['unknown-status'] as const) : []), ...(remark === undefined ? [] : [remark])],
  });
}

/** The meaning of an SSDN reply: the summary of the service, or of the context when the header itself was refused. */
export function resultOfSsdn(flow: Flow, { context, services }: SsdnReply, reply: ReadReply): Result {
  const summary = services[0]?.summary ?? context.summary;
  const details = [...context.summary.details, ...(services[0]?.summary.details ?? [])];
  const errors = summary.details.filter(({ severity }) => severity === 'ERROR');
  const negative = errors.length > 0 && errors.every((detail) => reasonCode(detail.reasonCode)?.nothingFound === true);
  const failed = summary.ok === 'NO' || context.summary.ok === 'NO';
  const declined = details.some((detail) => flow.descriptor.results?.refusedBy?.includes(detail.reasonCode) === true);
  const refusal = failed && negative ? 'nothing-found' : failed || declined ? 'refused' : undefined;
  const { kind, remark } =
    refusal === undefined || declined
      ? { kind: refusal ?? verdictByContent(flow, reply).kind }
      : verdictOf(flow, reply, refusal);
  const about = details.map(({ reasonCode: code, information, diagnostic }): Remark => ({
    code,
    values: information.map(({ fieldValue }) => fieldValue),
    texts: diagnostic === undefined ? [] : [diagnostic],
  }));
  return whole(
    flow,
    reply,
    {
      kind,
      status: String(summary.returnCode),
      messages: details.map(detailMessage),
      remarks: remark === undefined ? [] : [remark],
    },
    about,
  );
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
    messages: messages.length > 0 ? messages.map((message) => withMeaning(message, 'refused')) : [own],
    ...(ssinChange !== undefined && { ssinChange }),
  };
}

/** What was found out before the parts of the reply are looked at. */
interface FirstReading extends Pick<Result, 'kind' | 'status' | 'messages'> {
  readonly remarks: readonly RemarkCode[];
}

/** The result with all that the reply says beside its status, which may qualify it, and with what we have to remark about it. */
function whole(flow: Flow, { value }: ReadReply, first: FirstReading, about: readonly Remark[] = []): Result {
  const places = flow.descriptor.results ?? {};
  const sources = sourcesOf(places.sources, value);
  const { items, messages: aboutItems } = itemsOf(places.items, value);
  const beside = messagesIn(places.messages, value);
  const ssinChange = ssinChangeOf(flow, value, about);
  const filtered = filteredFields(flow, value);
  const reservations = (places.partialWhen ?? []).filter((condition) => holds(condition, value));
  const isReserved = reservations.length > 0 || beside.some(isGrave);
  const kind = qualified(first.kind, items, sources, isReserved);
  const given = [...first.messages, ...beside].map((message) => withMeaning(message, kind));
  const remarks = [...first.remarks, ...reservations.flatMap(({ remark }) => remark ?? [])].map(remarkOf);
  const said = [...given, ...remarks, ...aboutItems];
  const isReason = (message: ResultMessage): boolean =>
    isGrave(message) || places.refusedBy?.includes(message.code) === true;
  const isUnexplained = kind === 'refused' && items.length === 0 && !said.some(isReason);
  return {
    kind,
    status: first.status,
    messages: isUnexplained ? [...said, { ...remarkOf('no-reason-given'), severity: 'ERROR' }] : said,
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
