import type { Period } from '../../integrations/day.ts';

/** A file at the directorate for persons with a disability. Amounts are in eurocent. */
export interface HandicapFile {
  readonly person: string;
  readonly fileNumber: string;
  readonly recognition: Period;
  /** Points for each kind of dependence, at most three each. */
  readonly points: readonly number[];
  readonly allowances: readonly { readonly kind: 'IRT' | 'IT' | 'APA'; readonly monthlyCents: number }[];
  readonly payments: readonly { readonly month: string; readonly cents: number }[];
}

export const HANDICAP_FILES: readonly HandicapFile[] = [
  {
    person: 'zomaar.kamiel',
    fileNumber: 'DGPH-0229',
    recognition: { start: '2024-01-01' },
    points: [2, 1, 2, 1, 0, 1],
    allowances: [
      { kind: 'IRT', monthlyCents: 82_140 },
      { kind: 'IT', monthlyCents: 24_475 },
    ],
    payments: [
      { month: '2025-08', cents: 106_615 },
      { month: '2025-09', cents: 106_615 },
    ],
  },
  {
    person: 'brumeux.celestine',
    fileNumber: 'DGPH-0142',
    recognition: { start: '2018-06-01', end: '2028-05-31' },
    points: [3, 2, 2, 2, 1, 2],
    allowances: [{ kind: 'APA', monthlyCents: 47_310 }],
    payments: [{ month: '2025-09', cents: 47_310 }],
  },
];
