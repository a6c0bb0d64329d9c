import type { Column } from './column-names.ts';

/** Columns in which a leading apostrophe is the spreadsheet's mark of a text; in a name it may belong to it ('t Serclaes). */
const DIGITS_AND_DAYS: ReadonlySet<Column> = new Set([
  'ssin',
  'quality_code',
  'start_date',
  'end_date',
  'birth_date',
  'identity_card_number',
  'sis_card_number',
]);

/**
 * What a person sees in the cell: without the `="…"` or the apostrophe by which people keep a spreadsheet from taking a number for a
 * quantity, and without the midnight that it adds to a day.
 */
export function shownValue(cell: string, column: Column): string {
  const text = cell.trim().replace(/^="(.*)"$/su, '$1');
  if (!DIGITS_AND_DAYS.has(column)) return text;
  return text
    .replace(/^['’]/u, '')
    .replace(/[ T]0?0:00(?::00)?$/u, '')
    .trim();
}

/** `="010…"` without the outer quotes that CSV asks for, as hand-written exports have it: the quotes are put around the value. */
export function withFormulasQuoted(line: string, separator: string): string {
  if (!line.includes('="')) return line;
  return line
    .split(separator)
    .map((cell) => cell.replace(/^\s*="([^"]*)"\s*$/u, '"$1"'))
    .join(separator);
}

/** A number that was abbreviated, 9,1E+10: its last digits are nowhere in the file. */
export function isAbbreviated(value: string): boolean {
  return /^\d(?:[.,]\d+)?E\+?\d+$/iu.test(value);
}

/** A number of which the zeros at the front were dropped. */
export function hasLostZeros(value: string, digits: number): boolean {
  return /^\d+$/.test(value) && value.length < digits && value.length >= digits - ZEROS_LOST_MAX;
}

/** Born in 2000, of an unknown month: 000032…. */
const ZEROS_LOST_MAX = 4;
