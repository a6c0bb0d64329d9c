import { type CbeNumber, completeCbeNumber } from '../../../domain/cbe-number.ts';
import type { Quarter } from '../../calendar.ts';
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
  /** The one-person enterprise, and what it does (six digits). */
  readonly enterprise: CbeNumber;
  readonly occupation: { readonly code: string; readonly fr: string; readonly nl: string };
  readonly period: Period;
  /** 100 principal occupation, 200 beside another one. */
  readonly quality: 100 | 200;
  /** Quarters whose contribution has not been paid; those of all others have. */
  readonly unpaid: readonly Quarter[];
}

const FUND: Fund = { code: '998', cbeNumber: completeCbeNumber('09999971') };

export const SELF_EMPLOYMENTS: readonly SelfEmployment[] = [
  {
    person: 'nergens.cornelis',
    fund: FUND,
    enterprise: completeCbeNumber('09999972'),
    occupation: { code: '999101', fr: 'Réparation de cerfs-volants', nl: 'Herstelling van vliegers' },
    period: { start: '2019-04-01' },
    quality: 100,
    unpaid: ['2025Q3', '2025Q4'],
  },
  {
    person: 'quelquepart.armand',
    fund: FUND,
    enterprise: completeCbeNumber('09999973'),
    occupation: { code: '999102', fr: 'Cartographie de nuages', nl: 'Wolkenkartering' },
    period: { start: '2017-01-01', end: '2019-12-31' },
    quality: 200,
    unpaid: [],
  },
];
