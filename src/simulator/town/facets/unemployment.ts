import type { Period } from '../../integrations/day.ts';

/** Unemployment, as the ONEM knows it. Amounts are in eurocent. */
export interface Unemployment {
  readonly person: string;
  /** Who pays: a union, or the public fund. */
  readonly payer: string;
  readonly right: Period;
  readonly dailyCents: number;
  /** Months (`yyyy-mm`) and what was paid for them. */
  readonly payments: readonly { readonly month: string; readonly days: number; readonly grossCents: number }[];
  readonly sanctions: readonly Period[];
}

export const UNEMPLOYMENTS: readonly Unemployment[] = [
  {
    person: 'mirage.anselme',
    payer: 'CAPAC FICTIVE',
    right: { start: '2025-07-01' },
    dailyCents: 5_412,
    payments: [
      { month: '2025-07', days: 23, grossCents: 124_476 },
      { month: '2025-08', days: 21, grossCents: 113_652 },
      { month: '2025-09', days: 22, grossCents: 119_064 },
    ],
    sanctions: [],
  },
  {
    person: 'zomaar.kamiel',
    payer: 'CAPAC FICTIVE',
    right: { start: '2024-03-01', end: '2025-02-28' },
    dailyCents: 4_870,
    payments: [{ month: '2025-02', days: 20, grossCents: 97_400 }],
    sanctions: [{ start: '2024-10-07', end: '2024-11-03' }],
  },
];
