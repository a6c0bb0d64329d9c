import type { SsinChange } from '../domain/result.ts';
import { ssinDefect } from '../domain/ssin.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import type { Flow } from '../flows/flow.ts';
import { valueAt, valuesAt } from '../flows/pointer.ts';
import { textAt } from './result-messages.ts';

/** A remark with the values that it names. */
export interface Remark {
  readonly code: string;
  readonly values: readonly (string | undefined)[];
  /** What it says in words, where a number may stand as well. */
  readonly texts: readonly string[];
}

/**
 * Whether the number that was asked about was replaced or cancelled. Services say it in four ways: attributes of an `ssin`, a
 * `ssinStatusData`, a code in an information message, or the codes MSG00006 and MSG00007 with the new number in `information`.
 *
 * @param remarks those that stand around the reply (SSDN)
 */
export function ssinChangeOf(
  flow: Flow,
  reply: JsonValue | undefined,
  remarks: readonly Remark[] = [],
): SsinChange | undefined {
  const { descriptor } = flow;
  const asked = (descriptor.echo ?? []).flatMap((echo) =>
    echo.reply === undefined ? [] : valuesAt(reply, echo.reply),
  );
  const coded = [...remarks, ...remarksIn(reply)].map((remark) => byCode(remark, asked));
  const told = (descriptor.results?.ssin ?? [])
    .flatMap((at) => valuesAt(reply, at))
    .map((at) => byAttributes(at) ?? byStatusData(at) ?? byInformation(at, asked));
  const changes = [...told, ...coded].filter((change) => change !== undefined);
  return changes.find(({ replacedBy }) => replacedBy !== undefined) ?? changes[0];
}

/** Attributes `canceled` and `replaces` or `replacedBy`, which point in opposite directions. */
function byAttributes(at: JsonValue): SsinChange | undefined {
  const replacedBy = textAt(at, '/replacedBy');
  const replaces = textAt(at, '/replaces');
  if (replacedBy !== undefined) return { kind: 'replaced', replacedBy };
  const current = textAt(at, '/value');
  if (replaces !== undefined && current !== undefined) return { kind: 'replaced', replacedBy: current, replaces };
  return valueAt(at, '/canceled') === true ? { kind: 'cancelled' } : undefined;
}

/** TaxAssessmentData. */
function byStatusData(at: JsonValue): SsinChange | undefined {
  const replacedBy = textAt(at, '/replacingSsin');
  switch (textAt(at, '/requestedSsinStatus')) {
    case 'REPLACED':
      return { kind: 'replaced', ...(replacedBy !== undefined && { replacedBy }) };
    case 'CANCELLED':
      return { kind: 'cancelled' };
    default:
      return undefined;
  }
}

/** ConsultPatrimonyCPAS, which names no field for the new number: its text may have it. */
function byInformation(at: JsonValue, asked: readonly JsonValue[]): SsinChange | undefined {
  return byCode({ code: textAt(at, '/code') ?? '', values: [], texts: [textAt(at, '/description') ?? ''] }, asked);
}

const KINDS: Readonly<Record<string, SsinChange['kind']>> = {
  MSG00006: 'replaced',
  MSG00007: 'cancelled',
  SSIN_REPLACED: 'replaced',
  SSIN_CANCELLED: 'cancelled',
};

/**
 * By the code of a remark. Nothing is published about the name of the field that holds the new number: the one value that is an SSIN,
 * and not the one that was asked about, is it; where there are two, neither is. Where no field has it, the text may.
 */
function byCode({ code, values, texts }: Remark, asked: readonly JsonValue[]): SsinChange | undefined {
  const kind = Object.hasOwn(KINDS, code) ? KINDS[code] : undefined;
  if (kind === undefined) return undefined;
  const inFields = values.filter((value) => value !== undefined && ssinDefect(value) === undefined);
  const replacedBy =
    newNumber(inFields, asked) ?? (kind === 'replaced' ? newNumber(numbersIn(texts), asked) : undefined);
  return { kind, ...(replacedBy !== undefined && { replacedBy }) };
}

/** The one number that is not the one asked about; where several are left, none is. */
function newNumber(numbers: readonly (string | undefined)[], asked: readonly JsonValue[]): string | undefined {
  const [only, ...others] = new Set(numbers.filter((value) => value !== undefined && !asked.includes(value)));
  return others.length === 0 ? only : undefined;
}

/** An SSIN as people write it: eleven digits, or `00.00.00-000.00`. */
const WRITTEN = /(?<!\d)\d{2}[. ]?\d{2}[. ]?\d{2}[-. ]?\d{3}[-. ]?\d{2}(?!\d)/g;
const REPLACED_BY = /\b(?:by|par|door|durch)\W{1,3}(?:\p{L}+\W{1,3}){0,4}?$/u;

/** Numbers in texts. Where one follows "replaced by", it alone. */
function numbersIn(texts: readonly string[]): string[] {
  const found = texts.flatMap((text) =>
    [...text.matchAll(WRITTEN)].map((match) => ({
      number: match[0].replace(/\D/g, ''),
      isNew: REPLACED_BY.test(text.slice(Math.max(0, match.index - 60), match.index)),
    })),
  );
  const valid = found.filter(({ number }) => ssinDefect(number) === undefined);
  const named = valid.filter(({ isNew }) => isNew);
  return (named.length > 0 ? named : valid).map(({ number }) => number);
}

/** Remarks of a status or a fault. */
function remarksIn(reply: JsonValue | undefined): Remark[] {
  const lists = ['/status', '/detail', '/error'].flatMap((at) => valuesAt(reply, at));
  return lists
    .flatMap((list) => (Array.isArray(list) ? list : [list]))
    .map((at) => ({
      code: textAt(at, '/code') ?? textAt(at, '/reasonCode') ?? '',
      values: valuesAt(at, '/information/fieldValue').map((value) => (typeof value === 'string' ? value : undefined)),
      texts: ['/description', '/diagnostic'].flatMap((name) => textAt(at, name) ?? []),
    }));
}
