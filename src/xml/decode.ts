import type { Steps } from '../domain/in-turns.ts';
import { XmlRefused } from './refusal.ts';

/**
 * The text of a document: UTF-8 with or without one byte order mark, only characters that XML 1.0 has, line ends as XML reads them
 * (2.11). Piece by piece, since each of these looks at every character.
 *
 * @param numberedMax numeric references beyond which nothing is resolved: a million of them fit in five megabytes
 * @throws {@link XmlRefused}
 */
export function* decoding(source: Uint8Array | string, numberedMax: number): Steps<string> {
  // UTF-8 cannot hold half a surrogate pair, a string can.
  if (typeof source === 'string' && HALF_A_PAIR.test(source)) throw new XmlRefused('form');
  const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  const lineEnds = new LineEnds();
  let text = '';
  let numbered = 0;
  for (let at = 0; at < bytes.length; at += PIECE) {
    const piece = decoded(utf8, lineEnds.read(bytes.subarray(at, at + PIECE)), at + PIECE < bytes.length);
    if (NOT_XML_QUICK.test(piece) && NOT_XML.test(piece)) throw new XmlRefused('form');
    numbered += numberedReferences(piece);
    if (numbered > numberedMax) throw new XmlRefused('too-many-nodes');
    text += piece;
    yield;
  }
  const document = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  // Whoever writes two means the second one to be a character, and no document begins with one.
  if (document.startsWith(BYTE_ORDER_MARK)) throw new XmlRefused('form');
  return document;
}

const PIECE = 65_536;
const HALF_A_PAIR = /\p{Surrogate}/u;
const BYTE_ORDER_MARK = '\ufeff';

/** Everything but the characters of the Basic Multilingual Plane: most texts have nothing else, and need no slower look. */
const NOT_XML_QUICK = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/;
/** Outside the Char production of XML 1.0 (2.2). Half a surrogate pair is among it: in `u` mode it stands for itself. */
const NOT_XML = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

function decoded(utf8: InstanceType<typeof TextDecoder>, bytes: Uint8Array, stream: boolean): string {
  try {
    return utf8.decode(bytes, { stream });
  } catch {
    throw new XmlRefused('encoding');
  }
}

function numberedReferences(piece: string): number {
  let count = 0;
  for (let at = piece.indexOf('&#'); at !== -1; at = piece.indexOf('&#', at + 2)) count += 1;
  return count;
}

const RETURN = 0x0d;
const LINE_FEED = 0x0a;

/** CR and CR LF become LF, also where a piece ends between the two; both are single bytes in UTF-8, and part of no other character. */
class LineEnds {
  private endedInReturn = false;

  read(piece: Uint8Array): Uint8Array {
    if (!this.endedInReturn && !piece.includes(RETURN)) return piece;
    const read = new Uint8Array(piece.length);
    let length = 0;
    for (const byte of piece) {
      if (byte !== LINE_FEED || !this.endedInReturn) read[length++] = byte === RETURN ? LINE_FEED : byte;
      this.endedInReturn = byte === RETURN;
    }
    return read.subarray(0, length);
  }
}
