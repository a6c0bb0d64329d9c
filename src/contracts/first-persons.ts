import type { AnnotatedSchema, ResolveReference } from '../flows/annotated-schema.ts';
import type { IdentityPlace, PersonPlace } from '../flows/persons/person-place.ts';
import { type Undeclared, undeclaredPersons } from '../flows/persons/undeclared.ts';

/**
 * The persons of a contract that nobody has looked at yet: whatever can name one is taken for one, by number or by what else tells who it
 * is. Whoever completes the descriptor says where that is too much.
 */
export function firstPersons(
  { request, reply }: { readonly request: AnnotatedSchema; readonly reply: AnnotatedSchema },
  known: readonly string[],
  filled: readonly string[],
  resolve: ResolveReference,
): { readonly subject: readonly PersonPlace[]; readonly found: readonly PersonPlace[] } {
  const asked = undeclaredPersons({ schema: request, places: known, nobody: {}, filled }, resolve);
  const numbers = [...known, ...pointersOf(asked, 'number')];
  const shown = undeclaredPersons({ schema: reply, places: [], nobody: {}, filled: [] }, resolve);
  return {
    subject: [...numbers, ...identities(pointersOf(asked, 'identity'), numbers)],
    found: [
      ...patterns(pointersOf(shown, 'number')),
      ...(shown.some(({ sign }) => sign === 'identity') ? [{ identity: patterns(pointersOf(shown, 'identity')) }] : []),
    ],
  };
}

function pointersOf(places: readonly Undeclared[], wanted: Undeclared['sign']): string[] {
  return places.filter(({ sign }) => sign === wanted).map(({ pointer }) => pointer);
}

/** One place for each object that tells who somebody is, with the number that stands in the same one. */
function identities(pointers: readonly string[], numbers: readonly string[]): IdentityPlace[] {
  const groups = new Map<string, string[]>();
  for (const pointer of pointers) groups.set(objectOf(pointer), [...(groups.get(objectOf(pointer)) ?? []), pointer]);
  return [...groups].map(([object, identity]) => {
    const besides = numbers.find((number) => objectOf(number.replaceAll('/*', '')) === object);
    return { identity, ...(besides !== undefined && { besides }) };
  });
}

function objectOf(pointer: string): string {
  return pointer.slice(0, pointer.lastIndexOf('/'));
}

/** By name, wherever it stands: replies are deep. */
function patterns(pointers: readonly string[]): string[] {
  return [...new Set(pointers.map((pointer) => `/**${pointer.slice(pointer.lastIndexOf('/'))}`))].sort();
}
