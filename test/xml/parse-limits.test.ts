import { describe, expect, it } from 'vitest';
import { canonicalise } from '../../src/xml/canonical.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { patient } from '../support/patient.ts';

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
    expect(took(() => parseXml(document))).toBeLessThan(patient(250));
  });

  it('half a million attributes on one element', () => {
    const document = `<a${Array.from({ length: 500_000 }, (_, n) => ` b${n}=""`).join('')}/>`;
    expect(() => parseXml(document)).toThrow('too-many-attributes');
    expect(took(() => parseXml(document))).toBeLessThan(patient(1_000));
  });

  it.each(['<a>'.repeat(100_000), '<a b="'.repeat(10_000), '<!DOCTYPE a ['.repeat(10_000), '<![CDATA['.repeat(10_000)])(
    'openings without an end: %.12s …',
    (document) => {
      expect(took(() => parseXml(document))).toBeLessThan(patient(500));
    },
  );

  it('ninety thousand namespace declarations, on one element or spread over as many as it takes', () => {
    const declarations = (count: number, from: number): string =>
      Array.from({ length: count }, (_, n) => ` xmlns:p${from + n}="urn:${from + n}"`).join('');
    expect(() => parseXml(`<a${declarations(90_000, 0)}/>`)).toThrow('too-many-declarations');
    const spread = Array.from({ length: 1_800 }, (_, n) => `<b${declarations(50, n * 50)}/>`).join('');
    expect(() => parseXml(`<a>${spread}</a>`)).toThrow('too-many-declarations');
  });

  it('as many declarations as there may be, with many elements that use them', () => {
    const [declared, used] = [50, 90_000];
    const declarations = Array.from({ length: declared }, (_, n) => ` xmlns:p${n}="urn:${n}" p${n}:x=""`).join('');
    const elements = Array.from({ length: used }, (_, n) => `<p${n % declared}:e/>`).join('');
    const tree = parseXml(`<a${declarations}>${elements}</a>`);
    expect(took(() => canonicalise(tree))).toBeLessThan(patient(4_000));
  });
});

describe('each limit holds on its own, and what stays within it is read', () => {
  const attributes = (count: number): string => Array.from({ length: count }, (_, n) => ` b${n}="1"`).join('');
  const declarations = (count: number): string => Array.from({ length: count }, (_, n) => ` xmlns:p${n}="u"`).join('');

  it.each([
    ['attributes of one element', 'too-many-attributes', { attributesMax: 3 }, (n: number) => `<a${attributes(n)}/>`],
    [
      'declarations of one element',
      'too-many-declarations',
      { declarationsMax: 3 },
      (n: number) => `<a${declarations(n)}/>`,
    ],
    [
      'declarations of all elements',
      'too-many-declarations',
      { allDeclarationsMax: 3 },
      (n: number) => `<a>${'<b xmlns="u"/>'.repeat(n)}</a>`,
    ],
    [
      'references of any kind',
      'too-many-references',
      { referencesMax: 3 },
      (n: number) => `<a b="${'&lt;'.repeat(n - 1)}">&#65;</a>`,
    ],
    ['characters of one text', 'too-long', { textCharactersMax: 3 }, (n: number) => `<a>${'x'.repeat(n)}</a>`],
    [
      'characters of one text that CDATA continues',
      'too-long',
      { textCharactersMax: 3 },
      (n: number) => `<a>x<![CDATA[${'x'.repeat(n - 1)}]]></a>`,
    ],
  ] as const)('%s', (_what, defect, limit, document) => {
    expect(parseXml(document(3), limit).local).toBe('a');
    expect(() => parseXml(document(4), limit)).toThrow(`XML refused: ${defect} at`);
  });

  it.each([
    ['a value', `<a b="${'x'.repeat(101)}"/>`],
    ['values together', `<a b="${'x'.repeat(50)}" c="${'x'.repeat(50)}"/>`],
    ['a name', `<${'a'.repeat(101)}/>`],
    ['white space', `<a${' '.repeat(101)}/>`],
    ['the name of a namespace', `<a xmlns="${'x'.repeat(101)}"/>`],
  ])('characters of one start tag: %s', (_what, document) => {
    expect(() => parseXml(document, { tagCharactersMax: 100 })).toThrow('XML refused: too-long at');
  });
});

describe('a long text is read in pieces, and none of it is lost where two of them meet', () => {
  const about = 16_384;

  it.each([
    ['a reference', '&#128512;', '\u{1f600}'],
    ['a pair of surrogates', '\u{1f600}', '\u{1f600}'],
    ['CR LF', '\r\n', '\n'],
    ['a single CR', '\r', '\n'],
    ['almost a closing of CDATA', ']]', ']]'],
  ])('%s', (_what, written, meant) => {
    for (let before = about - 40; before < about + 4; before += 1) {
      const children = parseXml(`<a>${'x'.repeat(before)}${written}${'y'.repeat(about)}</a>`).children;
      expect(children).toEqual([`${'x'.repeat(before)}${meant}${'y'.repeat(about)}`]);
    }
  });

  it('as bytes, wherever a character or a line end is cut', () => {
    for (let before = 65_530; before < 65_540; before += 1) {
      const text = `${'x'.repeat(before - 3)}é\u{1f600}\r\né`;
      expect(parseXml(Buffer.from(`<a>${text}</a>`)).children).toEqual([text.replace('\r', '')]);
    }
  });

  it('a closing of CDATA is refused wherever it stands', () => {
    for (let before = about - 4; before < about + 4; before += 1)
      expect(() => parseXml(`<a>${'x'.repeat(before)}]]>${'y'.repeat(about)}</a>`)).toThrow('form');
  });
});
