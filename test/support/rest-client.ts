import { randomUUID } from 'node:crypto';
import { disagreements } from './agrees.ts';
import { pause, until } from './until.ts';

/** An answer of the clients' door. */
export interface RestAnswer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; an empty object when it is not JSON. */
  readonly body: Body;
}

/** An exchange, as much of it as tests look at. */
export interface Exchange {
  readonly id: string;
  readonly flow: string;
  readonly state: string;
  readonly ticket: string;
  readonly outcome?: string;
  readonly code?: string;
  readonly logIndex: number;
  readonly about?: string;
  readonly result?: { readonly kind: string; readonly status: string };
  readonly reply?: Record<string, unknown>;
  readonly pages?: { readonly count: number; readonly complete: boolean; readonly exchanges: readonly string[] };
  readonly attempts: readonly {
    readonly number: number;
    readonly outcome?: string;
    readonly code?: string;
    readonly endedAt?: string;
    /** Where in the log. */
    readonly logIndexes: { readonly intent: number; readonly reply?: number };
  }[];
}

const CALL_MS = 70_000;
const FINAL = ['done', 'dead-letter', 'undecided', 'cancelled'];

/** Nothing more happens by itself. */
function isOver({ state }: Pick<Exchange, 'state'>): boolean {
  return FINAL.includes(state);
}

/** Software of a centre, as seen from the gateway. */
export class RestClient {
  readonly url: string;
  readonly apiKey: string;

  constructor({ url, apiKey }: { readonly url: string; readonly apiKey: string }) {
    this.url = url;
    this.apiKey = apiKey;
  }

  async call<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<RestAnswer<Body>> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(CALL_MS),
    });
    const text = await response.text();
    expectAgreement(method, path, response, text, headers);
    return { status: response.status, headers: response.headers, text, body: parsed(text) as Body };
  }

  get<Body = Record<string, unknown>>(path: string, headers?: Readonly<Record<string, string>>) {
    return this.call<Body>('GET', path, undefined, headers);
  }

  /** Sends a request of a flow; with a key of its own unless one is given. */
  send(
    flow: string,
    body: unknown,
    { key = randomUUID(), prefer }: { readonly key?: string; readonly prefer?: string } = {},
  ): Promise<RestAnswer<Exchange>> {
    return this.call<Exchange>('POST', `/v1/flows/${flow}/exchanges`, body, {
      'idempotency-key': key,
      ...(prefer !== undefined && { prefer }),
    });
  }

  async exchange(id: string): Promise<Exchange> {
    return (await this.get<Exchange>(`/v1/exchanges/${id}`)).body;
  }

  /** How the first attempt ended, whatever is still to come. */
  async attempted(id: string, ms = 60_000): Promise<Exchange['attempts'][number]> {
    let first: Exchange['attempts'][number] | undefined;
    await until(async () => (first = (await this.exchange(id)).attempts[0])?.outcome !== undefined, ms);
    if (first === undefined) throw new Error('no attempt');
    return first;
  }

  /** The exchange once nothing more happens to it by itself. */
  async finished(id: string, ms = 30_000): Promise<Exchange> {
    const end = Date.now() + ms;
    for (;;) {
      const exchange = await this.exchange(id);
      if (isOver(exchange)) return exchange;
      if (Date.now() > end) throw new Error(`${exchange.flow} is still ${exchange.state} after ${ms} ms`);
      await pause(100);
    }
  }
}

/** Whatever a test asks: each answer is what our own OpenAPI document says. */
function expectAgreement(
  method: string,
  path: string,
  response: Response,
  text: string,
  { prefer = '' }: Readonly<Record<string, string>>,
): void {
  const contentType = response.headers.get('content-type') ?? '';
  // The document says in words that a check is answered otherwise.
  if (text === '' || !contentType.includes('json') || prefer.includes('validate-only')) return;
  const found = disagreements({ method, path, status: response.status, contentType, body: parsed(text) });
  if (found.length > 0)
    throw new Error(`${method} ${path}, ${response.status}: not what the document says: ${found.join('; ')}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return {};
  }
}
