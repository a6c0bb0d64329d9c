import { reasonCode } from '../domain/reason-codes.ts';
import type { Result, ResultKind, ResultMessage, SourceStatus, SsinChange } from '../domain/result.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import type { Flow } from '../flows/flow.ts';
import { valueAt, valuesAt } from '../flows/pointer.ts';
import type { SoapFault } from '../soap/read-envelope.ts';
import type { ResultDetail } from '../soap/result-summary.ts';
import type { SsdnReply } from '../soap/ssdn.ts';

/** The words of the common status types (CommonV3 StatusType and StatusOkType, and two services' own additions). */
const STATUS_KINDS: Readonly<Record<string, ResultKind>> = {
  DATA_FOUND: 'found',
  OK: 'found',
  NO_DATA_FOUND: 'nothing-found',
  INCOMPLETE_DATA: 'partial',
  NO_RESULT: 'refused',
  NOK: 'refused',
};

/** The meaning of a SOAP service's normal reply. */
export function resultOfReply(flow: Flow, reply: JsonValue): Result {
  const places = flow.descriptor.results ?? {};
  const status = valueAt(reply, places.status ?? '/status');
  const word = textAt(status, '/value') ?? (typeof status === 'string' ? status : undefined);
  const messages = [
    ...statusMessages(status),
    ...(places.messages ?? []).flatMap((at) => valuesAt(reply, at)).map(toMessage),
  ];
  return withExtras(flow, reply, {
    // A word we do not know is never read as plain success.
    kind: word === undefined ? kindByContent(flow, reply) : (places.values?.[word] ?? STATUS_KINDS[word] ?? 'partial'),
    status: word ?? 'REPLY',
    messages,
  });
}

/** The meaning of an SSDN reply: the summary of the service, or of the context when the header itself was refused. */
export function resultOfSsdn(flow: Flow, { context, services }: SsdnReply, reply: JsonValue | undefined): Result {
  const summary = services[0]?.summary ?? context.summary;
  const messages = [...context.summary.details, ...(services[0]?.summary.details ?? [])].map(detailMessage);
  const errors = summary.details.filter(({ severity }) => severity === 'ERROR');
  const negative = errors.length > 0 && errors.every((detail) => reasonCode(detail.reasonCode)?.nothingFound === true);
  const failed = summary.ok === 'NO' || context.summary.ok === 'NO';
  const kind = failed ? (negative ? 'nothing-found' : 'refused') : kindByContent(flow, reply);
  return withExtras(flow, reply, { kind, status: String(summary.returnCode), messages });
}

/** The meaning of a SOAP fault. */
export function resultOfFault(fault: SoapFault, detail: JsonValue | undefined): Result {
  // CBSSFaultType calls its list `detail`, older services `error`.
  const messages = [...valuesAt(detail, '/detail'), ...valuesAt(detail, '/error')].flatMap((at) =>
    (Array.isArray(at) ? at : [at]).map(toMessage),
  );
  const own: ResultMessage = { severity: 'FATAL', code: fault.code, text: fault.reason };
  return { kind: 'refused', status: fault.code, messages: messages.length > 0 ? messages : [own] };
}

function kindByContent(flow: Flow, reply: JsonValue | undefined): ResultKind {
  const signs = flow.descriptor.results?.found;
  if (reply === undefined) return 'nothing-found';
  return signs === undefined || signs.some((at) => valuesAt(reply, at).length > 0) ? 'found' : 'nothing-found';
}

function withExtras(flow: Flow, reply: JsonValue | undefined, result: Result): Result {
  const places = flow.descriptor.results ?? {};
  const sources = (places.sources ?? []).flatMap(({ source, status }) =>
    valuesAt(reply, status).map((at) => sourceStatus(source, at)),
  );
  const ssinChange = [...(places.ssin ?? [])]
    .flatMap((at) => valuesAt(reply, at))
    .map(ssinChangeOf)
    .find(Boolean);
  const filtered = (places.filters ?? [])
    .flatMap((at) => valuesAt(reply, at))
    .filter((name) => typeof name === 'string');
  return {
    ...result,
    ...(sources.length > 0 && { sources }),
    ...(ssinChange !== undefined && { ssinChange }),
    ...(filtered.length > 0 && { filteredFields: filtered }),
  };
}

function sourceStatus(source: string, at: JsonValue): SourceStatus {
  const code = textAt(at, '/code');
  const status = textAt(at, '/value') ?? (typeof at === 'string' ? at : '');
  return { source, status, ...(code !== undefined && { code }) };
}

/** An SSIN with the attributes `canceled` and `replaces` or `replacedBy`, which point in opposite directions. */
function ssinChangeOf(at: JsonValue): SsinChange | undefined {
  const replacedBy = textAt(at, '/replacedBy');
  const replaces = textAt(at, '/replaces');
  if (replacedBy !== undefined) return { kind: 'replaced', replacedBy };
  const current = textAt(at, '/value');
  if (replaces !== undefined && current !== undefined) return { kind: 'replaced', replacedBy: current };
  return valueAt(at, '/canceled') === true ? { kind: 'cancelled' } : undefined;
}

function statusMessages(status: JsonValue | undefined): ResultMessage[] {
  const code = textAt(status, '/code');
  if (status === undefined || code === undefined) return [];
  const kind = STATUS_KINDS[textAt(status, '/value') ?? ''];
  const severity = kind === 'refused' ? 'ERROR' : 'INFORMATION';
  return [explained({ severity, code, ...described(status, '/description') }, fieldNames(status))];
}

const SEVERITIES = ['INFORMATION', 'WARNING', 'ERROR', 'FATAL'] as const;

/** A message in the shape of CommonV3 MessageType, or of something like it. */
function toMessage(at: JsonValue): ResultMessage {
  const severity = SEVERITIES.find((known) => known === textAt(at, '/severity')) ?? 'ERROR';
  const code = textAt(at, '/reasonCode') ?? textAt(at, '/code') ?? '';
  const author = textAt(at, '/authorCode') ?? textAt(at, '/source');
  const message = { severity, code, ...described(at, '/diagnostic'), ...(author !== undefined && { author }) };
  return explained(message, fieldNames(at));
}

function detailMessage(detail: ResultDetail): ResultMessage {
  const { severity, reasonCode: code, diagnostic, author, information } = detail;
  const message = {
    severity,
    code,
    ...(diagnostic !== undefined && { text: diagnostic }),
    ...(author !== undefined && { author }),
  };
  return explained(message, information.map(({ fieldName }) => fieldName).filter(Boolean));
}

function explained(message: ResultMessage, fields: readonly string[]): ResultMessage {
  const known = reasonCode(message.code);
  return {
    ...message,
    ...(fields.length > 0 && { fields }),
    ...(known !== undefined && { explanation: known.explanation, remedy: known.remedy }),
  };
}

function described(at: JsonValue, pointer: string): { text?: string } {
  const text = textAt(at, pointer);
  return text === undefined ? {} : { text };
}

function fieldNames(at: JsonValue): string[] {
  return valuesAt(at, '/information/fieldName').filter((name) => typeof name === 'string');
}

function textAt(value: JsonValue | undefined, pointer: string): string | undefined {
  const found = valueAt(value, pointer);
  return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
}
