import { atOnce, type Steps } from '../domain/in-turns.ts';
import { decoding } from './decode.ts';
import { PARSE_LIMITS, type ParseLimits } from './limits.ts';
import { XmlRefused } from './refusal.ts';
import { Scanner } from './scanner.ts';
import type { XmlElement } from './tree.ts';

export { PARSE_LIMITS, type ParseLimits } from './limits.ts';
export { type XmlDefect, XmlRefused } from './refusal.ts';

/**
 * Parses a whole document in one strict, namespace-aware pass.
 *
 * Accepted: UTF-8 (a byte order mark too), one root, the five predefined entities and character references.
 * Refused: anything else, among it DOCTYPE (so no entity and no external fetch can exist), processing instructions, and
 * comments inside the document element. A comment before or after it is outside every signature and carries no value: it is
 * passed over, since BCSS appliances and files put one there.
 *
 * @param limits those that differ from {@link PARSE_LIMITS}
 * @throws {@link XmlRefused}
 */
export function parseXml(source: Uint8Array | string, limits: Partial<ParseLimits> = {}): XmlElement {
  return atOnce(parsing(source, limits));
}

/** {@link parseXml} as work that can be put down, for documents of strangers. */
export function* parsing(source: Uint8Array | string, given: Partial<ParseLimits> = {}): Steps<XmlElement> {
  const limits = { ...PARSE_LIMITS, ...given };
  const size = typeof source === 'string' ? Buffer.byteLength(source) : source.byteLength;
  if (size > limits.bytesMax) throw new XmlRefused('too-large');
  const scanner = new Scanner(yield* decoding(source, limits.nodesMax), limits);
  for (;;) {
    const root = scanner.read(STEP_CONSTRUCTS, STEP_CHARACTERS);
    if (root !== undefined) return root;
    yield;
  }
}

/** About a millisecond. */
const STEP_CONSTRUCTS = 1_000;
const STEP_CHARACTERS = 65_536;
