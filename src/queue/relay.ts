import type { Clock } from '../telemetry/clock.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Hint, WorkQueue } from './work-queue.ts';

export interface RelayParts {
  /** Takes what is due and marks it as hinted; the ledger's or the courier's. */
  readonly takeDue: (limit: number) => Promise<readonly Hint[]>;
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly log: Logger;
}

const BATCH_MAX = 200;
const POLL_MS = 1_000;

/**
 * Carries what is due from the ledger to the queue: at once when nudged, every second otherwise. What it takes twice, or what another
 * relay takes too, does no harm; what the queue loses, it brings again ten seconds later.
 */
export class Relay {
  private readonly parts: RelayParts;
  private readonly stopping = new AbortController();
  private wake: AbortController = new AbortController();
  private running: Promise<void> | undefined;
  private failing = false;

  constructor(parts: RelayParts) {
    this.parts = parts;
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Something new is due. */
  nudge(): void {
    this.wake.abort();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.wake = new AbortController();
      const carried = await this.carry();
      if (carried < BATCH_MAX) await this.parts.clock.sleep(POLL_MS, this.wake.signal);
    }
  }

  private async carry(): Promise<number> {
    const { takeDue, queue, log } = this.parts;
    try {
      const hints = await takeDue(BATCH_MAX);
      await queue.add(hints);
      if (this.failing) log.info({ event: 'relay.recovered', queue: queue.name }, 'relay.recovered');
      this.failing = false;
      return hints.length;
    } catch (error) {
      if (!this.failing) log.warn({ event: 'relay.failing', queue: queue.name, err: error }, 'relay.failing');
      this.failing = true;
      return 0;
    }
  }
}
