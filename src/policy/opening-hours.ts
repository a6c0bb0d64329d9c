import { brusselsMinuteOfWeek } from '../domain/brussels-time.ts';
import { DAYS, type WindowDocument } from './document/policy-document.ts';

const MINUTES_OF_DAY = 1_440;
const MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY;

/**
 * The minutes of a week in which something is open, by the clocks of Brussels. What an hour means on the two days of the year whose
 * clocks change follows from that: 02:30 does not happen in March, and happens twice in October, open both times or neither.
 */
export class OpeningHours {
  /** One byte per minute; undefined: always open. */
  private readonly open: Uint8Array | undefined;

  private constructor(open: Uint8Array | undefined) {
    this.open = open;
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
    return new OpeningHours(open);
  }

  isOpenAt(instant: Date): boolean {
    return this.open === undefined || this.open[brusselsMinuteOfWeek(instant)] === 1;
  }
}

/** Minutes since midnight of `HH:MM`, 0 to 1,440; undefined for an hour that no clock shows. */
export function minuteOf(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(text) ?? [];
  if (hours === undefined || minutes === undefined || Number(minutes) > 59) return undefined;
  const minute = Number(hours) * 60 + Number(minutes);
  return minute <= MINUTES_OF_DAY ? minute : undefined;
}
