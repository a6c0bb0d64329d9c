import { describe, expect, it } from 'vitest';
import { anchoredPattern, PatternUnsupported } from '../../src/contracts/pattern.ts';

const accepts = (pattern: string, text: string): boolean => new RegExp(anchoredPattern([pattern]), 'u').test(text);

describe('a pattern of XML Schema in ECMAScript', () => {
  it.each([
    ['\\d{10}', '^(?:[0-9]{10})$'],
    ['[0-2][0-9]{3}\\-[0-1][0-9]', '^(?:[0-2][0-9]{3}-[0-1][0-9])$'],
    ['.+@.+', '^(?:[^\\n\\r]+@[^\\n\\r]+)$'],
    ['(a|b)*', '^(?:(?:a|b)*)$'],
    ['a^b$', '^(?:a\\^b\\$)$'],
    ['[a-z-[aeiou]]', '^(?:(?:(?![aeiou])[a-z]))$'],
    ['[a-]', '^(?:[a\\-])$'],
    ['\\p{IsBasicLatin}', '^(?:[\\u{0}-\\u{7f}])$'],
    ['', '^(?:)$'],
  ])('%s', (pattern, expected) => {
    expect(anchoredPattern([pattern])).toBe(expected);
  });

  it('matches the whole value, and alternatives are alternatives as a whole', () => {
    expect(anchoredPattern(['a', 'b|c'])).toBe('^(?:(?:a)|(?:b|c))$');
    expect(accepts('a|b', 'ab')).toBe(false);
    expect(accepts('\\d{2}', '12\n')).toBe(false);
  });

  it('takes digits to be 0 to 9, and never accepts more by that', () => {
    expect(accepts('\\d', '٣')).toBe(false);
    expect(accepts('[\\d]', '٣')).toBe(false);
    expect(accepts('[^\\d]', '٣')).toBe(false);
    expect(accepts('\\D', '٣')).toBe(false);
    expect(accepts('[\\w-[\\d]]', '٣')).toBe(false);
    expect(accepts('[\\w-[^\\d]]', '3')).toBe(true);
    expect(accepts('[\\w-[^\\d]]', '٣')).toBe(false);
  });

  it('gives the other escapes their meaning, in a class and outside', () => {
    expect(accepts('\\s', '\u00a0')).toBe(false);
    expect(accepts('[\\S]+', 'é\u00a0')).toBe(true);
    expect(accepts('\\w', '_')).toBe(false);
    expect(accepts('\\w\\W', 'é_')).toBe(true);
    expect(accepts('\\i\\c*', 'ns:é-1')).toBe(true);
    expect(accepts('[\\p{L}\\p{N}\\s\\-]*', 'Saint-Gilles 1060')).toBe(true);
    expect(accepts('.', '\u2028')).toBe(true);
    expect(accepts('.', '😀')).toBe(true);
  });

  it.each([
    '\\I',
    '[\\C]',
    'x**',
    '(a',
    'a)',
    '[z-a]',
    '[\\d-z]',
    '\\u0041',
    '\\p{Foo}',
    '\\p{IsTibetan}',
    'a{3,2}',
    '[]',
    '[a',
    '[\\P{IsGreek}]',
  ])('%s is refused by name', (pattern) => {
    expect(() => anchoredPattern([pattern])).toThrow(PatternUnsupported);
  });
});
