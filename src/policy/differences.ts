import type { Language } from '../domain/language.ts';
import type { PolicyDocument } from './document/policy-document.ts';

/** One thing that two versions of a table say differently. */
export interface Difference {
  /** `rules / means / roles`. */
  readonly place: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before?: string;
  readonly after?: string;
}

/** What changed from one table to the next, in the order of the later one. Lists are compared as sets: their order means nothing. */
export function differences(before: PolicyDocument | undefined, after: PolicyDocument): Difference[] {
  return between([], before ?? {}, after);
}

/** A difference as a sentence. */
export function differenceText({ place, kind, before, after }: Difference, language: Language): string {
  const { added, removed, changed } = WORDS[language];
  if (kind === 'added') return `+ ${place}: ${added}${after === undefined ? '' : ` ${after}`}`;
  if (kind === 'removed') return `- ${place}: ${removed}${before === undefined ? '' : ` ${before}`}`;
  return `~ ${place}: ${changed} ${before ?? ''} → ${after ?? ''}`;
}

const WORDS: Readonly<Record<Language, Readonly<Record<Difference['kind'], string>>>> = {
  fr: { added: 'ajouté', removed: 'retiré', changed: 'modifié' },
  de: { added: 'hinzugefügt', removed: 'entfernt', changed: 'geändert' },
  nl: { added: 'toegevoegd', removed: 'verwijderd', changed: 'gewijzigd' },
  en: { added: 'added', removed: 'removed', changed: 'changed' },
};

function between(path: readonly string[], before: unknown, after: unknown): Difference[] {
  if (Array.isArray(before) && Array.isArray(after)) return betweenLists(path, before, after);
  if (isObject(before) && isObject(after)) return betweenObjects(path, before, after);
  if (written(before) === written(after)) return [];
  return [{ place: path.join(' / '), kind: 'changed', before: written(before), after: written(after) }];
}

type Members = Readonly<Record<string, unknown>>;

function betweenObjects(path: readonly string[], before: Members, after: Members): Difference[] {
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return [
    ...Object.entries(after).flatMap(([key, value]) =>
      Object.hasOwn(before, key) ? between([...path, key], before[key], value) : added([...path, key], value),
    ),
    ...removed.map((key): Difference => ({ place: [...path, key].join(' / '), kind: 'removed' })),
  ];
}

/** A whole part that is new is told member by member: what a new rule allows must be readable in the log. */
function added(path: readonly string[], value: unknown): Difference[] {
  if (isObject(value)) return Object.entries(value).flatMap(([key, inner]) => added([...path, key], inner));
  const items = Array.isArray(value) ? value.map(written).join(', ') : written(value);
  return [{ place: path.join(' / '), kind: 'added', after: items }];
}

function betweenLists(path: readonly string[], before: readonly unknown[], after: readonly unknown[]): Difference[] {
  const [were, are] = [before.map(written), after.map(written)];
  const place = path.join(' / ');
  return [
    ...are.filter((item) => !were.includes(item)).map((item): Difference => ({ place, kind: 'added', after: item })),
    ...were.filter((item) => !are.includes(item)).map((item): Difference => ({ place, kind: 'removed', before: item })),
  ];
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function written(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isObject(value))
    return Object.entries(value)
      .map(([key, inner]) => `${key} ${written(inner)}`)
      .join(', ');
  return Array.isArray(value) ? `[${value.map(written).join(', ')}]` : String(value);
}
