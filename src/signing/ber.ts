/**
 * A reader for the BER that PKCS#12 files are made of, with bounds. It exists beside node-forge's because bounds must hold before
 * anything is built or derived from the file, and because certificates have to come out byte for byte as they went in.
 */

/** Why bytes are not readable. */
export type BerFault = 'truncated' | 'too-deep' | 'too-many' | 'malformed';

export class BerRefused extends Error {
  readonly fault: BerFault;

  constructor(fault: BerFault) {
    super(`BER refused: ${fault}`);
    this.name = 'BerRefused';
    this.fault = fault;
  }
}

/** One element. All buffers are views on the file. */
export interface BerElement {
  /** Identifier octet: class, constructed bit and tag number together, for instance 0x30 for a SEQUENCE. */
  readonly tag: number;
  /** The whole element, header included. */
  readonly raw: Buffer;
  /** What follows the header. */
  readonly content: Buffer;
  /** Elements inside; empty when the element is primitive. */
  readonly children: readonly BerElement[];
}

export const TAG = {
  integer: 0x02,
  octets: 0x04,
  oid: 0x06,
  sequence: 0x30,
  /** `[0]`, holding elements. */
  zero: 0xa0,
  /** `[0] IMPLICIT OCTET STRING`, not chunked. */
  zeroOctets: 0x80,
} as const;

/** Nesting that a PKCS#12 file with a chain needs is about 15. */
const DEPTH_MAX = 32;
/** A keystore with a long chain has some hundreds of elements. */
const ELEMENTS_MAX = 20_000;

const CONSTRUCTED = 0x20;
const LONG_TAG = 0x1f;
const INDEFINITE = 0x80;
const LENGTH_OCTETS_MAX = 4;

/**
 * Reads exactly one element that fills `bytes`.
 *
 * @throws {@link BerRefused}
 */
export function readBer(bytes: Buffer): BerElement {
  const reading: Reading = { bytes, elements: 0 };
  const element = readElement(reading, 0, bytes.length, 0);
  if (element.raw.length !== bytes.length) throw new BerRefused('malformed');
  return element;
}

/**
 * As {@link readBer}, for a whole file: editors, `echo` and some portals put a line end after it, which means nothing. Anything else
 * that follows is refused.
 *
 * @throws {@link BerRefused}
 */
export function readBerFile(bytes: Buffer): BerElement {
  const element = readElement({ bytes, elements: 0 }, 0, bytes.length, 0);
  const rest = bytes.subarray(element.raw.length);
  if (!rest.every((byte) => WHITE_SPACE.has(byte))) throw new BerRefused('malformed');
  return element;
}

const WHITE_SPACE: ReadonlySet<number> = new Set(Buffer.from('\t\n\r '));

/** The octets of an OCTET STRING, whole or in chunks (Windows and old Java write chunks). */
export function octetsOf({ content, children }: BerElement): Buffer {
  if (children.length === 0) return content;
  return Buffer.concat(children.map(octetsOf));
}

/** A positive INTEGER, or Infinity when it is larger than any count can be. */
export function countOf({ tag, content }: BerElement): number {
  if (tag !== TAG.integer || content.length === 0 || (content[0] as number) >= 0x80) throw new BerRefused('malformed');
  return content.length > 6 ? Infinity : content.readUIntBE(0, content.length);
}

/** An OBJECT IDENTIFIER in dotted form. */
export function oidOf({ tag, content }: BerElement): string {
  if (tag !== TAG.oid || content.length === 0 || content.length > 64) throw new BerRefused('malformed');
  const arcs: number[] = [];
  let arc = 0;
  for (const octet of content) {
    arc = arc * 128 + (octet & 0x7f);
    if (octet >= 0x80) continue;
    if (arcs.length > 0) arcs.push(arc);
    else arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)));
    arc = 0;
  }
  return arcs.join('.');
}

interface Reading {
  readonly bytes: Buffer;
  elements: number;
}

function readElement(reading: Reading, start: number, end: number, depth: number): BerElement {
  const { bytes } = reading;
  if (depth > DEPTH_MAX) throw new BerRefused('too-deep');
  reading.elements += 1;
  if (reading.elements > ELEMENTS_MAX) throw new BerRefused('too-many');

  const tag = octetAt(bytes, start, end);
  if ((tag & LONG_TAG) === LONG_TAG) throw new BerRefused('malformed');
  const constructed = (tag & CONSTRUCTED) !== 0;
  const first = octetAt(bytes, start + 1, end);

  if (first === INDEFINITE) {
    if (!constructed) throw new BerRefused('malformed');
    const { children, next } = readUntilEnd(reading, start + 2, end, depth);
    return { tag, raw: bytes.subarray(start, next), content: bytes.subarray(start + 2, next - 2), children };
  }

  const lengthOctets = first > INDEFINITE ? first - INDEFINITE : 0;
  if (lengthOctets > LENGTH_OCTETS_MAX) throw new BerRefused('malformed');
  const contentStart = start + 2 + lengthOctets;
  if (contentStart > end) throw new BerRefused('truncated');
  const length = lengthOctets === 0 ? first : bytes.readUIntBE(start + 2, lengthOctets);
  const contentEnd = contentStart + length;
  if (contentEnd > end) throw new BerRefused('truncated');
  return {
    tag,
    raw: bytes.subarray(start, contentEnd),
    content: bytes.subarray(contentStart, contentEnd),
    children: constructed ? readAll(reading, contentStart, contentEnd, depth) : [],
  };
}

function readAll(reading: Reading, start: number, end: number, depth: number): BerElement[] {
  const children: BerElement[] = [];
  for (let at = start; at < end; at += (children.at(-1) as BerElement).raw.length) {
    children.push(readElement(reading, at, end, depth + 1));
  }
  return children;
}

/** Children up to the two zero octets that close an element of indefinite length. */
function readUntilEnd(
  reading: Reading,
  start: number,
  end: number,
  depth: number,
): { children: BerElement[]; next: number } {
  const children: BerElement[] = [];
  let at = start;
  while (octetAt(reading.bytes, at, end) !== 0 || octetAt(reading.bytes, at + 1, end) !== 0) {
    const child = readElement(reading, at, end, depth + 1);
    children.push(child);
    at += child.raw.length;
  }
  return { children, next: at + 2 };
}

function octetAt(bytes: Buffer, at: number, end: number): number {
  if (at >= end) throw new BerRefused('truncated');
  return bytes[at] as number;
}
