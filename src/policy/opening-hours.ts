import { brusselsMinuteOfWeek } from '../domain/brussels-time.ts';
import { DAYS, type WindowDocument } from './document/policy-document.ts';

const MINUTE_MS = 60_000;
const MINUTES_OF_DAY = 1_440;
const MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY;

/**
 * The minutes of a week in which something is open, by the clocks of Brussels. What an hour means on the two days of the year whose
 * clocks change follows from that: 02:30 does not happen in March, and happens twice in October, open both times or neither.
 */
export class OpeningHours {
  /** One byte per minute; undefined: always open. */
  private readonly open: Uint8Array | undefined;
  /** As they were written; none: always open. */
  readonly windows: readonly WindowDocument[];

  private constructor(open: Uint8Array | undefined, windows: readonly WindowDocument[] = []) {
    this.open = open;
    this.windows = windows;
  }

  static readonly ALWAYS = new OpeningHours(undefined);

  /** @param windows whose times {@link minuteOf} can read. */
  static of(windows: readonly WindowDocument[]): OpeningHours {
    const open = new Uint8Array(MINUTES_OF_WEEK);
    for (const { days, from, to } of windows) {
      const begin = minuteOf(from) ?? 0;
      const end = minuteOf(to) ?? 0;
      // Not after its beginning: it ends on the next day, and Sunday's next day is Monday.
      const length = end > begin ? end - begin : end + MINUTES_OF_DAY - begin;
      for (const day of days) {
        const first = DAYS.indexOf(day) * MINUTES_OF_DAY + begin;
        for (let minute = first; minute < first + length; minute += 1) open[minute % MINUTES_OF_WEEK] = 1;
      }
    }
    return new OpeningHours(open, windows);
  }

  isOpenAt(instant: Date): boolean {
    return this.open === undefined || this.open[brusselsMinuteOfWeek(instant)] === 1;
  }

  /** The next minute in which it opens; undefined for hours without one. */
  opensAfter(instant: Date): Date | undefined {
    const { open } = this;
    if (open === undefined) return instant;
    const now = brusselsMinuteOfWeek(instant);
    const waiting = Array.from({ length: MINUTES_OF_WEEK }, (_, wait) => wait).find(
      (wait) => open[(now + wait) % MINUTES_OF_WEEK] === 1,
    );
    if (waiting === undefined) return undefined;
    const minute = Math.floor(instant.getTime() / MINUTE_MS) + waiting;
    // Where the clocks change in between, the same minute of the week comes an hour sooner or later.
    const at = [0, -60, 60].map((shift) => new Date((minute + shift) * MINUTE_MS));
    return at.find((one) => this.isOpenAt(one) && !this.isOpenAt(new Date(one.getTime() - MINUTE_MS))) ?? at[0];
  }
}

/** Minutes since midnight of `HH:MM`, 0 to 1,440; undefined for an hour that no clock shows. */
export function minuteOf(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined || Number(minutes) > 59) return undefined;
  const minute = Number(hours) * 60 + Number(minutes);
  return minute <= MINUTES_OF_DAY ? minute : undefined;
}
