import type { Column } from './column-names.ts';
import type { Line } from './read-lines.ts';

const DAY_COLUMNS = ['start_date', 'end_date', 'birth_date'] as const satisfies readonly Column[];

/** A day as spreadsheets show it: 31/12/2026, 31-12-2026, 31.12.2026. */
const SHOWN = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})$/;

const MONTHS = 12;

/**
 * Writes the days of a file as `yyyy-mm-dd` where the file itself shows that its days come before the months: one of them is past 12, and
 * no month is. 03/04 is two days to two readers, and a wrong one opens the door for another month: where nothing shows it, nothing is
 * guessed and the days stay as they are.
 */
export function withIsoDays(lines: readonly Line[]): readonly Line[] {
  const shown = lines.flatMap(({ fields }) => DAY_COLUMNS.flatMap((column) => partsOf(fields[column]) ?? []));
  const daysComeFirst = shown.some(({ first }) => first > MONTHS) && shown.every(({ second }) => second <= MONTHS);
  return daysComeFirst ? lines.map(withIsoDaysIn) : lines;
}

interface ShownDay {
  readonly first: number;
  readonly second: number;
  readonly year: string;
}

function partsOf(value: string | undefined): ShownDay | undefined {
  const [, first, , second, year] = SHOWN.exec(value ?? '') ?? [];
  return year === undefined ? undefined : { first: Number(first), second: Number(second), year };
}

function withIsoDaysIn(line: Line): Line {
  const days = DAY_COLUMNS.flatMap((column) => {
    const shown = partsOf(line.fields[column]);
    return shown === undefined ? [] : [[column, isoDay(shown)] as const];
  });
  return days.length === 0 ? line : { ...line, fields: { ...line.fields, ...Object.fromEntries(days) } };
}

function isoDay({ first, second, year }: ShownDay): string {
  return [year, second, first].map((part) => String(part).padStart(2, '0')).join('-');
}
