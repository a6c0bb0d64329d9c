import { parse } from 'csv-parse/sync';
import type { FieldProblem } from '../../domain/problems/field-problem.ts';

/** The columns of a file, by their names in its first line; the order is the file's own. */
const COLUMNS = [
  'ssin',
  'quality_code',
  'start_date',
  'end_date',
  'file_reference',
  'last_name',
  'first_name',
  'birth_date',
  'identity_card_number',
  'sis_card_number',
] as const;
export type Column = (typeof COLUMNS)[number];

const REQUIRED: readonly Column[] = ['ssin', 'quality_code', 'start_date'];
/** What Belgian spreadsheets write, and what others do. */
const SEPARATORS = [';', ','] as const;

/** More lines than this are several files. */
export const LINES_MAX = 50_000;

/** One line of a file: its number, and its fields that are not empty. */
export interface Line {
  readonly number: number;
  readonly fields: Readonly<Partial<Record<Column, string>>>;
}

export interface ReadLines {
  readonly lines: readonly Line[];
  /** What is wrong with the form of the file, each with its line. */
  readonly problems: readonly FieldProblem[];
}

/**
 * Reads the lines of a file (RFC 4180: fields may stand in double quotes). A line that cannot be read is a problem, and the next one is
 * read all the same, so that a person who mends the file sees everything at once.
 */
export function readLines(text: string): ReadLines {
  const [first = '', ...lines] = text.split(LINE_END);
  const header = headerOf(first);
  if ('problem' in header) return { lines: [], problems: [header.problem] };
  const missing = REQUIRED.filter((column) => !header.columns.includes(column));
  const unknown = header.columns.filter((name) => !isColumn(name));
  const twice = header.columns.filter((name, at) => header.columns.indexOf(name) !== at);
  const problems = [
    ...missing.map((name) => headerProblem('required', name)),
    // Only our own words are said: a name in a first line that is no header could be a person's.
    ...(unknown.length > 0 ? [headerProblem('enum', COLUMNS.join(' | '))] : []),
    ...(twice.length > 0 && unknown.length === 0 ? [headerProblem('duplicate-key', twice.join(', '))] : []),
  ];
  return problems.length > 0 ? { lines: [], problems } : readRows(lines, header as KnownHeader);
}

const LINE_END = /\r\n|\r|\n/;

interface Header {
  readonly separator: string;
  readonly columns: readonly string[];
}

interface KnownHeader extends Header {
  readonly columns: readonly Column[];
}

/** The first line says which separator the file has: the one with which it names a column that we know. */
function headerOf(first: string): Header | { readonly problem: FieldProblem } {
  for (const separator of SEPARATORS) {
    const columns = first.split(separator).map((name) =>
      name
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .toLowerCase(),
    );
    if (columns.length > 1 && columns.some(isColumn)) return { separator, columns };
  }
  return { problem: { pointer: '/lines/1', rule: 'csv-separator', expected: SEPARATORS.join(' ') } };
}

function isColumn(name: string): name is Column {
  return COLUMNS.some((column) => column === name);
}

function headerProblem(rule: FieldProblem['rule'], expected: string): FieldProblem {
  return { pointer: '/lines/1', rule, expected };
}

function readRows(lines: readonly string[], { separator, columns }: KnownHeader): ReadLines {
  if (lines.length > LINES_MAX)
    return { lines: [], problems: [{ pointer: '/file', rule: 'max-items', expected: String(LINES_MAX) }] };
  const read: Line[] = [];
  const problems: FieldProblem[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const number = at + FIRST_LINE;
    const fields = fieldsIn(line, separator);
    if (fields?.length === columns.length) read.push({ number, fields: named(fields, columns) });
    else if (fields === undefined) problems.push({ pointer: `/lines/${number}`, rule: 'csv-quotes' });
    else problems.push({ pointer: `/lines/${number}`, rule: 'csv-fields', expected: String(columns.length) });
  }
  if (read.length === 0 && problems.length === 0) problems.push({ pointer: '/file', rule: 'csv-empty' });
  return { lines: read, problems };
}

/** After the header. */
const FIRST_LINE = 2;

/**
 * The fields of one line; undefined where its quotes do not close. Line by line, because no field of these columns has a line break: a
 * quote that is left open then spoils one line and not the rest of the file.
 */
function fieldsIn(line: string, separator: string): readonly string[] | undefined {
  try {
    return parse(line, { delimiter: separator, trim: true })[0] ?? [];
  } catch {
    return undefined;
  }
}

function named(fields: readonly string[], columns: readonly Column[]): Line['fields'] {
  return Object.fromEntries(columns.flatMap((column, at) => (fields[at] === '' ? [] : [[column, fields[at] ?? '']])));
}
