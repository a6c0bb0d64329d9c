import type { Clock } from '../telemetry/clock.ts';

/** Media type of server-sent events (WHATWG HTML, 9.2). */
export const EVENT_STREAM_MEDIA_TYPE = 'text/event-stream; charset=utf-8';

/** One event; `data` becomes one line of JSON. */
export function eventText(event: string, id: number, data: object): string {
  return `event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A line that no reader shows, and that keeps proxies from believing that nobody is there. */
export const HEARTBEAT = ': still here\n\n';

/** How soon a reader whose stream broke comes back. */
export function retryText(ms: number): string {
  return `retry: ${ms}\n\n`;
}

/** What a source says, and `heartbeat` whenever it has said nothing for a while. */
export async function* withHeartbeat<Said>(
  source: AsyncIterator<Said>,
  everyMs: number,
  clock: Clock,
): AsyncGenerator<Said | 'heartbeat'> {
  let next = source.next();
  for (;;) {
    const waiting = new AbortController();
    const silence = clock.sleep(everyMs, waiting.signal).then(() => 'heartbeat' as const);
    const first = await Promise.race([next, silence]).finally(() => {
      waiting.abort();
    });
    if (first === 'heartbeat') {
      yield first;
      continue;
    }
    if (first.done === true) return;
    // Asked at once, so that the source listens again while the reader is busy with this one.
    next = source.next();
    next.catch(() => undefined);
    yield first.value;
  }
}
