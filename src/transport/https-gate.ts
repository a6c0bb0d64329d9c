import { Agent, type Dispatcher, request } from 'undici';
import { type ConnectorOptions, describeNetworkError, makeConnector, NotConnected } from './connector.ts';
import type { Gate, NoReplyReason, Outgoing, Sent } from './gate.ts';
import { isCertificateRefusal } from './tls-failure.ts';

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
  const openLine = (connections: number): Line => {
    const certificates = new Map<string, string>();
    const onConnected = (origin: string, fingerprint: string): unknown => certificates.set(origin, fingerprint);
    const agent = new Agent({
      connect: makeConnector({ ...connectorOptions, onConnected }),
      connections,
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      // The deadline is one, and total; undici's own two would each start anew.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    return { agent, certificates };
  };
  const kept = openLine(connectionsMax);

  return {
    async send(message) {
      const line = message.freshConnection ? openLine(1) : kept;
      try {
        return await new Exchange(line, message).run();
      } finally {
        // The exchange is over, whatever became of it; a connection that hangs must not keep us.
        if (line !== kept) void line.agent.destroy();
      }
    },
    close: () => kept.agent.destroy(),
  };
}

/** Connections, and whose they are: by origin, the certificate shown when the last one was made. */
interface Line {
  readonly agent: Agent;
  readonly certificates: ReadonlyMap<string, string>;
}

/** One request and its reply. */
class Exchange {
  private readonly line: Line;
  private readonly message: Outgoing;
  private readonly received: Buffer[] = [];
  private connected: boolean;
  private status: number | undefined;

  constructor(line: Line, message: Outgoing) {
    this.line = line;
    this.message = message;
    // A kept connection may be up already.
    this.connected = !message.freshConnection;
    if (message.freshConnection) line.agent.once('connect', () => (this.connected = true));
  }

  async run(): Promise<Sent> {
    const { url, headers, body, deadlineMs } = this.message;
    const deadline = AbortSignal.timeout(deadlineMs);
    try {
      const replying = request(url, {
        dispatcher: this.line.agent,
        method: 'POST',
        headers: { ...headers, 'accept-encoding': 'identity' },
        body,
        signal: deadline,
      });
      return await this.read(await unlessAborted(replying, deadline));
    } catch (error) {
      return this.failure(error instanceof Error ? error : new Error(String(error)), deadline.aborted);
    }
  }

  private async read({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<Sent> {
    this.status = statusCode;
    const encoding = first(headers['content-encoding']) ?? 'identity';
    if (encoding !== 'identity') {
      // Nobody reads it any more, so nobody would hear that it was destroyed.
      body.on('error', () => undefined).destroy();
      return this.noReply('encoding', 'a compressed reply, which was not asked for');
    }
    let size = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > this.message.replyBytesMax) return this.noReply('too-large', 'the reply exceeds the limit');
      this.received.push(chunk);
    }
    return {
      kind: 'reply',
      status: statusCode,
      contentType: first(headers['content-type']) ?? '',
      body: this.bytes(),
      retryAfter: first(headers['retry-after']),
      peerCertificate: this.line.certificates.get(new URL(this.message.url).origin) ?? '',
    };
  }

  private failure(error: Error, timedOut: boolean): Sent {
    const cause = error instanceof NotConnected ? error : error.cause;
    if (cause instanceof NotConnected)
      return { kind: 'not-sent', reason: cause.tls ? 'tls' : 'unreachable', detail: cause.message };
    const detail = timedOut ? `no reply within ${this.message.deadlineMs} ms` : describeNetworkError(error);
    if (!this.connected) return { kind: 'not-sent', reason: 'unreachable', detail };
    if (isCertificateRefusal(error) && this.received.length === 0) return { kind: 'not-sent', reason: 'tls', detail };
    return this.noReply(timedOut ? 'timeout' : 'connection-lost', detail);
  }

  /** With what had come of it. */
  private noReply(reason: NoReplyReason, detail: string): Sent {
    return {
      kind: 'no-reply',
      reason,
      detail,
      ...(this.status !== undefined && { status: this.status }),
      ...(this.received.length > 0 && { body: this.bytes() }),
    };
  }

  private bytes(): Buffer {
    return Buffer.concat(this.received);
  }
}

/** Undici looks at its signal only once the connection is up: a slow one would have its own time on top of the deadline. */
function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function first(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}
