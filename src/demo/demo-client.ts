import { randomUUID } from 'node:crypto';

/** An exchange as the REST interface shows it. */
export interface ShownExchange {
  readonly id: string;
  readonly state: string;
  readonly outcome?: string;
  readonly code?: string;
  readonly logIndex: number;
  readonly result?: { readonly kind: string; readonly status: string };
}

/** Talks to the clients' door as any software would: over HTTP, with an API key. */
export class DemoClient {
  private readonly url: string;
  private readonly apiKey: string;

  constructor(url: string, apiKey: string) {
    this.url = url;
    this.apiKey = apiKey;
  }

  /** Sends a request of a flow and waits for its answer. @throws Error with the problem document when it is refused. */
  async send(flow: string, body: unknown): Promise<ShownExchange> {
    const accepted = await this.call<ShownExchange>('POST', `/v1/flows/${flow}/exchanges`, body, {
      'idempotency-key': randomUUID(),
      prefer: 'wait=15',
    });
    return isOver(accepted) ? accepted : this.finished(accepted.id);
  }

  /** The exchange, once nothing more happens by itself. */
  async finished(id: string): Promise<ShownExchange> {
    for (let attempt = 0; attempt < POLLS_MAX; attempt += 1) {
      const exchange = await this.call<ShownExchange>('GET', `/v1/exchanges/${id}`);
      if (isOver(exchange)) return exchange;
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    throw new Error(`exchange ${id} is still on its way`);
  }

  async call<Answer>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        authorization: `Bearer ${this.apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }
}

const POLL_MS = 500;
const POLLS_MAX = 120;

function isOver({ state }: ShownExchange): boolean {
  return ['done', 'dead-letter', 'undecided', 'cancelled'].includes(state);
}
