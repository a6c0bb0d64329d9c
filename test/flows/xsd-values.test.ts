import fc from 'fast-check';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { facetDefect, lexicalFormat, XSD_FORMATS, type XsdFormat } from '../../src/flows/xsd-values.ts';

/** What libxml2 says of a value of an XSD type, with facets. */
function byLibxml2(base: string, facets = ''): (text: string) => boolean {
  const xsd = XmlDocument.fromString(
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="v"><xs:simpleType>` +
      `<xs:restriction base="xs:${base}">${facets}</xs:restriction></xs:simpleType></xs:element></xs:schema>`,
  );
  const validator = XsdValidator.fromDoc(xsd);
  return (text) => {
    const document = XmlDocument.fromString(`<v>${text}</v>`);
    try {
      validator.validate(document);
      return true;
    } catch {
      return false;
    } finally {
      document.dispose();
    }
  };
}

const twoDigits = fc.nat(99).map((number) => String(number).padStart(2, '0'));
const year = fc.constantFrom('1904', '2000', '1900', '2024', '0001', '12026', '-0044', '04', '0');
const zone = fc.constantFrom('', '', 'Z', '+01:00', '-13:59', '+14:00', '+14:01', '+1:00', 'z', ' Z');
const join = (...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> =>
  fc.tuple(...parts).map((texts) => texts.join(''));
const c = (...texts: string[]): fc.Arbitrary<string> => fc.constantFrom(...texts);
const day = join(
  year,
  c('-'),
  c('01', '02', '04', '12', '13', '00', '2'),
  c('-'),
  c('01', '28', '29', '30', '31', '32', '00'),
);
const hours = join(twoDigits, c(':'), c('00', '59', '60'), c(':'), c('00', '59', '60'), c('', '.5', '.000', '.', '.x'));
const time = fc.oneof(hours, c('24:00:00', '24:00:00.0', '24:00:01', '23:59:59', '1:00:00'));
const digits = c('', '0', '7', '007', '12345678901234567890');
const number = join(c('', '', '+', '-', '--'), digits, c('', '.', ','), digits, c('', '', 'e5', 'E-3', '-e5'));

/** Values that are nearly right for each type. Left out: an exponent without digits and letters in base64, which libxml2 lets pass. */
const NEARLY: Readonly<Record<XsdFormat, fc.Arbitrary<string>>> = {
  'xsd-integer': number,
  'xsd-decimal': number,
  'xsd-double': fc.oneof(number, c('INF', '-INF', 'NaN', '-NaN', 'inf', 'Infinity')),
  'xsd-date': join(day, zone),
  'xsd-dateTime': join(day, c('T', 'T', 't', ' '), time, zone),
  'xsd-time': join(time, zone),
  'xsd-gYear': join(year, zone),
  'xsd-gYearMonth': join(year, c('-'), c('01', '12', '13', '00', '1'), zone),
  'xsd-base64Binary': fc.oneof(
    fc.base64String(),
    fc.array(c('A', 'z', '0', '+', '/', '=', '==', ' ', 'Q', 'g'), { maxLength: 9 }).map((units) => units.join('')),
  ),
};

/** White space around a value: XSD removes it, JSON has no reason to send it. */
const unpadded = (text: string): boolean => text === text.trim() && !text.includes('  ');

describe.each(XSD_FORMATS)('%s has the lexical form of its XSD type', (format) => {
  const ours = lexicalFormat(format);
  const theirs = byLibxml2(format.replace('xsd-', ''));

  it('as libxml2 reads it', () => {
    let valid = 0;
    fc.assert(
      fc.property(NEARLY[format].filter(unpadded), (text) => {
        expect([text, ours(text)]).toEqual([text, theirs(text)]);
        valid += Number(ours(text));
      }),
      { numRuns: 2_000 },
    );
    expect(valid).toBeGreaterThan(10);
  });
});

describe('facets are compared by value', () => {
  const decimal = join(
    c('', '-', '+'),
    c('0', '5', '05', '12', '99', '100'),
    c('', '.', '.0', '.5', '.50', '.05', '.999'),
  ).map(String);

  it.each([
    ['minInclusive', { minInclusive: '5.5' }],
    ['maxInclusive', { maxInclusive: '12' }],
    ['minExclusive', { minExclusive: '-0.5' }],
    ['maxExclusive', { maxExclusive: '5.50' }],
    ['totalDigits', { totalDigits: 3 }],
    ['fractionDigits', { fractionDigits: 1 }],
  ])('%s as libxml2 does', (name, facets) => {
    const theirs = byLibxml2('decimal', `<xs:${name} value="${Object.values(facets)[0] ?? ''}"/>`);
    fc.assert(
      fc.property(decimal, (text) => {
        expect([text, facetDefect(text, facets, 'xsd-decimal') === undefined]).toEqual([text, theirs(text)]);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['xsd-decimal', 'xsd-integer', 'xsd-double'])('the values of an enumeration of %s', (format) => {
    const facets = { values: ['0', '50', '100'] };
    expect(['050', '+50', '0', '100'].map((text) => facetDefect(text, facets, format))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(facetDefect('51', facets, format)).toEqual({ rule: 'enum', expected: '0 | 50 | 100' });
  });

  it('beyond what a double could tell apart', () => {
    const facets = { maxInclusive: '9223372036854775807' };
    expect(facetDefect('9223372036854775807', facets, 'xsd-integer')).toBeUndefined();
    expect(facetDefect('9223372036854775808', facets, 'xsd-integer')).toEqual({
      rule: 'maximum',
      expected: '9223372036854775807',
    });
  });

  it('of doubles with exponents, infinities and NaN', () => {
    const facets = { minInclusive: '0', maxExclusive: '1e3' };
    const rule = (text: string): string | undefined => facetDefect(text, facets, 'xsd-double')?.rule;
    expect(['0', '9.99e2', '1E3', '1e400', 'INF', '-INF', '-1e-9', 'NaN'].map(rule)).toEqual([
      undefined,
      undefined,
      'maximum',
      'maximum',
      'maximum',
      'minimum',
      'minimum',
      'minimum',
    ]);
  });

  it('of dates by their day, whatever the zone', () => {
    const facets = { minInclusive: '2020-01-01', maxInclusive: '2020-12-31' };
    const rule = (text: string): string | undefined => facetDefect(text, facets, 'xsd-date')?.rule;
    expect(['2020-01-01Z', '2020-12-31+01:00', '2019-12-31', '2021-01-01Z'].map(rule)).toEqual([
      undefined,
      undefined,
      'minimum',
      'maximum',
    ]);
  });

  it('and a value that is no number is left to the lexical check', () => {
    expect(facetDefect('twelve', { minInclusive: '1' }, 'xsd-decimal')).toBeUndefined();
  });
});

describe('a number of two hundred thousand digits', () => {
  const bounds = { minInclusive: '0', maxInclusive: '100', fractionDigits: 2 };

  it.each([`0.${'0'.repeat(200_000)}1`, '9'.repeat(200_000), `-${'0'.repeat(200_000)}1`])(
    'is refused at once: %.4s …',
    (text) => {
      expect(facetDefect(text, bounds, 'xsd-decimal')).toMatchObject({ rule: 'digits' });
    },
  );
});
