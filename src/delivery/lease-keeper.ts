import type { ExchangeId } from '../domain/exchange.ts';
import type { HeldLease } from '../exchanges/renew.ts';
import type { Clock } from '../telemetry/clock.ts';

/** How long a claim holds without renewal. Short: a killed worker's exchange comes back after this. */
export const LEASE_MS = 15_000;
const RENEW_EVERY_MS = 5_000;
/** What must be left of a lease for a message to be sent under it. */
const MARGIN_MS = 2_000;

/** Prolongs the leases of what this worker has in hand, all in one statement, while it has them in hand. */
export class LeaseKeeper {
  private readonly renew: (held: readonly HeldLease[]) => Promise<void>;
  private readonly clock: Clock;
  private readonly held = new Map<ExchangeId, { readonly token: string; until: number }>();
  private timer: NodeJS.Timeout | undefined;

  constructor(renew: (held: readonly HeldLease[]) => Promise<void>, clock: Clock) {
    this.renew = renew;
    this.clock = clock;
  }

  /** Runs `work` while the lease on an exchange is kept alive. */
  async whileHeld(id: ExchangeId, token: string, work: () => Promise<void>): Promise<void> {
    this.held.set(id, { token, until: this.clock.now().getTime() + LEASE_MS });
    this.timer ??= setInterval(() => void this.prolong(), RENEW_EVERY_MS).unref();
    try {
      await work();
    } finally {
      this.held.delete(id);
      if (this.held.size === 0) this.stop();
    }
  }

  /** True while a lease has enough left to send under it. After a pause of the process (a stopped machine) it has not. */
  isFresh(id: ExchangeId): boolean {
    return (this.held.get(id)?.until ?? 0) - MARGIN_MS > this.clock.now().getTime();
  }

  /** How many exchanges are in hand. */
  get size(): number {
    return this.held.size;
  }

  private async prolong(): Promise<void> {
    const until = this.clock.now().getTime() + LEASE_MS;
    const renewed = [...this.held];
    try {
      await this.renew(renewed.map(([id, { token }]) => ({ id, token })));
      for (const [, lease] of renewed) lease.until = until;
    } catch {
      // Not renewed: the lease runs out, and the exchange comes back to whoever is alive. The claim fences us off.
    }
  }

  private stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }
}
