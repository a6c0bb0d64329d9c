import { Agent, type Dispatcher, request } from 'undici';
import { type ConnectorOptions, describeNetworkError, makeConnector, NotConnected } from './connector.ts';
import type { Gate, Outgoing, Sent } from './gate.ts';
import { isTlsFailure } from './tls-failure.ts';

export type GateOptions = Omit<ConnectorOptions, 'onConnected'> & {
  /** Connections per origin that may be open at once. */
  readonly connectionsMax: number;
};

const KEEP_ALIVE_MS = 30_000;

/**
 * The gate to the network: HTTP/1.1 over TLS with a client certificate, one request per connection at a time, a total deadline, a
 * limit on what is read, no redirects, no compression, no retries of its own.
 *
 * It knows whether the peer can have acted on anything: until the connection is up, nothing was sent.
 */
export function makeHttpsGate({ connectionsMax, ...connectorOptions }: GateOptions): Gate {
  const certificates = new Map<string, string>();
  const connect = makeConnector({
    ...connectorOptions,
    onConnected: (origin, fingerprint) => certificates.set(origin, fingerprint),
  });
  const makeAgent = (connections: number): Agent =>
    new Agent({
      connect,
      connections,
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // The deadline is one, and total; undici's own two would each start anew.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  const kept = makeAgent(connectionsMax);

  return {
    async send(message) {
      const agent = message.freshConnection ? makeAgent(1) : kept;
      try {
        return await new Exchange(agent, message, certificates).run();
      } finally {
        // The exchange is over, whatever became of it; a connection that hangs must not keep us.
        if (agent !== kept) void agent.destroy();
      }
    },
    close: () => kept.destroy(),
  };
}

/** One request and its reply. */
class Exchange {
  private readonly agent: Agent;
  private readonly message: Outgoing;
  private readonly certificates: ReadonlyMap<string, string>;
  private readonly received: Buffer[] = [];
  private connected: boolean;

  constructor(agent: Agent, message: Outgoing, certificates: ReadonlyMap<string, string>) {
    this.agent = agent;
    this.message = message;
    this.certificates = certificates;
    // A kept connection may be up already.
    this.connected = !message.freshConnection;
    if (message.freshConnection) agent.once('connect', () => (this.connected = true));
  }

  async run(): Promise<Sent> {
    const { url, headers, body, deadlineMs } = this.message;
    const deadline = AbortSignal.timeout(deadlineMs);
    try {
      const reply = await request(url, {
        dispatcher: this.agent,
        method: 'POST',
        headers: { ...headers, 'accept-encoding': 'identity' },
        body,
        signal: deadline,
      });
      return await this.read(reply);
    } catch (error) {
      return this.failure(error instanceof Error ? error : new Error(String(error)), deadline.aborted);
    }
  }

  private async read({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<Sent> {
    const encoding = first(headers['content-encoding']) ?? 'identity';
    if (encoding !== 'identity') {
      body.destroy();
      return { kind: 'no-reply', reason: 'encoding', detail: 'a compressed reply, which was not asked for' };
    }
    let size = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > this.message.replyBytesMax) {
        body.destroy();
        return { kind: 'no-reply', reason: 'too-large', detail: 'the reply exceeds the limit', body: this.bytes() };
      }
      this.received.push(chunk);
    }
    return {
      kind: 'reply',
      status: statusCode,
      contentType: first(headers['content-type']) ?? '',
      body: this.bytes(),
      retryAfter: first(headers['retry-after']),
      peerCertificate: this.certificates.get(new URL(this.message.url).origin) ?? '',
    };
  }

  private failure(error: Error, timedOut: boolean): Sent {
    const cause = error instanceof NotConnected ? error : error.cause;
    if (cause instanceof NotConnected)
      return { kind: 'not-sent', reason: cause.tls ? 'tls' : 'unreachable', detail: cause.message };
    const detail = timedOut ? `no reply within ${this.message.deadlineMs} ms` : describeNetworkError(error);
    if (!this.connected) return { kind: 'not-sent', reason: 'unreachable', detail };
    // With TLS 1.3 a server refuses our certificate after the handshake looks complete to us; it has not read the message then.
    if (isTlsFailure(error) && this.received.length === 0) return { kind: 'not-sent', reason: 'tls', detail };
    const body = this.received.length > 0 ? { body: this.bytes() } : {};
    return { kind: 'no-reply', reason: timedOut ? 'timeout' : 'connection-lost', detail, ...body };
  }

  private bytes(): Buffer {
    return Buffer.concat(this.received);
  }
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
