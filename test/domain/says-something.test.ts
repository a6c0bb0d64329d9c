import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { legible, saysSomething } from '../../src/domain/says-something.ts';

const NOTHING: readonly string[] = [
  '',
  '          ',
  '\t\n\r\n',
  '\u00a0\u2003\u3000',
  '\u200b\u200c\u200d\u2060\ufeff',
  '\u3164\u115f\u1160\uffa0',
  '\u2800\u2800\u2800\u2800',
  '\u{e0061}\u{e0062}\u{e0063}',
  '\u202e\u2066\u2069',
  '\u0301\u0302\u0303\u0308',
  'ˈˉˊˋˌ',
  '..........',
  '. . . . .',
  '-',
  '–—―',
  '---- ----',
  '…',
  '_____',
  '??????????',
  '***',
  '🙂🙂🙂',
  'n/a',
  'N.A.',
  'N / A',
  'n.v.t.',
  'Néant',
  'sans objet',
  'geen',
  'none',
  '(none)',
  'keine',
  'x',
  'xx',
  'xxxxxxxxxx',
  'X x X x X x',
  'aàáâã',
  'ｘｘｘｘｘｘ',
  'ok',
  '12345',
  '1',
  '٠١٢٣',
  'a1',
  'a\u200bb',
];

describe('a reason', () => {
  it.each(NOTHING)('%j is none', (text) => {
    expect(saysSomething(text, 'reason')).toBe(false);
  });

  it.each([
    'RIS',
    'social enquiry',
    'DIS',
    'enquête sociale',
    'Überprüfung',
    'onderzoek 2026/12',
    'помощь семье',
    'طلب مساعدة',
    '社会调查',
    'the file was opened in error',
    'n/a for this person, who has died',
  ])('%j is one', (text) => {
    expect(saysSomething(text, 'reason')).toBe(true);
  });

  it('is not made one by anything that cannot be seen, or by a mark, wherever it stands', () => {
    const pieces = fc.array(fc.constantFrom('\u200b', '\u3164', ' ', '\u00ad', '.', '-', '\u0301', '\u2800', '1'), {
      maxLength: 40,
    });
    fc.assert(fc.property(pieces, (made) => !saysSomething(made.join(''), 'reason')));
    fc.assert(fc.property(pieces, (made) => saysSomething(`${made.join('')}help${made.join('')}`, 'reason')));
  });
});

describe('a reference of a file', () => {
  it.each(NOTHING.filter((text) => !/[1-9a-z]/i.test(text.normalize('NFKC')) && !/[٠-٩]/.test(text)))(
    '%j is none',
    (text) => {
      expect(saysSomething(text, 'reference')).toBe(false);
    },
  );

  it.each(['0', '000', '0/0', 'n/a', '\u200b0'])('%j is none', (text) => {
    expect(saysSomething(text, 'reference')).toBe(false);
  });

  it.each(['7', '2026/0002', 'A', 'D-12', '０７', 'ABC 0001'])('%j is one', (text) => {
    expect(saysSomething(text, 'reference')).toBe(true);
  });
});

it('a text is as long as what can be seen of it', () => {
  expect(legible('  a \u200b\u3164 b\u00a0\u00a0c\u2800 ')).toBe('a b c');
});
