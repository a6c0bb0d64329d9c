import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExchangeId, isFinal } from '../../src/domain/exchange.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import type { Claim } from '../../src/exchanges/claim.ts';
import type { ExchangeRow } from '../../src/exchanges/exchange-row.ts';
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
  | { readonly do: 'act'; readonly worker: number; readonly ending: Ending }
  | { readonly do: 'die'; readonly worker: number }
  | { readonly do: 'lease runs out' | 'comes due' | 'cancel' | 'requeue' }
  | { readonly do: 'resolve'; readonly happened: boolean };

type Ending = Extract<Outcome, 'answered' | 'refused' | 'unreachable' | 'uncertain'> | 'hopeless';

const worker = fc.nat(2);
const ending = fc.constantFrom<Ending>('answered', 'refused', 'unreachable', 'unreachable', 'uncertain', 'hopeless');
const only = <Name extends string>(name: Name) => fc.constant({ do: name });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.record({ do: fc.constant('act'), worker, ending }) },
    { weight: 4, arbitrary: only('lease runs out') },
    { weight: 1, arbitrary: only('comes due') },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('die'), worker }) },
    { weight: 1, arbitrary: fc.oneof(only('cancel'), only('requeue'), only('requeue')) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('resolve'), happened: fc.boolean() }) },
  ),
  { minLength: 15, maxLength: 40, size: 'max' },
);

/** A worker keeps to the protocol of `delivery/delivery.ts`; it may only be late with each of its steps. */
interface Worker {
  claim?: Claim;
  sent?: { readonly attempt: number; readonly ending: Ending };
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

  async live(all: readonly Step[]): Promise<void> {
    let before = await ledger.row(this.id);
    for (const step of all) {
      await this.take(step);
      const after = await ledger.row(this.id);
      if (isFinal(before.state) && !COMMANDS.has(step.do)) expect(after).toEqual(before);
      expect(after.attempt).toBeGreaterThanOrEqual(before.attempt);
      expect(this.effects).toBeLessThanOrEqual(1);
      await this.checkAttempts(after);
      before = after;
    }
  }

  private async checkAttempts({ attempt, state }: ExchangeRow): Promise<void> {
    const attempts = await ledger.attempts(this.id);
    expect(attempts.map(({ number }) => number)).toEqual(Array.from({ length: attempt }, (_, i) => i + 1));
    const open = attempts.filter(({ endedAt }) => endedAt === undefined).map(({ number }) => number);
    // None but the last is open; and while it is, the exchange stands nowhere else than in somebody's hands.
    expect(open).toEqual(open.length > 0 ? [attempt] : []);
    if (open.length > 0) expect(state).toBe('sending');
  }

  private async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'act':
        return this.act(this.workers[step.worker] as Worker, step.ending);
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

  /** The next thing this worker does, however late. */
  private async act(worker: Worker, ending: Ending): Promise<void> {
    const { claim, sent } = worker;
    if (claim === undefined) await this.claim(worker);
    else if (claim.openAttempt !== undefined || sent !== undefined) await this.end(worker, claim, sent);
    else await this.send(worker, claim, ending);
  }

  private async claim(worker: Worker): Promise<void> {
    const claim = await ledger.tryClaim(this.id);
    if (claim === undefined) return;
    expect(this.leaseIsLive).toBe(false);
    expect(Number(claim.exchange.token)).toBeGreaterThan(this.token);
    this.token = Number(claim.exchange.token);
    this.leaseIsLive = true;
    worker.claim = claim;
  }

  private async send(worker: Worker, claim: Claim, ending: Ending): Promise<void> {
    const attempt = claim.exchange.attempt + 1;
    const intent = await ledger.intent(claim);
    if (intent === undefined) {
      delete worker.claim;
      return;
    }
    // It leaves only now that it is in the log.
    expect((await ledger.archive.read(ledger.logPool, intent))?.body?.toString()).toBe(`attempt ${attempt}`);
    if (ending !== 'unreachable' && ending !== 'hopeless') this.effects += 1;
    worker.sent = { attempt, ending };
  }

  private async end(worker: Worker, claim: Claim, sent: Worker['sent']): Promise<void> {
    const ending = sent?.ending ?? 'uncertain';
    const outcome = ending === 'hopeless' ? 'unreachable' : ending;
    const attempt = sent?.attempt ?? claim.openAttempt;
    const held = await this.record(worker, claim, { attempt, outcome, next: nextOf(ending) });
    // The peer said that it did nothing.
    if (held && outcome === 'refused') this.effects = 0;
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

const COMMANDS: ReadonlySet<string> = new Set(['cancel', 'requeue', 'resolve']);

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
        await new Life(await ledger.accept(DECLARATION)).live(all);
      }),
      { numRuns: 60 },
    );
  });
});
