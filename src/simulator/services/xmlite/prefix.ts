/** What the fixed-width record before an XMLite message says. */
export interface ClassicPrefix {
  /** The person asked about; absent for a form about an employer. */
  readonly ssin: string | undefined;
  /** Four characters, such as L950. */
  readonly form: string;
}

/**
 * The fields of the record by their columns, as live clients write them: sender, reference, user, a letter for "about a person" and
 * the number or "about nobody" and blanks, form, blanks, minute of sending, tail. 146 characters together; spaces count.
 */
const RECORD = /^U62NA1\d{6}.{15}.{11}O0(?:C(?<ssin>\d{11})|L {11})(?<form>[A-Z]\d{3}) {32}\d{10}M03S0.{43}$/;

/** Takes the record apart; undefined where a field is not at its place. */
export function classicPrefix(record: string): ClassicPrefix | undefined {
  const fields = RECORD.exec(record)?.groups;
  return fields === undefined ? undefined : { ssin: fields.ssin, form: fields.form ?? '' };
}
