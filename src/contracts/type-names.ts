import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import { nameOfClark } from './translation.ts';

/**
 * The names that types get in `$defs`, by their Clark names: the local name of the contract. Where two namespaces of one
 * service version define one local name, each gets the last telling part of its namespace in front: `Common.PeriodType`. All of
 * them do, so that the names do not hang on which was met first.
 */
export function typeNames(clarkNames: Iterable<string>): ReadonlyMap<string, string> {
  const keys = [...clarkNames].sort();
  const wanted = [
    (key: string) => nameOfClark(key).local,
    (key: string) => `${segment(key, false)}.${nameOfClark(key).local}`,
    (key: string) => `${segment(key, true)}.${nameOfClark(key).local}`,
    (key: string, index: number) => `${segment(key, true)}${index + 1}.${nameOfClark(key).local}`,
  ];
  let names = new Map<string, string>();
  for (const want of wanted) {
    const clashing = clashes(keys, names);
    names = new Map(keys.map((key, index) => [key, clashing.has(key) ? want(key, index) : (names.get(key) ?? '')]));
  }
  return names;
}

/** Keys whose name is not theirs alone; at first, all of them. */
function clashes(keys: readonly string[], names: ReadonlyMap<string, string>): ReadonlySet<string> {
  const users = new Map<string, number>();
  for (const name of names.values()) users.set(name, (users.get(name) ?? 0) + 1);
  return new Set(keys.filter((key) => (users.get(names.get(key) ?? '') ?? 2) > 1));
}

/** `Common` for `http://kszbcss.fgov.be/types/common/v3`; `CommonV3` with its version. */
function segment(key: string, withVersion: boolean): string {
  const parts = nameOfClark(key)
    .namespace.split(/[/:#]+/)
    .filter((part) => part !== '');
  const version = parts.findLast(isVersion);
  const telling = parts.findLast((part) => !isVersion(part)) ?? 'NoNamespace';
  const words = [telling, ...(withVersion && version !== undefined ? [version] : [])];
  return words.map((word) => word.replace(/[^A-Za-z0-9]/g, '').replace(/^./, (first) => first.toUpperCase())).join('');
}

function isVersion(part: string): boolean {
  return /^v?[0-9]/i.test(part);
}

/** A copy of a schema with every reference written anew. */
export function withReferences(schema: AnnotatedSchema, write: (clarkName: string) => string): AnnotatedSchema {
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) =>
        key === '$ref' && typeof inner === 'string' ? [key, write(inner)] : [key, copy(inner)],
      ),
    );
  };
  return copy(schema) as AnnotatedSchema;
}
