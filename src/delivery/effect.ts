import { brusselsDate } from '../domain/brussels-time.ts';
import type { Organisation } from '../domain/organisation.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import { holds } from '../flows/condition.ts';
import type { Effect, Reconciliation } from '../flows/descriptor.ts';
import type { Payload } from '../flows/flow.ts';
import { valueAt, valuesAt } from '../flows/pointer.ts';

/** What the rules of a reconciliation may refer to. */
export interface EffectContext {
  /** Of the declaration. */
  readonly payload: Payload;
  readonly organisation: Organisation;
  /** When the declaration was accepted: what is older than that is no effect of it. */
  readonly acceptedAt: Date;
}

/** The effect that shows what became of this very declaration; undefined where none can. */
export function effectFor({ effect }: Reconciliation, payload: Payload): Effect | undefined {
  return effect.find(
    ({ when, single }) =>
      (when === undefined || holds(when, payload)) &&
      (single === undefined || valuesAt(payload, `${single}/*`).length === 1),
  );
}

/**
 * Is the row there that the effect is about? Undefined when the declaration does not say what to look for: a row that nothing could
 * match would always be absent.
 */
export function isPresent(effect: Effect, answer: JsonValue | undefined, context: EffectContext): boolean | undefined {
  const match = Object.entries(effect.match).map(([at, wanted]) => ({ at, wanted: wantedValue(wanted, context) }));
  if (match.some(({ wanted }) => wanted === undefined)) return undefined;
  const rows = valuesAt(answer, effect.rows).flatMap((found) => (Array.isArray(found) ? found : [found]));
  return newestOf(rows, effect.newest)
    .filter((row) => effect.since === undefined || isSince(valueAt(row, effect.since), context.acceptedAt))
    .some((row) => match.every(({ at, wanted }) => holdsAll(valueAt(row, at), wanted)));
}

/** Only the rows of the highest version: what was decided before it is no longer so. */
function newestOf(rows: readonly JsonValue[], at: string | undefined): readonly JsonValue[] {
  if (at === undefined) return rows;
  const versionOf = (row: JsonValue): number => Number(valueAt(row, at));
  const newest = Math.max(...rows.map(versionOf));
  return rows.filter((row) => versionOf(row) === newest);
}

/** Not older than the declaration, as far as the clocks agree; where there is only a day, by the day. */
function isSince(value: JsonValue | undefined, acceptedAt: Date): boolean {
  if (typeof value !== 'string') return false;
  if (/^\d{4}-\d{2}-\d{2}(?:Z|[+-]\d{2}:\d{2})?$/.test(value)) return value.slice(0, 10) >= brusselsDate(acceptedAt);
  const recordedAt = Date.parse(value);
  return recordedAt >= acceptedAt.getTime() - CLOCKS_DIFFER_MS;
}

const CLOCKS_DIFFER_MS = 120_000;

/** True when the row says all that was declared; it may say more. */
function holdsAll(given: JsonValue | undefined, wanted: JsonValue | undefined): boolean {
  if (typeof wanted !== 'object' || wanted === null) return same(given, wanted);
  return Object.entries(wanted).every(([key, inner]) => holdsAll(valueAt(given, `/${key}`), inner));
}

/** The payload of the question: the template with its `$/…` texts replaced by values of the declaration. */
export function fillTemplate(template: JsonValue, payload: Payload): JsonValue | undefined {
  if (typeof template === 'string') return template.startsWith('$/') ? valueAt(payload, template.slice(1)) : template;
  if (Array.isArray(template)) return template.map((item) => fillTemplate(item, payload) ?? null);
  if (typeof template !== 'object' || template === null) return template;
  const filled = Object.entries(template).map(([key, inner]) => [key, inner && fillTemplate(inner, payload)] as const);
  return Object.fromEntries(filled.filter(([, inner]) => inner !== undefined));
}

function wantedValue(
  wanted: string | number | boolean,
  { payload, organisation }: EffectContext,
): JsonValue | undefined {
  if (wanted === '$organisation.nisCode') return organisation.nisCode;
  if (wanted === '$organisation.cbeNumber') return organisation.cbeNumber;
  return typeof wanted === 'string' && wanted.startsWith('$/') ? valueAt(payload, wanted.slice(1)) : wanted;
}

/** Equal as BCSS writes values: a date comes back with a time zone, a number as text or not. */
function same(given: JsonValue | undefined, wanted: JsonValue | undefined): boolean {
  return plain(given) === plain(wanted);
}

function plain(value: JsonValue | undefined): string {
  if (value === undefined || value === null || typeof value === 'object') return '';
  return String(value).replace(/^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})$/, '$1');
}
