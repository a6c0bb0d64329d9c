import type { FieldProblem } from '../../domain/problems/field-problem.ts';

/** A file of integrations must be smaller than this; 50,000 lines of usual length are. */
export const FILE_BYTES_MAX = 8 * 1024 * 1024;

/** Encodings that a person may name for a file that is not Unicode. */
export const NAMED_ENCODINGS = ['windows-1252', 'iso-8859-1', 'iso-8859-15'] as const;
export type NamedEncoding = (typeof NAMED_ENCODINGS)[number];

/** The text of a file and the encoding it was in, or why it has none. */
export type FileText = { readonly text: string; readonly charset: string } | { readonly problem: FieldProblem };

const EXPECTED = `UTF-8 | UTF-16 | ${NAMED_ENCODINGS.join(' | ')}`;

/** Byte order marks, and what they say. UTF-16 is what Excel calls "Unicode text". */
const MARKS = [
  { mark: [0xef, 0xbb, 0xbf], charset: 'utf-8' },
  { mark: [0xff, 0xfe], charset: 'utf-16le' },
  { mark: [0xfe, 0xff], charset: 'utf-16be' },
] as const;

/**
 * Reads a file as Unicode, with or without the byte order mark that spreadsheets write. Nothing else is guessed: a Latin-1 file read as
 * something else would give names that BCSS does not know, and with them people who are not found. Whoever gives such a file says so.
 *
 * @param named what the file is in when it is not Unicode
 */
export function textOf(bytes: Uint8Array, named?: NamedEncoding): FileText {
  if (bytes.length === 0) return { problem: { pointer: '/file', rule: 'csv-empty' } };
  if (bytes.length > FILE_BYTES_MAX)
    return { problem: { pointer: '/file', rule: 'max-length', expected: `${FILE_BYTES_MAX} bytes` } };
  const { mark, charset } = MARKS.find(({ mark }) => mark.every((byte, i) => bytes[i] === byte)) ?? NO_MARK;
  const content = bytes.subarray(mark.length);
  const isUnicode16 = charset !== 'utf-8';
  // UTF-16 without a mark has a zero in every other byte of Latin text; no other text has any.
  const zero = isUnicode16 ? -1 : content.indexOf(0);
  if (zero !== -1) return refuse(content, zero);
  for (const candidate of [charset, ...(named === undefined ? [] : [named])]) {
    const text = decoded(content, candidate);
    if (text !== undefined) return { text, charset: candidate };
  }
  return refuse(content, isUnicode16 ? 0 : firstNotUtf8(content));
}

const NO_MARK = { mark: [], charset: 'utf-8' } as const;

function decoded(content: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}

function refuse(bytes: Uint8Array, at: number): FileText {
  return { problem: { pointer: `/lines/${lineOf(bytes, at)}`, rule: 'csv-encoding', expected: EXPECTED } };
}

const LINE_FEED = 0x0a;

function lineOf(bytes: Uint8Array, at: number): number {
  let line = 1;
  for (let i = bytes.indexOf(LINE_FEED); i !== -1 && i < at; i = bytes.indexOf(LINE_FEED, i + 1)) line += 1;
  return line;
}

/** Where the first byte stands that UTF-8 cannot have there: found by halves, since a decoder only says yes or no. */
function firstNotUtf8(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (beginsAsUtf8(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

/** True for a beginning of UTF-8: a character that is cut at the end counts as good. */
function beginsAsUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
