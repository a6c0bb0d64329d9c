import type { FieldProblem } from '../../domain/problems/field-problem.ts';
import { atOnce, type Steps } from '../../domain/in-turns.ts';
import { type CheckedLine, checkLine, type ImportRow } from './check-line.ts';
import { type NamedEncoding, textOf } from './file-text.ts';
import { readingLines } from './read-lines.ts';
import { withIsoDays } from './spreadsheet-days.ts';

/** A file, read and checked whole. Only one without problems is imported. */
export interface ReadFile {
  readonly rows: readonly ImportRow[];
  /** Everything that is wrong, in the order of the lines, with pointers such as `/lines/4711/ssin`. No value of the file is in them. */
  readonly problems: readonly FieldProblem[];
  /** The encoding it was read in; undefined where it could not be read. */
  readonly charset?: string;
}

/**
 * Reads a file of integrations that a centre had before it had the gateway. Pure: nothing is written, whatever the file holds.
 *
 * @param encoding what the file is in when it is not Unicode
 */
export function readImportFile(bytes: Uint8Array, encoding?: NamedEncoding): ReadFile {
  return atOnce(readingImportFile(bytes, encoding));
}

/** {@link readImportFile} as work that can be put down. */
export function* readingImportFile(bytes: Uint8Array, encoding?: NamedEncoding): Steps<ReadFile> {
  const content = textOf(bytes, encoding);
  if ('problem' in content) return { rows: [], problems: [content.problem] };
  yield;
  const { lines, problems: ofForm } = yield* readingLines(content.text);
  const checked: CheckedLine[] = [];
  const withDays = withIsoDays(lines);
  yield;
  for (const line of withDays) {
    checked.push(checkLine(line));
    if (checked.length % LINES_AT_ONCE === 0) yield;
  }
  const rows = checked.flatMap((line) => ('row' in line ? [line.row] : []));
  const ofLines = checked.flatMap((line) => ('row' in line ? [] : line.problems));
  yield;
  const ofRows = duplicates(rows);
  yield;
  const problems = inOrder([...ofForm, ...ofLines, ...ofRows]);
  return { rows, problems, charset: content.charset };
}

/** About a millisecond of checking. */
const LINES_AT_ONCE = 100;

/** The same person under the same code on the same day, twice: the later line is named, and says which was the earlier. */
function duplicates(rows: readonly ImportRow[]): FieldProblem[] {
  const byPersonAndCode = new Map<string, ImportRow[]>();
  for (const row of rows) {
    const key = `${row.ssin} ${row.qualityCode}`;
    const others = byPersonAndCode.get(key);
    if (others === undefined) byPersonAndCode.set(key, [row]);
    else others.push(row);
  }
  return [...byPersonAndCode.values()].flatMap(overlapsIn);
}

/** In the order of their first days, each with the one before it that reaches furthest: a file may say one person 50,000 times. */
function overlapsIn(rows: readonly ImportRow[]): FieldProblem[] {
  const [first, ...others] = [...rows].sort((a, b) =>
    a.firstDay < b.firstDay ? -1 : a.firstDay > b.firstDay ? 1 : a.line - b.line,
  );
  if (first === undefined) return [];
  let furthest = first;
  return others.flatMap((row) => {
    const before = furthest;
    if (endOf(row) > endOf(before)) furthest = row;
    if (row.firstDay > endOf(before)) return [];
    const [earlier, later] = [before.line, row.line].sort((a, b) => a - b);
    return [{ pointer: `/lines/${later ?? 0}`, rule: 'csv-duplicate' as const, expected: String(earlier) }];
  });
}

const FOREVER = '9999-12-31';

function endOf({ lastDay }: ImportRow): string {
  return lastDay ?? FOREVER;
}

function inOrder(problems: readonly FieldProblem[]): FieldProblem[] {
  return problems
    .map((problem) => ({ problem, line: lineIn(problem) }))
    .sort((a, b) => a.line - b.line)
    .map(({ problem }) => problem);
}

function lineIn({ pointer }: FieldProblem): number {
  return Number(/^\/lines\/(\d+)/.exec(pointer)?.[1] ?? 0);
}
