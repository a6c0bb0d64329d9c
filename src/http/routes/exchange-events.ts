import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Client } from '../../domain/client.ts';
import { type ExchangeId, isFinal } from '../../domain/exchange.ts';
import type { Language } from '../../domain/language.ts';
import { GatewayError } from '../../domain/problems/gateway-error.ts';
import type { Clock } from '../../telemetry/clock.ts';
import { clientGone } from '../client-gone.ts';
import { EVENT_STREAM_MEDIA_TYPE, eventText, HEARTBEAT, retryText, withHeartbeat } from '../event-stream.ts';
import { speak } from '../language.ts';
import { exchangeIdOf } from '../parameters.ts';
import type { Exchanges, Watching } from '../ports.ts';
import { presentSummary } from '../present.ts';
import { clientOf, type RouteDescription } from '../route-description.ts';

export interface EventParts {
  readonly exchanges: Exchanges;
  readonly watching: Watching;
  readonly clock: Clock;
  /** Streams that may be open at once. */
  readonly eventStreamsMax: number;
  readonly stopping: AbortSignal;
}

export const EVENTS: RouteDescription = {
  method: 'GET',
  url: '/v1/exchanges/:id/events',
  operationId: 'watchExchange',
  tag: 'Exchanges',
  summary: 'What becomes of an exchange, as it happens',
  description:
    'Server-sent events: one `state` event with the summary for the present state and for each one after it. The stream ends with the ' +
    'final state; one that lasts too long ends earlier, and a reader comes back by itself.',
  answers: { 200: { description: 'The stream.', schema: 'EventStream', mediaType: 'text/event-stream' } },
};

const HEARTBEAT_MS = 15_000;
/** A stream does not outlive its key by more than this: whoever comes back is asked for it again. */
const STREAM_MS_MAX = 10 * 60_000;
const RETRY_MS = 3_000;

/** Streams the states of one exchange. */
export function eventRoute(app: FastifyInstance, parts: EventParts): void {
  let open = 0;
  // No HEAD: Fastify would run the stream for it and throw it away.
  app.route({
    method: EVENTS.method,
    url: EVENTS.url,
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const client = clientOf(request);
      const { id = '' } = request.params as { id?: string };
      const exchange = exchangeIdOf(id);
      await parts.exchanges.summary(client, exchange);
      if (open >= parts.eventStreamsMax) throw new GatewayError('overloaded', { retryAfterSeconds: 30 });
      open += 1;
      reply.raw.once('close', () => (open -= 1));
      const until = AbortSignal.any([parts.stopping, clientGone(reply), AbortSignal.timeout(STREAM_MS_MAX)]);
      const stream = Readable.from(events(parts, client, exchange, speak(request, reply), until));
      // The connection ends with the stream: kept, it would hold up the closing of the door. Proxies are asked not to save up events.
      reply.type(EVENT_STREAM_MEDIA_TYPE).header('connection', 'close').header('x-accel-buffering', 'no');
      return reply.send(stream);
    },
  });
}

async function* events(
  { exchanges, watching, clock }: EventParts,
  client: Client,
  id: ExchangeId,
  language: Language,
  until: AbortSignal,
): AsyncGenerator<string> {
  const finished = new AbortController();
  const changes = watching.changes(id, AbortSignal.any([until, finished.signal]));
  let number = 0;
  const told = async (): Promise<{ text: string; isLast: boolean }> => {
    const summary = await exchanges.summary(client, id);
    number += 1;
    return { text: eventText('state', number, presentSummary(summary, language)), isLast: isFinal(summary.state) };
  };
  yield retryText(RETRY_MS);
  try {
    for await (const said of withHeartbeat(changes, HEARTBEAT_MS, clock)) {
      if (said === 'heartbeat') {
        yield HEARTBEAT;
        continue;
      }
      const { text, isLast } = await told();
      yield text;
      if (isLast) return;
    }
    // Too many are watched already: one look, and the reader comes back for the next.
    if (number === 0 && !until.aborted) yield (await told()).text;
  } finally {
    finished.abort();
  }
}
