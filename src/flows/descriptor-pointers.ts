import type { Condition } from './condition.ts';
import type { Echo } from './echo.ts';
import type { Descriptor, Effect, FillSource, Pages, Reconciliation, ResultPlaces } from './descriptor.ts';
import type { JsonValue } from './codec/write.ts';
import { type PersonPlace, pointersOf } from './persons/person-place.ts';

/** A place in a message that a descriptor speaks of. */
export interface DescribedPlace {
  /** Where in the descriptor it stands, as a path of keys. */
  readonly key: string;
  readonly message: 'request' | 'reply';
  readonly pointer: string;
  /** The flow whose message it is, where that is another. */
  readonly flow?: string;
}

/** Every place that a descriptor speaks of. */
export function placesIn(descriptor: Descriptor): DescribedPlace[] {
  const {
    subject = [],
    found = [],
    nobody = {},
    echo = [],
    kindWhen = [],
    forcesAccess = [],
    fill = {},
    results,
    pages,
    reconcile,
  } = descriptor;
  return [
    ...subject.flatMap((place, index) => placesOfPerson(place).map((at) => request(`subject/${index}`, at))),
    ...found.flatMap((place, index) => placesOfPerson(place).map((at) => reply(`found/${index}`, at))),
    ...Object.keys(nobody.request ?? {}).map((at) => request('nobody/request', at)),
    ...Object.keys(nobody.reply ?? {}).map((at) => reply('nobody/reply', at)),
    ...kindWhen.map(({ at }, index) => request(`kindWhen/${index}`, at)),
    ...forcesAccess.map(({ at }, index) => request(`forcesAccess/${index}`, at)),
    ...echo.flatMap((one, index) => placesOfEcho(one, `echo/${index}`)),
    ...Object.entries(fill).flatMap(([pointer, source]) => [
      request('fill', pointer),
      ...placesOfFill(pointer, source),
    ]),
    ...(results === undefined ? [] : placesOfResults(results)),
    ...(pages === undefined ? [] : placesOfPages(pages)),
    ...(reconcile === undefined ? [] : placesOfReconciliation(reconcile)),
  ];
}

function placesOfPerson(place: PersonPlace): readonly string[] {
  const also = typeof place === 'string' ? undefined : 'number' in place ? place.unless?.at : place.besides;
  return [...pointersOf(place), ...(also === undefined ? [] : [also])];
}

function placesOfEcho(
  { request: asked, reply: repeated, data = [], among = [], each = '', when, unless }: Echo,
  key: string,
): DescribedPlace[] {
  return [
    ...[asked].flat().map((at) => request(`${key}/request`, at)),
    ...(repeated === undefined ? [] : [reply(`${key}/reply`, repeated)]),
    ...[data].flat().map((at) => reply(`${key}/data`, at)),
    ...among.map((at) => reply(`${key}/among`, each + at)),
    ...[when, unless].flatMap((condition) => (condition === undefined ? [] : [request(`${key}/when`, condition.at)])),
  ];
}

function placesOfFill(pointer: string, source: FillSource): DescribedPlace[] {
  const key = `fill${pointer}`;
  if (typeof source === 'string') return [];
  if ('when' in source) return [request(`${key}/when`, source.when.at)];
  if (!('form' in source)) return [];
  const { person, period } = source;
  return [person, period?.begin, period?.end].flatMap((at) => (at === undefined ? [] : [request(key, at)]));
}

function placesOfResults(places: ResultPlaces): DescribedPlace[] {
  const { status, word, found, partialWhen, messages, sources, items, ssin, filters } = places;
  const each = (name: string, list: readonly (string | { readonly at: string })[] = []): DescribedPlace[] =>
    list.map((place, index) => reply(`results/${name}/${index}`, typeof place === 'string' ? place : place.at));
  return [
    ...(status === undefined ? [] : [reply('results/status', status)]),
    ...(word === undefined ? [] : [reply('results/word', (status ?? '/status') + word)]),
    ...each('found', found),
    ...each('partialWhen', partialWhen),
    ...each('messages', messages),
    ...each('ssin', ssin),
    ...each('filters', filters),
    ...(sources ?? []).flatMap((place, index) => {
      const key = `results/sources/${index}`;
      if ('source' in place) return [reply(key, place.status)];
      return [reply(key, place.each + place.name), reply(key, place.each + place.status)];
    }),
    ...(items ?? []).flatMap(({ each: list, name, status: own, messages: remarks }, index) =>
      [name, own, ...(remarks === undefined ? [] : [remarks])].map((at) => reply(`results/items/${index}`, list + at)),
    ),
  ];
}

function placesOfPages({ lists, also = {}, without = [] }: Pages): DescribedPlace[] {
  return [
    ...lists.flatMap(({ next, into, items }, index) => [
      reply(`pages/lists/${index}/next`, next),
      request(`pages/lists/${index}/into`, into),
      reply(`pages/lists/${index}/items`, items),
    ]),
    ...Object.entries(also).flatMap(([into, from]) => [request('pages/also', into), reply('pages/also', from)]),
    ...without.map((pointer, index) => request(`pages/without/${index}`, pointer)),
  ];
}

/** The question belongs to another flow, its templates to the declaration. */
function placesOfReconciliation({ flow, payload, effect }: Reconciliation): DescribedPlace[] {
  const asked = flow === undefined ? {} : { flow };
  return [
    ...leavesOf(payload).map((pointer) => ({ ...request('reconcile/payload', pointer), ...asked })),
    ...templatesIn(payload).map((pointer) => request('reconcile/payload', pointer)),
    ...effect.flatMap((one, index) => placesOfEffect(one, `reconcile/effect/${index}`, asked)),
  ];
}

function placesOfEffect(
  { when, rows, match, single, since, newest }: Effect,
  key: string,
  asked: { readonly flow?: string },
): DescribedPlace[] {
  const row = rows.replace(/\/\*$/, '');
  return [
    ...conditions(when).map(({ at }) => request(`${key}/when`, at)),
    ...(single === undefined ? [] : [request(`${key}/single`, single)]),
    ...[since, newest].flatMap((at) => (at === undefined ? [] : [{ ...reply(`${key}/rows`, row + at), ...asked }])),
    { ...reply(`${key}/rows`, rows), ...asked },
    ...Object.keys(match).map((at) => ({ ...reply(`${key}/match`, row + at), ...asked })),
    ...templatesIn(Object.values(match)).map((pointer) => request(`${key}/match`, pointer)),
  ];
}

function conditions(when: Condition | undefined): Condition[] {
  return when === undefined ? [] : [when];
}

/** The `$/…` texts of a template, as pointers. */
function templatesIn(template: JsonValue): string[] {
  if (typeof template === 'string') return template.startsWith('$/') ? [template.slice(1)] : [];
  return typeof template === 'object' && template !== null
    ? Object.values(template).flatMap((inner) => templatesIn(inner ?? null))
    : [];
}

/** Pointers to the values of a template. */
function leavesOf(template: JsonValue, pointer = ''): string[] {
  if (typeof template !== 'object' || template === null) return [pointer];
  return Object.entries(template).flatMap(([key, inner]) => leavesOf(inner ?? null, `${pointer}/${key}`));
}

function request(key: string, pointer: string): DescribedPlace {
  return { key, message: 'request', pointer };
}

function reply(key: string, pointer: string): DescribedPlace {
  return { key, message: 'reply', pointer };
}
