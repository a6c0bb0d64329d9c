import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Language, LANGUAGES } from '../../src/domain/language.ts';
import { textsOfSources, type SourceText } from './texts-of-sources.ts';

const FLOWS = new URL('../../schemas/flows/', import.meta.url);

const ALL: SourceText[] = [
  ...textsOfSources(),
  ...readdirSync(FLOWS)
    .filter((file) => file.endsWith('.flow.json'))
    .flatMap((file) => textsIn(file, JSON.parse(readFileSync(new URL(file, FLOWS), 'utf8')))),
  ...textsIn('default.yaml', parse(readFileSync(new URL('../policy/default.yaml', FLOWS), 'utf8'))),
];

function textsIn(place: string, value: unknown): SourceText[] {
  if (typeof value !== 'object' || value === null) return [];
  const isText = ['fr', 'nl', 'en'].every((language) => typeof Reflect.get(value, language) === 'string');
  if (isText) return [{ place, words: value }];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(`${place}/${key}`, inner));
}

/** Names, and words that two languages share. */
const SAME_IN_ENGLISH: ReadonlySet<string> = new Set([
  'ONSS',
  'INASTI',
  'BCSS',
  'ONEM',
  'MediPrima (SPP Intégration sociale, CAAMI)',
  'Participant (FSE)',
  'object',
  'alias (*…)',
  'directive (%YAML)',
]);

/** Sentences of one language, with what is code taken out: it is not ours to spell. */
function sentences(language: Language): (readonly [string, string])[] {
  return ALL.map(({ place, words }) => [place, (words[language] ?? '').replace(/`[^`]*`/g, '`')] as const);
}

function offending(language: Language, pattern: RegExp): string[] {
  return sentences(language)
    .filter(([, text]) => pattern.test(text))
    .map(([place, text]) => `${place}: ${text}`);
}

describe('what people read', () => {
  it('is a few hundred texts', () => {
    expect(ALL.length).toBeGreaterThan(500);
  });

  it('stands in all four languages', () => {
    const incomplete = ALL.filter(({ words }) => LANGUAGES.some((language) => !/\S/.test(words[language] ?? '')));
    expect(incomplete.map(({ place, words }) => `${place}: ${words.en}`)).toEqual([]);
  });

  it.each(['fr', 'nl', 'de'] as const)('is not silently English (%s)', (language) => {
    const english = ALL.filter(
      ({ words }) => words[language] === words.en && / /.test(words.en ?? '') && !SAME_IN_ENGLISH.has(words.en ?? ''),
    );
    expect(english.map(({ place, words }) => `${place}: ${words.en}`)).toEqual([]);
  });

  it('keeps French punctuation with its word, by a space that does not break', () => {
    expect(offending('fr', / [:;!?»]|« |«[^\u00a0]|[^\u00a0]»/)).toEqual([]);
    expect(offending('nl', /[ \u00a0][:;!?](?!\S)/)).toEqual([]);
    expect(offending('de', /[ \u00a0][:;!?](?!\S)/)).toEqual([]);
  });

  it.each(['fr', 'nl'] as const)('has the apostrophe of a printed text (%s)', (language) => {
    expect(offending(language, /\p{L}'\p{L}/u)).toEqual([]);
  });

  it('is French as an administration writes it', () => {
    expect(offending('fr', /de soi-même|d’elle-même|de plus en plus espacé|La personne n° |lettres? mortes?/)).toEqual(
      [],
    );
  });

  it('is Dutch as an administration writes it', () => {
    expect(offending('nl', /probeert vanzelf|[Pp]ersoon nr\. |van de lezing/)).toEqual([]);
  });

  it.each(LANGUAGES)('names no technical keyword in the place of a word (%s)', (language) => {
    expect(offending(language, /xsd-|undefined|\bnull\b|\bTODO\b| {2}/)).toEqual([]);
  });
});
