import { parse } from 'csv-parse/sync';
import type { Steps } from '../../domain/in-turns.ts';
import type { FieldProblem } from '../../domain/problems/field-problem.ts';
import { type Column, columnNamed, COLUMNS } from './column-names.ts';
import { shownValue, withFormulasQuoted } from './spreadsheet-cells.ts';

const REQUIRED: readonly Column[] = ['ssin', 'quality_code', 'start_date'];
/** What Belgian spreadsheets write, what others do, and what "Unicode text" has. */
const SEPARATORS = [';', ',', '\t'] as const;

/** More lines than this are several files. */
export const LINES_MAX = 50_000;
/** All columns together have room for a few hundred characters. */
const LINE_CHARACTERS_MAX = 16_384;
const SEP_LINE_CHARACTERS_MAX = 1_000;

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
 * Reads the lines of a file (RFC 4180: fields may stand in double quotes), with what spreadsheets add to it: a first line `sep=;`, rows
 * and columns of nothing, rows whose last cells are missing. A line that cannot be read is a problem, and the next one is read all the
 * same, so that a person who mends the file sees everything at once.
 */
export function* readingLines(text: string): Steps<ReadLines> {
  let separator: string | undefined;
  let header: Header | undefined;
  const rows: RawLine[] = [];
  let number = 0;
  for (const content of linesOf(text)) {
    number += 1;
    if (number % LINES_AT_ONCE === 0) yield;
    if (number === 1) separator = SEP_LINE.exec(content.slice(0, SEP_LINE_CHARACTERS_MAX))?.[1];
    if ((number === 1 && separator !== undefined) || isBlank(content, separator)) continue;
    if (header === undefined) {
      header = headerOf(content, separator === undefined ? SEPARATORS : [separator]);
      if (header === undefined) return refused(headerProblem(number, 'csv-separator', '; , TAB'));
      const problems = headerProblems(header, number);
      if (problems.length > 0) return { lines: [], problems };
    } else if (rows.push({ content, number }) > LINES_MAX)
      return refused({ pointer: '/file', rule: 'max-items', expected: String(LINES_MAX) });
  }
  if (header === undefined || rows.length === 0) return refused({ pointer: '/file', rule: 'csv-empty' });
  return yield* readRows(rows, header);
}

/** About a millisecond of lines. */
const LINES_AT_ONCE = 500;
const CELLS_AT_ONCE = 20;

function* linesOf(text: string): Generator<string> {
  const lineEnd = new RegExp(LINE_END, 'g');
  let start = 0;
  for (let end = lineEnd.exec(text); end !== null; end = lineEnd.exec(text)) {
    yield text.slice(start, end.index);
    start = lineEnd.lastIndex;
  }
  yield text.slice(start);
}

const LINE_END = /\r\n|\r|\n/;

/** How Excel is told which separator a file has. */
const SEP_LINE = /^"?sep=([^\s"\p{L}\p{N}]|\t)"?[;,\t]*$/iu;

/** A row of nothing: spaces, separators and pairs of quotes. */
function isBlank(content: string, separator = ''): boolean {
  return /^[\s;,"]*$/.test(separator === '' ? content : content.replaceAll(separator, ''));
}

function refused(problem: FieldProblem): ReadLines {
  return { lines: [], problems: [problem] };
}

interface RawLine {
  readonly content: string;
  readonly number: number;
}

/** The first line, cell by cell: the column that it names, nothing for an empty cell, or a name that we do not know. */
interface Header {
  readonly separator: string;
  readonly columns: readonly (Column | 'empty' | 'unknown')[];
}

/** The first line says which separator the file has: the one with which it names a column that we know. */
function headerOf(first: string, separators: readonly string[]): Header | undefined {
  if (first.length > LINE_CHARACTERS_MAX) return undefined;
  for (const separator of separators) {
    const cells = fieldsIn(first, separator) ?? [];
    const columns = cells.map((cell) => (cell.trim() === '' ? 'empty' : (columnNamed(cell) ?? 'unknown')));
    if (columns.length > 1 && columns.some(isColumn)) return { separator, columns };
  }
  return undefined;
}

function isColumn(column: Header['columns'][number]): column is Column {
  return column !== 'empty' && column !== 'unknown';
}

function headerProblems({ columns }: Header, line: number): FieldProblem[] {
  const named = columns.filter(isColumn);
  const twice = named.filter((name, at) => named.indexOf(name) !== at);
  const hasUnknown = columns.includes('unknown');
  return [
    ...REQUIRED.filter((name) => !named.includes(name)).map((name) => headerProblem(line, 'required', name)),
    // Only our own words are said: a name in a first line that is no header could be a person's.
    ...(hasUnknown ? [headerProblem(line, 'enum', COLUMNS.join(' | '))] : []),
    ...(twice.length > 0 && !hasUnknown ? [headerProblem(line, 'duplicate-key', twice.join(', '))] : []),
  ];
}

function headerProblem(line: number, rule: FieldProblem['rule'], expected: string): FieldProblem {
  return { pointer: `/lines/${line}`, rule, expected };
}

function* readRows(rows: readonly RawLine[], { separator, columns }: Header): Steps<ReadLines> {
  const lines: Line[] = [];
  const problems: FieldProblem[] = [];
  for (const [at, { content, number }] of rows.entries()) {
    if (at % CELLS_AT_ONCE === 0) yield;
    if (content.length > LINE_CHARACTERS_MAX) {
      problems.push({ pointer: `/lines/${number}`, rule: 'max-length', expected: String(LINE_CHARACTERS_MAX) });
      continue;
    }
    const cells = fieldsIn(content, separator);
    if (cells === undefined) problems.push({ pointer: `/lines/${number}`, rule: 'csv-quotes' });
    else if (hasNamelessValue(cells, columns))
      problems.push({
        pointer: `/lines/${number}`,
        rule: 'csv-fields',
        expected: String(columns.filter(isColumn).length),
      });
    else lines.push({ number, fields: named(cells, columns) });
  }
  return { lines, problems };
}

/** A value under no name: the row is shifted, or the file has another separator inside its fields. */
function hasNamelessValue(cells: readonly string[], columns: Header['columns']): boolean {
  return cells.some((cell, at) => cell.trim() !== '' && !isColumn(columns[at] ?? 'empty'));
}

/**
 * The cells of one line; undefined where its quotes do not close. Line by line, because no field of these columns has a line break: a
 * quote that is left open then spoils one line and not the rest of the file.
 */
function fieldsIn(line: string, separator: string): readonly string[] | undefined {
  try {
    return parse(withFormulasQuoted(line, separator), { delimiter: separator, trim: separator !== '\t' })[0] ?? [];
  } catch {
    return undefined;
  }
}

/** Cells that a row does not have are empty: spreadsheets leave out the last ones. */
function named(cells: readonly string[], columns: Header['columns']): Line['fields'] {
  return Object.fromEntries(
    columns.flatMap((column, at) => {
      const value = isColumn(column) ? shownValue(cells[at] ?? '', column) : '';
      return value === '' ? [] : [[column, value]];
    }),
  );
}
