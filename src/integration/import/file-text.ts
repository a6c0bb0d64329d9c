import type { FieldProblem } from '../../domain/problems/field-problem.ts';

/** A file of integrations must be smaller than this; 50,000 lines of usual length are. */
export const FILE_BYTES_MAX = 8 * 1024 * 1024;

/** The text of a file, or why it has none. */
export type FileText = { readonly text: string } | { readonly problem: FieldProblem };

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const EXPECTED = 'UTF-8';

/**
 * Reads a file as UTF-8, with or without the byte order mark that spreadsheets write. Nothing else is guessed: a Latin-1 file read as
 * something else would give names that BCSS does not know, and with them people who are not found.
 */
export function textOf(bytes: Uint8Array): FileText {
  if (bytes.length === 0) return { problem: { pointer: '/file', rule: 'csv-empty' } };
  if (bytes.length > FILE_BYTES_MAX)
    return { problem: { pointer: '/file', rule: 'max-length', expected: `${FILE_BYTES_MAX} bytes` } };
  // UTF-16 has a zero in every other byte of Latin text, with or without a mark.
  const zero = bytes.indexOf(0);
  if (zero !== -1 || isUtf16(bytes)) return refuse(bytes, Math.max(zero, 0));
  const start = BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte) ? BYTE_ORDER_MARK.length : 0;
  const content = bytes.subarray(start);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content) };
  } catch {
    return refuse(content, firstNotUtf8(content));
  }
}

function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
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
