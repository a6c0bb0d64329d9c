import { XMLValidator } from 'fast-xml-parser';
import { unsupported } from './unsupported.ts';

const NAME = '[\\p{L}_:][\\p{L}\\p{M}\\p{N}_:.\\-\\u00b7]*';
const TAG = new RegExp(`<(/?)${NAME}(?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*\\s*(/?)>`, 'yu');
const TEXT = /[^<]+/y;
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)/;
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** Pieces whose inside means nothing to us: how they start, how they end. */
const OPAQUE = [
  ['<!--', '-->', 'a comment'],
  ['<![CDATA[', ']]>', 'a CDATA section'],
  ['<?', '?>', 'a processing instruction'],
] as const;

/**
 * Refuses a text that is not a well-formed XML document without a DOCTYPE.
 *
 * fast-xml-parser forgives a lot (an unclosed comment, `<` in an attribute, an entity nobody declared, a second root), and so
 * does its validator. So the pieces are checked here first; the validator then says whether names of tags match.
 *
 * @throws GatewayError `contract-unsupported`, naming the line.
 */
export function checkWellFormed(text: string, file: string): void {
  const refuse = (index: number, what: string): never => {
    throw unsupported({ file, line: lineAt(text, index) }, `not well-formed XML: ${what}`);
  };
  const control = FORBIDDEN.exec(text);
  if (control !== null) refuse(control.index, 'a character that XML cannot carry');
  let depth = 0;
  let roots = 0;
  let position = 0;
  while (position < text.length) {
    const start = position;
    const opaque = OPAQUE.find(([opening]) => text.startsWith(opening, start));
    if (opaque !== undefined) {
      position = endOf(text, start, opaque) ?? refuse(start, `${opaque[2]} that does not end, or holds its own mark`);
      if (opaque[0] === '<![CDATA[' && depth === 0) refuse(start, 'text outside the root element');
    } else if (text.startsWith('<', start)) {
      if (/^<!doctype/i.test(text.slice(start, start + 9))) refuseDoctype(text, start, file);
      const [tag, closing, empty] = matchAt(TAG, text, start) ?? refuse(start, 'a tag that cannot be read');
      if (BARE_AMPERSAND.test(tag)) refuse(start, 'a reference to an undeclared entity');
      if (depth === 0 && ++roots > 1) refuse(start, 'a second root element');
      if (empty === '') depth += closing === '' ? 1 : -1;
      position += tag.length;
    } else {
      const [run] = matchAt(TEXT, text, start) ?? refuse(start, 'text that cannot be read');
      if (depth === 0 && !/^\s*$/.test(run)) refuse(start, 'text outside the root element');
      if (BARE_AMPERSAND.test(run)) refuse(start, 'a reference to an undeclared entity');
      if (run.includes(']]>')) refuse(start, '"]]>" in text');
      position += run.length;
    }
  }
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- its successor is another package, and brings nothing we need
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw unsupported({ file, line: verdict.err.line }, `not well-formed XML: ${verdict.err.msg}`);
}

/** Not malformed, but not wanted: entities and outside files come with it. */
function refuseDoctype(text: string, index: number, file: string): never {
  throw unsupported({ file, line: lineAt(text, index) }, 'a DOCTYPE is refused');
}

function endOf(text: string, start: number, [opening, ending]: (typeof OPAQUE)[number]): number | undefined {
  // "--" may not stand inside a comment, so the first one must be the beginning of its end.
  const mark = opening === '<!--' ? '--' : ending;
  const index = text.indexOf(mark, start + opening.length);
  return index !== -1 && text.startsWith(ending, index) ? index + ending.length : undefined;
}

function matchAt(pattern: RegExp, text: string, index: number): [string, string, string] | undefined {
  pattern.lastIndex = index;
  const match = pattern.exec(text);
  return match === null ? undefined : [match[0], match[1] ?? '', match[2] ?? ''];
}

/** The line of a position, counted from 1. */
function lineAt(text: string, index: number): number {
  return text.slice(0, index).split(/\r\n|\n|\r/).length;
}
