import type { ExchangeId } from '../domain/exchange.ts';
import type { HeldLease } from '../exchanges/renew.ts';
import type { Clock } from '../telemetry/clock.ts';

/** How long a claim holds without renewal. Short: a killed worker's exchange comes back after this. */
export const LEASE_MS = 15_000;
const RENEW_EVERY_MS = 5_000;
/** What must be left of a lease for a message to be sent under it. */
const MARGIN_MS = 2_000;

/** Prolongs leases. @returns those that were still ours. */
export type RenewLeases = (held: readonly HeldLease[]) => Promise<readonly HeldLease[]>;

/** Prolongs the leases of what this worker has in hand, all in one statement, while it has them in hand. */
export class LeaseKeeper {
  private readonly renew: RenewLeases;
  private readonly clock: Clock;
  /** By exchange and token: after a pause, an overtaken claim and its successor may be in hand at once. */
  private readonly held = new Map<string, HeldLease & { until: number }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(renew: RenewLeases, clock: Clock) {
    this.renew = renew;
    this.clock = clock;
  }

  /** Runs `work` while the lease on an exchange is kept alive. */
  async whileHeld(id: ExchangeId, token: string, work: () => Promise<void>): Promise<void> {
    this.held.set(nameOf(id, token), { id, token, until: this.clock.now().getTime() + LEASE_MS });
    this.timer ??= setInterval(() => void this.prolong(), RENEW_EVERY_MS).unref();
    try {
      await work();
    } finally {
      this.held.delete(nameOf(id, token));
      if (this.held.size === 0) this.stop();
    }
  }

  /** True while a lease has enough left to send under it. After a pause of the process (a stopped machine) it has not. */
  isFresh(id: ExchangeId, token: string): boolean {
    return (this.held.get(nameOf(id, token))?.until ?? 0) - MARGIN_MS > this.clock.now().getTime();
  }

  /** How many exchanges are in hand. */
  get size(): number {
    return this.held.size;
  }

  private async prolong(): Promise<void> {
    const until = this.clock.now().getTime() + LEASE_MS;
    try {
      for (const { id, token } of await this.renew([...this.held.values()])) {
        const lease = this.held.get(nameOf(id, token));
        if (lease !== undefined) lease.until = until;
      }
    } catch {
      // Not renewed: the lease runs out, and the exchange comes back to whoever is alive. The claim fences us off.
    }
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}

function nameOf(id: ExchangeId, token: string): string {
  return `${id} ${token}`;
}
