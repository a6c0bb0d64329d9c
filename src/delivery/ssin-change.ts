import type { SsinChange } from '../domain/result.ts';
import { ssinDefect } from '../domain/ssin.ts';
import type { JsonValue } from '../flows/codec/write.ts';
import { ssinsIn } from '../flows/echo.ts';
import type { Flow } from '../flows/flow.ts';
import { valueAt, valuesAt } from '../flows/pointer.ts';
import { textAt } from './result-messages.ts';

/** A remark with the values that it names. */
export interface Remark {
  readonly code: string;
  readonly values: readonly (string | undefined)[];
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
    .map((at) => byAttributes(at) ?? byStatusData(at) ?? byInformation(at));
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

/** ConsultPatrimonyCPAS, which has no place for the new number but its description. */
function byInformation(at: JsonValue): SsinChange | undefined {
  return byCode({ code: textAt(at, '/code') ?? '', values: ssinsIn(textAt(at, '/description') ?? '') }, []);
}

const KINDS: Readonly<Record<string, SsinChange['kind']>> = {
  MSG00006: 'replaced',
  MSG00007: 'cancelled',
  SSIN_REPLACED: 'replaced',
  SSIN_CANCELLED: 'cancelled',
};

/**
 * By the code of a remark. Nothing is published about the name of the field that holds the new number, and some only write it in their
 * text: the one value that is an SSIN, and not the one that was asked about, is it; where there are two, neither is.
 */
function byCode({ code, values }: Remark, asked: readonly JsonValue[]): SsinChange | undefined {
  const kind = Object.hasOwn(KINDS, code) ? KINDS[code] : undefined;
  if (kind === undefined) return undefined;
  const numbers = values.filter((value) => value !== undefined && ssinDefect(value) === undefined);
  const [replacedBy, ...others] = new Set(numbers.filter((value) => !asked.includes(value ?? null)));
  return { kind, ...(replacedBy !== undefined && others.length === 0 && { replacedBy }) };
}

/** Remarks of a status or a fault. */
function remarksIn(reply: JsonValue | undefined): Remark[] {
  const lists = ['/status', '/detail', '/error'].flatMap((at) => valuesAt(reply, at));
  return lists
    .flatMap((list) => (Array.isArray(list) ? list : [list]))
    .map((at) => ({
      code: textAt(at, '/code') ?? textAt(at, '/reasonCode') ?? '',
      values: [
        ...valuesAt(at, '/information/fieldValue').map((value) => (typeof value === 'string' ? value : undefined)),
        ...['/description', '/diagnostic'].flatMap((text) => ssinsIn(textAt(at, text) ?? '')),
      ],
    }));
}
