import { daysOfMonth, firstDayOf, type Month, monthOf, monthsOf, plusMonths } from '../../calendar.ts';
import { type Day, type Period, plusDays } from '../../integrations/day.ts';
import { MUNICIPALITIES } from '../places.ts';
import { LIVING_WAGES } from './living-wages.ts';

/** That a centre paid somebody a living wage, or its equivalent, in a period (A036): what other institutions reckon with. */
export interface A036 {
  readonly person: string;
  readonly cpas: string;
  /** The municipality of that centre. */
  readonly nisCode: string;
  readonly id: string;
  /** 0 original, 1 correction, 3 cancellation. */
  readonly status: '0' | '1' | '3';
  /** The one that is corrected or cancelled. */
  readonly updates?: string;
  readonly created: Day;
  readonly period: Required<Period>;
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
export function monthlyAttestations(person: string, today: Day): A036[] {
  const paid = LIVING_WAGES.filter((row) => row.person === person).flatMap(({ cpas, category, periods }) =>
    periods
      .flatMap((period) => monthsOf(period, plusMonths(monthOf(today), -1)))
      .map((month) => attestation(person, cpas, month, category === 'LIVING_WAGE' ? '7' : '8')),
  );
  return paid
    .flatMap((one) => withMistakes(one))
    .filter(({ created }) => created <= today)
    .sort((a, b) => (a.period.start + a.id < b.period.start + b.id ? -1 : 1));
}

function attestation(person: string, cpas: string, month: Month, category: '7' | '8'): A036 {
  const nisCode = MUNICIPALITIES.find((one) => one.cpas === cpas)?.nisCode ?? '';
  const sent = { id: idOf(person, month), created: sentFor(month), period: daysOfMonth(month) };
  return { person, cpas, nisCode, ...sent, status: '0', category };
}

function withMistakes(right: A036): A036[] {
  const paidIn = monthOf(right.period.start);
  const own = MISTAKES.filter(({ person }) => person === right.person);
  const wrong = own.find(({ month }) => month === paidIn);
  const after = own.find(({ month, kind }) => kind === 'unpaid' && month === plusMonths(paidIn, 1));
  const category = right.category === '7' ? '8' : '7';
  return [
    ...(wrong?.kind === 'category' ? corrected({ ...right, category }, { ...right, status: '1' }) : [right]),
    ...(after === undefined ? [] : cancelled(right, after.month)),
  ];
}

/** The first one as it was sent, then the one that replaced it. */
function corrected(first: A036, second: A036): A036[] {
  const at = { id: `${first.id.slice(0, -1)}2`, updates: first.id, created: plusDays(first.created, 9) };
  return [first, { ...second, ...at }];
}

/** A month that was attested and not paid. */
function cancelled(last: A036, month: Month): A036[] {
  const first = { ...last, id: idOf(last.person, month), period: daysOfMonth(month), created: sentFor(month) };
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
