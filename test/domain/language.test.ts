import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LANGUAGES, preferredLanguage } from '../../src/domain/language.ts';
import { patient } from '../support/patient.ts';

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['fr', 'fr'],
  ['FR', 'fr'],
  ['fr-BE', 'fr'],
  ['nl-BE,fr-BE;q=0.9', 'nl'],
  ['de, fr;q=0.5, nl;q=0.8', 'de'],
  ['fr;q=0.8, nl;q=0.8', 'fr'],
  ['en;q=0.1, fr;q=0.2', 'fr'],
  ['fr;q=0, nl;q=0.001', 'nl'],
  ['fr;q=0', 'en'],
  ['*', 'en'],
  ['de', 'de'],
  ['de-BE', 'de'],
  ['DE-be;q=0.9, fr-BE;q=0.8', 'de'],
  ['de;q=0.2, en;q=0.3', 'en'],
  ['den', 'en'],
  ['frx', 'en'],
  ['fry-NL', 'en'],
  [' nl ; q=0.7 , fr ; q=0.6 ', 'nl'],
  ['fr;q=nonsense', 'fr'],
  [';;;,,,;q=1', 'en'],
])('Accept-Language: %s is answered in %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});

it('any header at all is answered in a language that exists, soon', () => {
  fc.assert(fc.property(fc.string(), (header) => LANGUAGES.includes(preferredLanguage(header))));
  const start = performance.now();
  expect(preferredLanguage('fr;q='.repeat(100_000) + ','.repeat(100_000))).toBeDefined();
  expect(performance.now() - start).toBeLessThan(patient(500));
});
