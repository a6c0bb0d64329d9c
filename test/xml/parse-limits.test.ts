import { describe, expect, it } from 'vitest';
import { canonicalise } from '../../src/xml/canonical.ts';
import { parseXml } from '../../src/xml/parse.ts';

const LIMITS = { bytesMax: 1_000, depthMax: 4, nodesMax: 10 };

describe('a document has limits, and each is a number', () => {
  it('bytes, not characters', () => {
    const of = (length: number): string => `<a>${'é'.repeat((length - 7) / 2)}</a>`;
    expect(() => parseXml(of(1_001), LIMITS)).toThrow('too-large');
    expect(() => parseXml(Buffer.from(of(1_001)), LIMITS)).toThrow('too-large');
    expect(parseXml(of(999), LIMITS).local).toBe('a');
    expect(parseXml(`${of(999)} `, LIMITS).local).toBe('a');
  });

  it('depth', () => {
    expect(parseXml('<a><a><a><a/></a></a></a>', LIMITS).local).toBe('a');
    expect(() => parseXml('<a><a><a><a><a/></a></a></a></a>', LIMITS)).toThrow('too-deep');
  });

  it.each([
    ['elements', '<b/>', 9],
    ['attributes', '<b c="1"/>', 4],
    ['namespace declarations', '<b xmlns="u"/>', 4],
    ['texts', '<b>x</b>', 4],
    ['numeric references', '&#65;', 8],
  ])('%s are nodes', (_what, piece, allowed) => {
    expect(parseXml(`<a>${piece.repeat(allowed)}</a>`, LIMITS).local).toBe('a');
    expect(() => parseXml(`<a>${piece.repeat(allowed + 1)}</a>`, LIMITS)).toThrow('too-many-nodes');
  });

  it('as they stand: 64 deep, 200 000 nodes, 8 MiB', () => {
    const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    expect(parseXml(nested(64)).local).toBe('a');
    expect(() => parseXml(nested(65))).toThrow('too-deep');
    expect(parseXml(`<a>${'<b/>'.repeat(199_999)}</a>`).children).toHaveLength(199_999);
    expect(() => parseXml(`<a>${'<b/>'.repeat(200_000)}</a>`)).toThrow('too-many-nodes');
    expect(() => parseXml(`<a>${'x'.repeat(8 * 1024 * 1024)}</a>`)).toThrow('too-large');
  });
});

/** Bounds are generous, for slow machines: what they tell apart is linear and quadratic. */
describe('a hostile document is refused, or read, in time proportional to its size', () => {
  const took = (action: () => unknown): number => {
    const start = performance.now();
    try {
      action();
    } catch (error) {
      expect(error).toHaveProperty('defect');
    }
    return performance.now() - start;
  };

  it('a million numeric references', () => {
    const document = `<a>${'&#65;'.repeat(1_000_000)}</a>`;
    expect(() => parseXml(document)).toThrow('too-many-nodes');
    expect(took(() => parseXml(document))).toBeLessThan(250);
  });

  it('half a million attributes on one element', () => {
    const document = `<a${Array.from({ length: 500_000 }, (_, n) => ` b${n}=""`).join('')}/>`;
    expect(() => parseXml(document)).toThrow('too-many-nodes');
    expect(took(() => parseXml(document))).toBeLessThan(1_000);
  });

  it.each(['<a>'.repeat(100_000), '<a b="'.repeat(10_000), '<!DOCTYPE a ['.repeat(10_000), '<![CDATA['.repeat(10_000)])(
    'openings without an end: %.12s …',
    (document) => {
      expect(took(() => parseXml(document))).toBeLessThan(500);
    },
  );

  it('many declarations with many elements that use them, which a signature has canonicalised before its signer is known', () => {
    const [declared, used] = [40_000, 90_000];
    const declarations = Array.from({ length: declared }, (_, n) => ` xmlns:p${n}="urn:${n}" p${n}:x=""`).join('');
    const elements = Array.from({ length: used }, (_, n) => `<p${n % declared}:e/>`).join('');
    const tree = parseXml(`<a${declarations}>${elements}</a>`);
    expect(took(() => canonicalise(tree))).toBeLessThan(4_000);
  });
});
