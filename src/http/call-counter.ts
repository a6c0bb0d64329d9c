const MINUTE_MS = 60_000;
/** Beyond this many callers in one minute the rest share one count. */
const CALLERS_MAX = 10_000;
const ALL_OTHERS = '';

/** Counts calls by caller, each minute anew. */
export class CallCounter {
  private readonly callsPerMinute: number;
  private readonly now: () => number;
  private readonly counts = new Map<string, number>();
  private minute = 0;

  constructor(callsPerMinute: number, now: () => number = Date.now) {
    this.callsPerMinute = callsPerMinute;
    this.now = now;
  }

  /** Counts one more call. */
  add(caller: string): void {
    this.turnPage();
    const key = this.keyOf(caller);
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }

  /** Seconds until a caller may call again; undefined when it may now. */
  secondsToWait(caller: string): number | undefined {
    this.turnPage();
    if ((this.counts.get(this.keyOf(caller)) ?? 0) < this.callsPerMinute) return undefined;
    return Math.ceil(((this.minute + 1) * MINUTE_MS - this.now()) / 1000);
  }

  private turnPage(): void {
    const minute = Math.floor(this.now() / MINUTE_MS);
    if (minute !== this.minute) this.counts.clear();
    this.minute = minute;
  }

  private keyOf(caller: string): string {
    return this.counts.has(caller) || this.counts.size < CALLERS_MAX ? caller : ALL_OTHERS;
  }
}
