import createClient, { type Client } from 'openapi-fetch';
import { AwaitingApproval } from './awaiting-approval.ts';
import type { ExchangeOf, FlowId, Receipt, RequestOf } from './flows.ts';
import { GatewayProblem, type Problem } from './gateway-problem.ts';
import type { components, paths } from './schema.ts';

type AnyExchange = components['schemas']['Exchange'];

export interface GatewayOptions {
  /** Where the gateway's clients' door is: `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Of titles, explanations and remedies. */
  readonly language?: 'fr' | 'nl' | 'en';
  /** Another fetch, for a proxy or a test. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

export interface SendOptions {
  /** Needed for declarations and registrations: keep it with your own record, and give the same one when you try again. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** Nothing more happens to it by itself. */
const FINAL: readonly AnyExchange['state'][] = ['done', 'dead-letter', 'undecided', 'cancelled'];
const WAIT_SECONDS_MAX = 60;
const [POLL_FIRST_MS, POLL_LAST_MS] = [100, 2_000];

/** The gateway, as software of the centre sees it. Calls throw {@link GatewayProblem} for every refusal. */
export class Gateway {
  /** Every other resource of the gateway, typed from its OpenAPI document. */
  readonly api: Client<paths>;
  private readonly options: GatewayOptions;

  constructor(options: GatewayOptions) {
    this.options = options;
    this.api = createClient<paths>({
      baseUrl: options.baseUrl,
      headers: this.headers(),
      ...(options.fetch !== undefined && { fetch: options.fetch }),
    });
  }

  /** Hands a message over. It is safe once this resolves; {@link ended} tells what became of it. */
  async send<Flow extends FlowId>(flow: Flow, request: RequestOf<Flow>, options: SendOptions = {}): Promise<Receipt> {
    return (await this.post(flow, request, options, 'respond-async')) as Receipt;
  }

  /**
   * Hands a message over and waits until it ended: a consultation usually answers within seconds.
   *
   * @throws AwaitingApproval when a second person has to approve first, which may take days.
   */
  async ask<Flow extends FlowId>(
    flow: Flow,
    request: RequestOf<Flow>,
    options: SendOptions = {},
  ): Promise<ExchangeOf<Flow>> {
    const first = (await this.post(flow, request, options, `wait=${WAIT_SECONDS_MAX}`)) as AnyExchange | Receipt;
    if (!('attempts' in first) && first.state === 'awaiting-approval') throw new AwaitingApproval(first);
    const exchange = 'attempts' in first ? first : await this.ended(first.id, options.signal);
    // The exchange is of the flow that was sent, and the gateway checked its reply against that flow's contract.
    return exchange as ExchangeOf<Flow>;
  }

  /** Checks a message without sending it. @throws GatewayProblem that names every wrong field. */
  async check<Flow extends FlowId>(flow: Flow, request: RequestOf<Flow>, options: SendOptions = {}): Promise<void> {
    await this.post(flow, request, options, 'validate-only');
  }

  /** Resolves with the exchange once it is final. */
  async ended(id: string, signal?: AbortSignal): Promise<AnyExchange> {
    for (let pause = POLL_FIRST_MS; ; pause = Math.min(pause * 2, POLL_LAST_MS)) {
      const exchange = (await this.call(
        'GET',
        `/v1/exchanges/${encodeURIComponent(id)}`,
        {},
        undefined,
        signal,
      )) as AnyExchange;
      if (FINAL.includes(exchange.state)) return exchange;
      await delay(pause, signal);
    }
  }

  private post(
    flow: string,
    request: object,
    { idempotencyKey, signal }: SendOptions,
    prefer: string,
  ): Promise<unknown> {
    const headers = { Prefer: prefer, ...(idempotencyKey !== undefined && { 'Idempotency-Key': idempotencyKey }) };
    return this.call('POST', `/v1/flows/${flow}/exchanges`, headers, request, signal);
  }

  private async call(
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body: object | undefined,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const request = new Request(new URL(path, this.options.baseUrl), {
      method,
      headers: { ...this.headers(), ...headers, ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal !== undefined && { signal }),
    });
    const response = await (this.options.fetch ?? fetch)(request);
    const answer: unknown = await response.json();
    if (!response.ok) throw new GatewayProblem(answer as Problem);
    return answer;
  }

  private headers(): Record<string, string> {
    const { apiKey, language } = this.options;
    return { Authorization: `Bearer ${apiKey}`, ...(language !== undefined && { 'Accept-Language': language }) };
  }
}

function delay(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
