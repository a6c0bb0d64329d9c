import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExchangeId, isFinal } from '../../src/domain/exchange.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { Claim } from '../../src/exchanges/claim.ts';
import type { NextState } from '../../src/exchanges/record-result.ts';
import { DECLARATION, TestLedger } from '../support/ledger.ts';
import { fc } from '../support/property.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await TestLedger.open();
});
afterAll(() => ledger.close());

/** What happens next in the life of one declaration with three workers, any of which may stop and go on at any time. */
type Step =
  | { readonly do: 'claim' | 'send' | 'end' | 'die'; readonly worker: number; readonly ending: Ending }
  | { readonly do: 'lease runs out' | 'comes due' | 'cancel' | 'requeue' }
  | { readonly do: 'resolve'; readonly happened: boolean };

type Ending = Extract<Outcome, 'answered' | 'refused' | 'unreachable' | 'uncertain'> | 'hopeless';

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        do: fc.constantFrom('claim', 'send', 'end', 'die'),
        worker: fc.nat(2),
        ending: fc.constantFrom<Ending>('answered', 'refused', 'unreachable', 'uncertain', 'hopeless'),
      }),
    },
    { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('lease runs out', 'comes due', 'cancel', 'requeue') }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('resolve'), happened: fc.boolean() }) },
  ),
  { minLength: 5, maxLength: 30 },
);

/** A worker keeps to the protocol of `delivery/delivery.ts`; it may only be late with each of its steps. */
interface Worker {
  claim?: Claim;
  sent?: { readonly attempt: number; readonly reached: boolean; readonly ending: Ending };
}

/** One life of one declaration: what the peer saw, and what must hold after every step. */
class Life {
  readonly id: ExchangeId;
  private readonly workers: Worker[] = [{}, {}, {}];
  private leaseIsLive = false;
  private token = 0;
  /** Messages that reached the peer since the last time a person, or the peer's own word, allowed another. */
  private effects = 0;

  constructor(id: ExchangeId) {
    this.id = id;
  }

  async take(step: Step): Promise<void> {
    const before = await ledger.row(this.id);
    await this.carryOut(step);
    const after = await ledger.row(this.id);
    if (isFinal(before.state) && !['cancel', 'requeue', 'resolve'].includes(step.do)) expect(after).toEqual(before);
    expect(after.attempt).toBeGreaterThanOrEqual(before.attempt);
    expect(this.effects).toBeLessThanOrEqual(1);
    const attempts = await ledger.attempts(this.id);
    expect(attempts.map(({ number }) => number)).toEqual(Array.from({ length: after.attempt }, (_, i) => i + 1));
    // All but the last are over, and a declaration whose last one is not over stands nowhere else than in somebody's hands.
    expect(attempts.slice(0, -1).every(({ endedAt }) => endedAt !== undefined)).toBe(true);
    if (attempts.at(-1) !== undefined && attempts.at(-1)?.endedAt === undefined) expect(after.state).toBe('sending');
  }

  private async carryOut(step: Step): Promise<void> {
    switch (step.do) {
      case 'claim':
        return this.claim(this.worker(step.worker));
      case 'send':
        return this.send(this.worker(step.worker), step.ending);
      case 'end':
        return this.end(this.worker(step.worker), step.ending);
      case 'die':
        this.workers[step.worker] = {};
        return;
      case 'lease runs out':
        this.leaseIsLive = false;
        return ledger.leaseRunsOut(this.id);
      case 'comes due':
        return ledger.comesDue(this.id);
      case 'resolve': {
        const verdict = step.happened ? 'happened' : 'did-not-happen';
        if ((await ledger.command(this.id, 'resolve', { verdict })) === 'done' && !step.happened) this.effects = 0;
        return;
      }
      case 'cancel':
      case 'requeue':
        await ledger.command(this.id, step.do);
    }
  }

  private worker(number: number): Worker {
    return this.workers[number] as Worker;
  }

  private async claim(worker: Worker): Promise<void> {
    if (worker.claim !== undefined) return;
    const claim = await ledger.tryClaim(this.id);
    if (claim === undefined) return;
    expect(this.leaseIsLive).toBe(false);
    expect(Number(claim.exchange.token)).toBeGreaterThan(this.token);
    this.token = Number(claim.exchange.token);
    this.leaseIsLive = true;
    worker.claim = claim;
  }

  private async send(worker: Worker, ending: Ending): Promise<void> {
    const { claim, sent } = worker;
    if (claim === undefined || claim.openAttempt !== undefined || sent !== undefined) return;
    const attempt = claim.exchange.attempt + 1;
    const intent = await ledger.intent(claim);
    if (intent === undefined) {
      delete worker.claim;
      return;
    }
    // It leaves only now that it is in the log.
    expect((await ledger.archive.read(ledger.pool, intent))?.body?.toString()).toBe(`attempt ${attempt}`);
    const reached = ending !== 'unreachable' && ending !== 'hopeless';
    if (reached) this.effects += 1;
    worker.sent = { attempt, reached, ending };
  }

  private async end(worker: Worker, ending: Ending): Promise<void> {
    const { claim, sent } = worker;
    if (claim === undefined) return;
    if (claim.openAttempt !== undefined) {
      const interrupted = { attempt: claim.openAttempt, outcome: 'uncertain', next: nextOf('uncertain') } as const;
      await this.record(worker, claim, interrupted);
    } else if (sent !== undefined) {
      const outcome = sent.ending === 'hopeless' ? 'unreachable' : sent.ending;
      const held = await this.record(worker, claim, { attempt: sent.attempt, outcome, next: nextOf(sent.ending) });
      // The peer said that it did nothing.
      if (held && outcome === 'refused') this.effects = 0;
    } else if (ending === 'hopeless') {
      await this.record(worker, claim, { attempt: undefined, outcome: 'unsendable', next: { state: 'dead-letter' } });
    }
  }

  private async record(
    worker: Worker,
    claim: Claim,
    end: { attempt: number | undefined; outcome: Outcome; next: NextState },
  ): Promise<boolean> {
    const { held } = await ledger.result(claim, end);
    if (held) this.leaseIsLive = false;
    delete worker.claim;
    delete worker.sent;
    return held;
  }
}

function nextOf(ending: Ending): NextState {
  switch (ending) {
    case 'answered':
      return { state: 'done' };
    case 'refused':
    case 'unreachable':
      return { state: 'waiting', delayMs: 0 };
    case 'uncertain':
      return { state: 'undecided' };
    case 'hopeless':
      return { state: 'dead-letter' };
  }
}

describe('whatever order things happen in', () => {
  it('one holds, attempts are numbered, nothing leaves unrecorded, nothing final moves by itself, nothing is done twice', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const life = new Life(await ledger.accept(DECLARATION));
        for (const step of all) await life.take(step);
      }),
      { numRuns: 60 },
    );
  });
});
