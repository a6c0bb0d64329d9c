import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Backend, BullWorkQueue } from '../../src/queue/bullmq-queue.ts';
import type { QueueWorker } from '../../src/queue/work-queue.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { pause, until } from '../support/until.ts';
import { HASTY, queueHomes } from './backends.ts';
import { patient } from '../support/patient.ts';

const hint = (id = systemIds.uuid(), occasion = '0', urgent = false) => ({ id, occasion, urgent });

describe.each(queueHomes())('a queue on $name', (home) => {
  let backend: Backend;
  let queue: BullWorkQueue;
  let workers: QueueWorker[];
  let seen: string[];
  const errors: Error[] = [];
  let n = 0;

  beforeAll(() => home.start());
  afterAll(() => home.remove());
  beforeEach(() => {
    n += 1;
    seen = [];
    workers = [];
    backend = home.open((error) => errors.push(error));
    queue = new BullWorkQueue(`test-${n}`, backend, (error) => errors.push(error), HASTY);
  });
  afterEach(async () => {
    for (const worker of workers) await worker.close();
    await queue.close();
    await backend.close();
  });

  function work(handle: (id: string) => Promise<void> = () => Promise.resolve(), concurrency = 2): QueueWorker {
    const worker = queue.work((id) => {
      seen.push(id);
      return handle(id);
    }, concurrency);
    workers.push(worker);
    return worker;
  }

  const added = (hints: ReturnType<typeof hint>[]): Promise<boolean> =>
    queue.add(hints).then(
      () => true,
      () => false,
    );

  it('can be used from its very first moment', async () => {
    await backend.check();
  });

  it('brings every hint to a worker, those that came before it too', async () => {
    const hints = Array.from({ length: 40 }, () => hint());
    await queue.add(hints.slice(0, 20));
    work();
    await queue.add(hints.slice(20));
    await queue.add([]);
    await until(() => seen.length === 40);
    expect([...seen].sort()).toEqual(hints.map(({ id }) => id).sort());
    await until(async () => (await queue.depth()).active === 0);
    expect(await queue.depth()).toEqual({ waiting: 0, active: 0 });
  });

  it('takes the same hint twice as one while it waits, and as a new one afterwards', async () => {
    const one = hint();
    await queue.add([one, one]);
    await queue.add([one]);
    expect(await queue.depth()).toEqual({ waiting: 1, active: 0 });
    work();
    await until(() => seen.length === 1);
    await until(async () => (await queue.depth()).active === 0);
    await queue.add([one]);
    await until(() => seen.length === 2);
  });

  it('takes another occasion of the same exchange as another hint', async () => {
    const { id } = hint();
    await queue.add([hint(id, '1'), hint(id, '2')]);
    expect((await queue.depth()).waiting).toBe(2);
  });

  it('brings what a person waits for first', async () => {
    const calm = Array.from({ length: 5 }, () => hint());
    const urgent = [hint(undefined, '0', true), hint(undefined, '0', true)];
    await queue.add(calm);
    await queue.add(urgent);
    work(undefined, 1);
    await until(() => seen.length === 7);
    expect(seen.slice(0, 2).sort()).toEqual(urgent.map(({ id }) => id).sort());
  });

  it('keeps nothing of a hint that failed, so that it can be given again', async () => {
    const one = hint();
    let fails = true;
    work(() => (fails ? Promise.reject(new Error('the database is away')) : Promise.resolve()));
    await queue.add([one]);
    await until(() => seen.length === 1);
    await until(async () => (await queue.depth()).active === 0);
    // Silence would hide a worker that fails at everything.
    await until(() => errors.some(({ message }) => message === 'the database is away'));
    fails = false;
    await until(async () => {
      await queue.add([one]);
      return seen.length >= 2;
    });
  });

  it('gives what a killed worker had in hand to the next one', async () => {
    const one = hint();
    await queue.add([one]);
    const died = await killedInTheMiddle(queue.name);
    expect(died).toBe(one.id);
    work();
    await until(() => seen.includes(one.id), 8_000);
  });

  /** A worker that takes one hint and is never heard of again: it prolongs nothing, and tells nobody. */
  async function killedInTheMiddle(name: string): Promise<string> {
    const doomed = home.open(() => undefined);
    let kill = (): Promise<void> => Promise.resolve();
    const recording: Backend = {
      ...doomed,
      worker: (...given) => {
        const worker = doomed.worker(...given);
        kill = () => worker.close(true);
        return worker;
      },
    };
    const taken: string[] = [];
    const theirs = new BullWorkQueue(name, recording, () => undefined, HASTY);
    theirs.work((id) => new Promise(() => taken.push(id)), 1);
    await until(() => taken.length > 0);
    await kill();
    await theirs.close();
    await doomed.close();
    return taken[0] ?? '';
  }

  it('is closed only when what is in hand is done, and takes nothing more', async () => {
    let release = (): void => undefined;
    const worker = work(() => new Promise((resolve) => (release = resolve)), 1);
    await queue.add([hint(), hint()]);
    await until(() => seen.length === 1);
    let closed = false;
    const closing = worker.close().then(() => (closed = true));
    await pause(HASTY.closeMs + 100);
    expect([closed, seen.length]).toEqual([false, 1]);
    release();
    await closing;
    await pause(100);
    expect(seen).toHaveLength(1);
    expect((await queue.depth()).waiting).toBe(1);
  });

  it('that was not there when the program started is used as soon as it is', async () => {
    await queue.close();
    await backend.close();
    await home.goAway();
    backend = home.open((error) => errors.push(error));
    queue = new BullWorkQueue(`test-${n}`, backend, (error) => errors.push(error), HASTY);
    work();
    await expect(queue.add([hint()])).rejects.toThrow();
    await home.comeBack();
    const one = hint();
    await until(() => added([one]));
    await until(() => seen.includes(one.id));
  });

  it('goes on by itself after it was away for longer than its own pauses', async () => {
    work();
    await queue.add([hint()]);
    await until(() => seen.length === 1);
    await home.goAway();
    await expect(queue.add([hint()])).rejects.toThrow();
    await expect(queue.depth()).rejects.toThrow();
    await expect(backend.check()).rejects.toThrow();
    // The worker looks for work every second: an outage that it has noticed is the one that it must survive.
    await pause(2_500);
    await home.comeBack();
    const one = hint();
    await until(() => added([one]));
    await until(() => seen.includes(one.id));
  }, 40_000);

  it('lets a worker be closed while it is away', async () => {
    const worker = work();
    await queue.add([hint()]);
    await until(() => seen.length === 1);
    await home.goAway();
    const started = Date.now();
    await worker.close();
    expect(Date.now() - started).toBeLessThan(patient(3_000));
    await home.comeBack();
    await until(() =>
      queue.depth().then(
        () => true,
        () => false,
      ),
    );
  });
});
