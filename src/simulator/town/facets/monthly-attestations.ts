import { firstDayOf, lastDayOf, type Month, monthOf, monthsOf, plusMonths } from '../../calendar.ts';
import { type Day, plusDays } from '../../integrations/day.ts';
import type { CbeNumber } from '../../../domain/cbe-number.ts';
import { LIVING_WAGES } from './living-wages.ts';

/** That a centre paid somebody a living wage, or its equivalent, for a month (A036): what other institutions reckon with. */
export interface MonthlyAttestation {
  readonly person: string;
  readonly cpas: CbeNumber;
  readonly id: string;
  /** 0 original, 1 correction, 3 cancellation. */
  readonly status: '0' | '1' | '3';
  /** The one that is corrected or cancelled. */
  readonly updates?: string;
  readonly created: Day;
  readonly month: Month;
  /** 7 living wage, 8 its equivalent. */
  readonly category: '7' | '8';
}

/** What a centre sent wrongly, and put right afterwards. */
const MISTAKES: readonly { readonly person: string; readonly month: Month; readonly kind: 'category' | 'unpaid' }[] = [
  { person: 'mirage.anselme', month: '2022-08', kind: 'category' },
  { person: 'mirage.anselme', month: '2023-02', kind: 'unpaid' },
];

/**
 * The attestations of a person up to today, oldest first: one for each month that a living wage was paid, sent in the month after.
 * Those of a mistake are there twice, as they were sent.
 */
export function monthlyAttestations(person: string, today: Day): MonthlyAttestation[] {
  const paid = LIVING_WAGES.filter((row) => row.person === person).flatMap(({ cpas, category, periods }) =>
    periods
      .flatMap((period) => monthsOf(period, plusMonths(monthOf(today), -1)))
      .map((month) => attestation(person, cpas, month, category === 'LIVING_WAGE' ? '7' : '8')),
  );
  return paid
    .flatMap((one) => withMistakes(one))
    .filter(({ created }) => created <= today)
    .sort((a, b) => (a.month + a.id < b.month + b.id ? -1 : 1));
}

function attestation(person: string, cpas: CbeNumber, month: Month, category: '7' | '8'): MonthlyAttestation {
  return { person, cpas, id: idOf(person, month), status: '0', created: sentFor(month), month, category };
}

function withMistakes(right: MonthlyAttestation): MonthlyAttestation[] {
  const wrong = MISTAKES.find(({ person, month }) => person === right.person && month === right.month);
  const after = MISTAKES.find(
    ({ person, month, kind }) => person === right.person && kind === 'unpaid' && month === plusMonths(right.month, 1),
  );
  const category = right.category === '7' ? '8' : '7';
  return [
    ...(wrong?.kind === 'category' ? corrected({ ...right, category }, { ...right, status: '1' }) : [right]),
    ...(after === undefined ? [] : cancelled(right, after.month)),
  ];
}

/** The first one as it was sent, then the one that replaced it. */
function corrected(first: MonthlyAttestation, second: MonthlyAttestation): MonthlyAttestation[] {
  const at = { id: `${first.id.slice(0, -1)}2`, updates: first.id, created: plusDays(first.created, 9) };
  return [first, { ...second, ...at }];
}

/** A month that was attested and not paid. */
function cancelled(last: MonthlyAttestation, month: Month): MonthlyAttestation[] {
  const first = { ...last, id: idOf(last.person, month), month, created: sentFor(month) };
  return corrected(first, { ...first, status: '3' });
}

/** On the third of the month after. */
function sentFor(month: Month): Day {
  return plusDays(firstDayOf(plusMonths(month, 1)), 2);
}

/** Thirteen characters: the month, and digits that tell people apart. */
function idOf(person: string, month: Month): string {
  const sum = Array.from(person).reduce((number, letter) => (number * 31 + letter.charCodeAt(0)) % 1_000, 7);
  return `A${month.replace('-', '')}${String(sum).padStart(5, '0')}1`;
}

/** First and last day of a month. */
export function daysOfMonth(month: Month): { readonly start: Day; readonly end: Day } {
  return { start: firstDayOf(month), end: lastDayOf(month) };
}
