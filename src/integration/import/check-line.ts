import { type CalendarDay, calendarDay } from '../../domain/calendar-day.ts';
import { periodProblems } from '../../domain/integration-period.ts';
import type { FieldProblem } from '../../domain/problems/field-problem.ts';
import { saysSomething } from '../../domain/says-something.ts';
import { type Ssin, ssinDefect } from '../../domain/ssin.ts';
import type { Proof } from '../proof.ts';
import type { Column } from './column-names.ts';
import type { Line } from './read-lines.ts';
import { hasLostZeros, isAbbreviated } from './spreadsheet-cells.ts';

/** An integration that a file says the centre has, checked on its own. */
export interface ImportRow {
  readonly line: number;
  readonly ssin: Ssin;
  readonly qualityCode: number;
  readonly firstDay: CalendarDay;
  readonly lastDay?: CalendarDay;
  readonly fileReference?: string;
  /** BCSS asks for it each time the integration is listed or ended. */
  readonly proof: Proof;
}

/** What a line says, or everything that is wrong with it. */
export type CheckedLine = { readonly row: ImportRow } | { readonly problems: readonly FieldProblem[] };

interface Form {
  readonly form: RegExp;
  readonly expected: string;
  readonly rule?: FieldProblem['rule'];
}

/** Forms of fields, as the contract of ManageAccess and our own register have them. */
const FORMS: Readonly<Partial<Record<Column, Form>>> = {
  quality_code: { form: /^\d{1,3}$/, expected: '1 – 999' },
  start_date: { form: /^\d{4}-\d{2}-\d{2}$/, expected: 'yyyy-mm-dd', rule: 'csv-date' },
  end_date: { form: /^\d{4}-\d{2}-\d{2}$/, expected: 'yyyy-mm-dd', rule: 'csv-date' },
  // A day or month of birth that nobody knows is written 00.
  birth_date: { form: /^[12]\d{3}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])$/, expected: 'yyyy-mm-dd', rule: 'csv-date' },
  file_reference: { form: /^[^\p{Cc}]{1,64}$/u, expected: '1 – 64' },
  last_name: { form: /^[^\p{Cc}]{1,100}$/u, expected: '1 – 100' },
  first_name: { form: /^[^\p{Cc}]{1,100}$/u, expected: '1 – 100' },
  identity_card_number: { form: /^\d{12}$/, expected: '12 digits' },
  sis_card_number: { form: /^\d{10}$/, expected: '10 digits' },
};

/** Checks a line by the rules that hold for a new integration, too: what is in the register opens consultations, wherever it came from. */
export function checkLine({ number, fields }: Line): CheckedLine {
  const at = (column: Column): string => `/lines/${number}/${column}`;
  const problems = [
    ...missing(fields, at),
    ...numberProblems(fields, at),
    ...formProblems(fields, at),
    ...proofProblems(fields, at),
  ];
  if (problems.length > 0) return { problems };
  const ruled = periodProblems({
    qualityCode: Number(fields.quality_code),
    firstDay: fields.start_date ?? '',
    lastDay: fields.end_date,
    places: { qualityCode: at('quality_code'), firstDay: at('start_date'), lastDay: at('end_date') },
  });
  return ruled.length > 0 ? { problems: ruled } : { row: rowOf(number, fields) };
}

function missing(fields: Line['fields'], at: (column: Column) => string): FieldProblem[] {
  return (['ssin', 'quality_code', 'start_date'] as const)
    .filter((column) => fields[column] === undefined)
    .map((column) => ({ pointer: at(column), rule: 'required' }));
}

/** Numbers that spreadsheets take for quantities, and how many digits each has. */
const DIGITS = { ssin: 11, identity_card_number: 12, sis_card_number: 10 } as const satisfies Partial<
  Record<Column, number>
>;

/** What a spreadsheet did to a number is said before what is wrong with it: that is what a person can mend. */
function numberProblems(fields: Line['fields'], at: (column: Column) => string): FieldProblem[] {
  const spoilt = Object.entries(DIGITS).flatMap(([name, digits]) => {
    const column = name as keyof typeof DIGITS;
    const rule = spoiltBy(fields[column], digits);
    return rule === undefined ? [] : [{ pointer: at(column), rule, expected: String(digits) }];
  });
  const isSpoilt = spoilt.some(({ pointer }) => pointer === at('ssin'));
  const rule = fields.ssin === undefined || isSpoilt ? undefined : ssinDefect(fields.ssin);
  return [...spoilt, ...(rule === undefined ? [] : [{ pointer: at('ssin'), rule }])];
}

function spoiltBy(value: string | undefined, digits: number): FieldProblem['rule'] | undefined {
  if (value === undefined) return undefined;
  if (isAbbreviated(value)) return 'csv-number-abbreviated';
  // A number of an identity card begins with its kind, which is never 0.
  return digits !== DIGITS.identity_card_number && hasLostZeros(value, digits) ? 'csv-zero-lost' : undefined;
}

function formProblems(fields: Line['fields'], at: (column: Column) => string): FieldProblem[] {
  const unsaid = fields.file_reference !== undefined && !saysSomething(fields.file_reference, 'reference');
  const malformed = Object.entries(FORMS).flatMap(([name, { form, expected, rule = 'pattern' }]) => {
    const column = name as Column;
    const value = fields[column];
    const isSpoilt = name in DIGITS && spoiltBy(value, DIGITS[column as keyof typeof DIGITS]) !== undefined;
    return value === undefined || isSpoilt || form.test(value) ? [] : [{ pointer: at(column), rule, expected }];
  });
  return [...malformed, ...(unsaid ? [{ pointer: at('file_reference'), rule: 'says-nothing' as const }] : [])];
}

const PROOFS = 'identity_card_number | sis_card_number | last_name + birth_date';

function proofProblems(fields: Line['fields'], at: (column: Column) => string): FieldProblem[] {
  const byName = fields.last_name !== undefined && fields.birth_date !== undefined;
  const byCard = fields.identity_card_number !== undefined || fields.sis_card_number !== undefined;
  return byName || byCard ? [] : [{ pointer: at('last_name'), rule: 'proof-missing', expected: PROOFS }];
}

function rowOf(line: number, fields: Line['fields']): ImportRow {
  const lastDay = fields.end_date === undefined ? undefined : calendarDay(fields.end_date);
  return {
    line,
    ssin: fields.ssin as Ssin,
    qualityCode: Number(fields.quality_code),
    firstDay: fields.start_date as CalendarDay,
    ...(lastDay !== undefined && { lastDay }),
    ...(fields.file_reference !== undefined && { fileReference: fields.file_reference }),
    proof: proofOf(fields),
  };
}

function proofOf(fields: Line['fields']): Proof {
  const { last_name: lastName, first_name: firstName, birth_date: birthDate } = fields;
  const { identity_card_number: identityCardNumber, sis_card_number: sisCardNumber } = fields;
  return {
    ...(sisCardNumber !== undefined && { sisCardNumber }),
    ...(identityCardNumber !== undefined && { identityCardNumber }),
    ...(lastName !== undefined &&
      birthDate !== undefined && { person: { lastName, ...(firstName !== undefined && { firstName }), birthDate } }),
  };
}
