import { type CbeNumber, completeCbeNumber } from '../../../domain/cbe-number.ts';
import type { Period } from '../../integrations/day.ts';

/** A social insurance fund for the self-employed. */
export interface Fund {
  readonly code: string;
  readonly cbeNumber: CbeNumber;
}

/** A stretch of a self-employed career. */
export interface SelfEmployment {
  readonly person: string;
  readonly fund: Fund;
  readonly period: Period;
  /** 100 principal occupation, 200 secondary. */
  readonly quality: 100 | 200;
  /** Quarters (`yyyyQn`) and whether their contribution is paid. */
  readonly contributions: readonly { readonly quarter: string; readonly paid: boolean }[];
}

const FUND: Fund = { code: '998', cbeNumber: completeCbeNumber('09999971') };

export const SELF_EMPLOYMENTS: readonly SelfEmployment[] = [
  {
    person: 'nergens.cornelis',
    fund: FUND,
    period: { start: '2019-04-01' },
    quality: 100,
    contributions: [
      { quarter: '2025Q1', paid: true },
      { quarter: '2025Q2', paid: true },
      { quarter: '2025Q3', paid: false },
    ],
  },
  {
    person: 'quelquepart.armand',
    fund: FUND,
    period: { start: '2017-01-01', end: '2019-12-31' },
    quality: 200,
    contributions: [{ quarter: '2019Q4', paid: true }],
  },
];
