import { ssinDefect } from '../domain/ssin.ts';
import type { JsonValue } from './codec/write.ts';
import { valuesAt } from './pointer.ts';

/**
 * Where a reply names whom, or what, it is about. Of what was asked (`request`), the reply must
 *
 * - repeat it (`reply`), as a service repeats its criteria;
 * - give data about nobody else (`data`): whoever is named there is who was asked about;
 * - give data in which it occurs (`among`): a household has other members too. With `each`, in every item of a list.
 *
 * Where a reply names nobody there is nothing to compare.
 */
export interface Echo {
  readonly request: string | readonly string[];
  readonly reply?: string;
  readonly data?: string | readonly string[];
  readonly among?: readonly string[];
  /** The items in which {@link among} is looked for; its pointers then start there. */
  readonly each?: string;
  readonly when?: EchoCondition;
  readonly unless?: EchoCondition;
  /** Only where what was asked is an SSIN: a number of another country is not given back as one. */
  readonly askedAs?: 'ssin';
}

/** A value of the request that decides whether an {@link Echo} holds. */
export interface EchoCondition {
  readonly at: string;
  readonly is: string | number | boolean | readonly (string | number | boolean)[];
}

/** True when a value names the same as one that was asked; who replaced it counts as the same. */
export type IsAsked = (given: JsonValue) => boolean;

/** The values that were asked, as far as the echo is about this request; empty when there is nothing to compare. */
export function askedBy(echo: Echo, payload: JsonValue): JsonValue[] {
  if (echo.when !== undefined && !isTrue(echo.when, payload)) return [];
  if (echo.unless !== undefined && isTrue(echo.unless, payload)) return [];
  const asked = listOf(echo.request).flatMap((at) => valuesAt(payload, at));
  return echo.askedAs === 'ssin' ? asked.filter((value) => ssinDefect(plain(value)) === undefined) : asked;
}

/** What a reply names where the echo looks, in groups: in each group every value (`some: false`) or one of them must have been asked. */
export function namedBy(
  echo: Echo,
  reply: JsonValue | undefined,
): { readonly some: boolean; readonly groups: JsonValue[][] } {
  const { among, each } = echo;
  if (among === undefined) {
    const places = [...listOf(echo.reply ?? []), ...listOf(echo.data ?? [])];
    return { some: false, groups: [places.flatMap((at) => named(reply, at))] };
  }
  const items = each === undefined ? [reply] : valuesAt(reply, each);
  return { some: true, groups: items.map((item) => among.flatMap((at) => named(item, at))) };
}

/** Values at a place; of free XML, the SSINs in it. */
function named(value: JsonValue | undefined, at: string): JsonValue[] {
  return valuesAt(value, at).flatMap((found) =>
    typeof found === 'string' && found.startsWith('<') ? ssinsIn(found) : found === '' ? [] : [found],
  );
}

/** The SSINs in a text. */
function ssinsIn(text: string): string[] {
  const numbers = text.match(ELEVEN_DIGITS) ?? [];
  return numbers.map(withoutSeparators).filter((number) => ssinDefect(number) === undefined);
}

/** A text without whatever may be an SSIN, also one whose check digits do not fit. */
export function maskSsins(text: string): string {
  return text.replace(ELEVEN_DIGITS, '***');
}

/** An SSIN as it stands in a sentence, with the separators of a form. */
const ELEVEN_DIGITS = /(?<!\d)\d{2}[ ./-]?\d{2}[ ./-]?\d{2}[ ./-]?\d{3}[ ./-]?\d{2}(?!\d)/g;

/**
 * Equal as services write values: an identification number with the separators of a form, a number that lost its leading zeros, a
 * date with a time zone.
 */
export function isSame(one: JsonValue, other: JsonValue): boolean {
  return plain(one) === plain(other);
}

function plain(value: JsonValue): string {
  if (value === null || typeof value === 'object') return '';
  const text = String(value).trim();
  const digits = withoutSeparators(text);
  if (ssinDefect(digits) === undefined) return digits;
  if (/^\d+$/.test(text)) return text.replace(/^0+(?=\d)/, '').padStart(11, '0');
  return text.replace(/^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})$/, '$1');
}

function withoutSeparators(text: string): string {
  return text.replace(/[\s./-]/g, '');
}

function isTrue({ at, is }: EchoCondition, payload: JsonValue): boolean {
  const wanted: readonly unknown[] = Array.isArray(is) ? is : [is];
  return valuesAt(payload, at).some((value) => wanted.includes(value));
}

function listOf(one: string | readonly string[]): readonly string[] {
  return typeof one === 'string' ? [one] : one;
}
