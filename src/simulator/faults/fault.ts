/** What can go wrong on demand. A fault is data: tests and vendors order it through code or over HTTP in the same words. */
export type Fault =
  // The message is lost, or refused, before anything happens.
  | { readonly kind: 'lose-before-effect' }
  | HttpFault
  | { readonly kind: 'soap-fault'; readonly by?: 'Client' | 'Server'; readonly code?: string }
  /** A proper reply that declines, with this code (MSG00001, MSG00003, …). */
  | { readonly kind: 'refuse'; readonly code: string }
  // The reply says something else than it should. What was asked has been done.
  | { readonly kind: 'wrong-ticket' }
  | { readonly kind: 'no-ticket' }
  | { readonly kind: 'other-person' }
  | { readonly kind: 'other-flow'; readonly flow?: string }
  // The reply is written in a way that XML allows, or nearly, and nobody should accept.
  | { readonly kind: 'processing-instruction' }
  | { readonly kind: 'comment' }
  | { readonly kind: 'doctype' }
  | { readonly kind: 'duplicate-element'; readonly element?: string }
  // The seal is not what it should be.
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'tampered' }
  | { readonly kind: 'other-signer' }
  | { readonly kind: 'expired'; readonly byMs?: number }
  | { readonly kind: 'future'; readonly byMs?: number }
  | SendingFault;

/** Something between us and BCSS answers in its place, and BCSS never hears of the message. */
export interface HttpFault {
  readonly kind: 'http';
  readonly status: number;
  readonly retryAfterSeconds?: number;
  /** An appliance's page instead of an empty body. */
  readonly html?: boolean;
  readonly location?: string;
}

/** The reply is right, and does not arrive as it left. What was asked has been done. */
export type SendingFault =
  | { readonly kind: 'slow'; readonly delayMs: number }
  | { readonly kind: 'never-answer' }
  /** Effect, then a closed connection: `cut` under the name that declarations know it by. */
  | { readonly kind: 'lose-after-effect' }
  | { readonly kind: 'cut'; readonly at?: 'before-reply' | 'after-headers' | 'middle' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'truncated'; readonly offset: number }
  | { readonly kind: 'drip'; readonly intervalMs: number; readonly bytes?: number }
  | { readonly kind: 'huge'; readonly bytes: number; readonly gzip?: boolean }
  | { readonly kind: 'gzip' }
  | { readonly kind: 'content-type'; readonly value: string }
  | { readonly kind: 'utf-16' };

/** Which requests a fault is meant for; every one where nothing is said. */
export interface FaultMatch {
  /** Id of the flow. */
  readonly flow?: string;
  /** End of the request's path. */
  readonly path?: string;
  /** One of the persons it is about. */
  readonly ssin?: string;
}

/** An order for a fault. */
export interface FaultOrder {
  readonly fault: Fault;
  readonly match?: FaultMatch;
  /** Once when absent. */
  readonly times?: number | 'always';
}

type FieldType = 'number' | 'string' | 'boolean';

/** Fields of each kind; those with a question mark may be left out. */
const FIELDS: Readonly<Record<Fault['kind'], Readonly<Record<string, FieldType | `${FieldType}?`>>>> = {
  'lose-before-effect': {},
  http: { status: 'number', retryAfterSeconds: 'number?', html: 'boolean?', location: 'string?' },
  'soap-fault': { by: 'string?', code: 'string?' },
  refuse: { code: 'string' },
  'wrong-ticket': {},
  'no-ticket': {},
  'other-person': {},
  'other-flow': { flow: 'string?' },
  'processing-instruction': {},
  comment: {},
  doctype: {},
  'duplicate-element': { element: 'string?' },
  unsigned: {},
  tampered: {},
  'other-signer': {},
  expired: { byMs: 'number?' },
  future: { byMs: 'number?' },
  slow: { delayMs: 'number' },
  'never-answer': {},
  'lose-after-effect': {},
  cut: { at: 'string?' },
  reset: {},
  truncated: { offset: 'number' },
  drip: { intervalMs: 'number', bytes: 'number?' },
  huge: { bytes: 'number', gzip: 'boolean?' },
  gzip: {},
  'content-type': { value: 'string' },
  'utf-16': {},
};

/** Every kind of fault there is. */
export const FAULT_KINDS = Object.keys(FIELDS) as readonly Fault['kind'][];

/** Checks an order that came as JSON. @throws Error saying what is wrong with it. */
export function checkFaultOrder(value: unknown): FaultOrder {
  const { fault, match, times } = asRecord(value, 'an order');
  checkFault(asRecord(fault, 'fault'));
  if (match !== undefined) checkFields(asRecord(match, 'match'), { flow: 'string?', path: 'string?', ssin: 'string?' });
  if (times !== undefined && times !== 'always' && !(Number.isInteger(times) && Number(times) > 0)) {
    throw new Error('times is a positive number, or "always"');
  }
  return value as FaultOrder;
}

function checkFault({ kind, ...fields }: Readonly<Record<string, unknown>>): void {
  if (typeof kind !== 'string' || !Object.hasOwn(FIELDS, kind)) {
    throw new Error(`fault.kind is one of: ${FAULT_KINDS.join(', ')}`);
  }
  checkFields(fields, FIELDS[kind as Fault['kind']]);
}

function checkFields(given: Readonly<Record<string, unknown>>, known: Readonly<Record<string, string>>): void {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(known, name));
  if (unknown !== undefined) throw new Error(`${unknown} is not known here`);
  for (const [name, type] of Object.entries(known)) {
    const value = given[name];
    if (value === undefined && type.endsWith('?')) continue;
    if (typeof value !== type.replace('?', '')) throw new Error(`${name} is a ${type.replace('?', '')}`);
  }
}

function asRecord(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} is an object`);
  return value as Readonly<Record<string, unknown>>;
}
