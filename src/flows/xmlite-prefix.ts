import { ssdnDateTime } from '../domain/brussels-time.ts';

/** Characters of the record, in every message of a client that was seen. Spaces count. */
export const XMLITE_PREFIX_CHARACTERS = 146;

/** What a prefix is made of. */
export interface XmlitePrefix {
  /** 15 characters, the same as in the SSDN header. */
  readonly reference: string;
  readonly userSsin: string;
  /** The person asked about; a form about an employer has none. */
  readonly person: string | undefined;
  /** Four characters, such as L950. */
  readonly form: string;
  readonly sentAt: Date;
  /** Why the centre knows the person. */
  readonly qualityCode: number | undefined;
  /** Days asked about, `yyyy-mm-dd`; a request for a further page names none. */
  readonly period: { readonly begin: string; readonly end: string } | undefined;
}

/**
 * The `ClassicPrefix` of an XMLite message: a record of fixed width for a host computer, older than XML. No schema is published; the
 * fields are those that a live client writes. The names of most are inferred.
 *
 * @throws Error when a part does not fit its field: a record that is one character too long is another record.
 */
export function xmlitePrefix(parts: XmlitePrefix): string {
  const { reference, userSsin, person, form, sentAt } = parts;
  const now = ssdnDateTime(sentAt);
  const minute = `${now.slice(2, 8)}${now.slice(9, 13)}`;
  return (
    // A1 prefix, sector 17, institution 1.
    'U62NA1017001' +
    field('reference', reference, 15) +
    field('user', userSsin, 11) +
    (person === undefined ? 'O0L' : 'O0C') +
    field('person', person ?? '', 11) +
    field('form', form, 4) +
    ' '.repeat(32) +
    minute +
    field('tail', `M03S0${person === undefined ? '' : integrationOf(parts, now.slice(0, 8))}`, 48)
  );
}

/** Under which quality code the person is integrated, from when to when, and which days are asked about. */
function integrationOf({ qualityCode = 1, period }: XmlitePrefix, today: string): string {
  const code = String(qualityCode).padStart(3, '0');
  const days = period === undefined ? '' : `${plainDay(period.begin)}${plainDay(period.end)}`;
  return `${field('quality code', code, 3)}00${tenYearsBefore(today)}${today}${days}`;
}

/**
 * The begin of the integrated period: the clients in the field do not know it, and give the ten years up to today.
 * @param day `yyyymmdd`
 */
function tenYearsBefore(day: string): string {
  const [year, month, date] = [day.slice(0, 4), day.slice(4, 6), day.slice(6, 8)].map(Number);
  const begin = new Date(Date.UTC(Number(year) - 10, Number(month) - 1, Number(date) + 1));
  return plainDay(begin.toISOString());
}

/** `1995-01-01` as `19950101`; a time zone behind it is left out. */
function plainDay(day: string): string {
  return day.slice(0, 10).replaceAll('-', '');
}

function field(name: string, text: string, characters: number): string {
  if (text.length > characters) throw new Error(`XMLite prefix: the ${name} has more than ${characters} characters`);
  return text.padEnd(characters, ' ');
}
