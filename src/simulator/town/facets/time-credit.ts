import type { Period } from '../../integrations/day.ts';

/** Work that is interrupted for a while, wholly or in part. Amounts are in eurocent. */
export interface TimeCredit {
  readonly person: string;
  /** Key of the employer. */
  readonly employer: string;
  readonly scheme: 'TIME_CREDIT' | 'PARENTAL_LEAVE';
  readonly reduction: 'HALF' | 'FIFTH';
  readonly period: Period;
  readonly motive: 'CHILD' | 'END_OF_CAREER';
  readonly monthlyCents: number;
}

export const TIME_CREDITS: readonly TimeCredit[] = [
  {
    person: 'schimmen.fons',
    employer: 'fabriek',
    scheme: 'PARENTAL_LEAVE',
    reduction: 'FIFTH',
    period: { start: '2025-09-01', end: '2026-12-31' },
    motive: 'CHILD',
    monthlyCents: 18_600,
  },
  {
    person: 'desnuages.hortense',
    employer: 'fabriek',
    scheme: 'TIME_CREDIT',
    reduction: 'HALF',
    period: { start: '2024-01-01' },
    motive: 'END_OF_CAREER',
    monthlyCents: 60_100,
  },
];
