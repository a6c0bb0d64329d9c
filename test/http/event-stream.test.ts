import { describe, expect, it } from 'vitest';
import { eventText, withHeartbeat } from '../../src/http/event-stream.ts';
import { systemClock } from '../../src/telemetry/clock.ts';
import { pause } from './wire.ts';

/** Hands out steps one by one, whenever the test says so. */
function source<Said>(...steps: (() => Promise<IteratorResult<Said>>)[]): AsyncIterator<Said> {
  let step = 0;
  return {
    next: () => {
      const answer = steps[step] ?? (() => Promise.resolve({ done: true as const, value: undefined }));
      step += 1;
      return answer();
    },
  };
}

function say<Said>(value: Said, afterMs = 0): () => Promise<IteratorResult<Said>> {
  return async () => {
    await pause(afterMs);
    return { done: false, value };
  };
}

async function collect<Said>(generator: AsyncGenerator<Said>): Promise<Said[]> {
  const all: Said[] = [];
  for await (const each of generator) all.push(each);
  return all;
}

describe('an event', () => {
  it('is one line of data, whatever the text in it', () => {
    expect(eventText('state', 3, { text: 'a\nb\r\ndata: c' })).toBe(
      'event: state\nid: 3\ndata: {"text":"a\\nb\\r\\ndata: c"}\n\n',
    );
  });
});

describe('a stream with a heartbeat', () => {
  it('says what its source says, in order, and ends with it', async () => {
    expect(await collect(withHeartbeat(source(say(1), say(2), say(3)), 1_000, systemClock))).toEqual([1, 2, 3]);
  });

  it('beats while its source is silent', async () => {
    const said = await collect(withHeartbeat(source(say('a', 95), say('b')), 30, systemClock));
    expect(said.filter((each) => each !== 'heartbeat')).toEqual(['a', 'b']);
    expect(said.indexOf('a')).toBeGreaterThanOrEqual(2);
  });

  it('listens to its source again before the reader asks for more', async () => {
    const asked: number[] = [];
    const steps = [1, 2].map((value) => () => {
      asked.push(value);
      return Promise.resolve({ done: false as const, value });
    });
    const generator = withHeartbeat(source(...steps), 1_000, systemClock);
    expect(await generator.next()).toEqual({ done: false, value: 1 });
    expect(asked).toEqual([1, 2]);
    await generator.return(undefined);
  });

  it('hands on the failure of its source', async () => {
    const failing = source(say(1), () => Promise.reject(new Error('gone')));
    await expect(collect(withHeartbeat(failing, 1_000, systemClock))).rejects.toThrow('gone');
  });

  it('leaves no failure unheard when the reader went before it', async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown): unknown => unheard.push(reason);
    process.on('unhandledRejection', hear);
    const generator = withHeartbeat(
      source(say(1), () => pause(10).then(() => Promise.reject(new Error('late')))),
      1_000,
      systemClock,
    );
    await generator.next();
    await generator.return(undefined);
    await pause(40);
    process.off('unhandledRejection', hear);
    expect(unheard).toEqual([]);
  });
});
