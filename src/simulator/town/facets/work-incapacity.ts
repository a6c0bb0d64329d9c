import type { Period } from '../../integrations/day.ts';

/** Unable to work, and paid by a mutuality: the first year is one of incapacity, then comes invalidity. Amounts are in eurocent. */
export interface WorkIncapacity {
  readonly person: string;
  readonly kind: 'incapacity' | 'invalidity';
  readonly period: Period;
  /** For each day but Sundays. */
  readonly dailyCents: number;
}

export const WORK_INCAPACITIES: readonly WorkIncapacity[] = [
  // What ONEM was told of the same illness stands in its own file.
  {
    person: 'zomaar.kamiel',
    kind: 'incapacity',
    period: { start: '2025-03-01', end: '2026-02-28' },
    dailyCents: 6_312,
  },
  {
    person: 'luchtkasteel.remi',
    kind: 'incapacity',
    period: { start: '2023-05-02', end: '2023-09-30' },
    dailyCents: 5_870,
  },
  {
    person: 'quelquepart.armand',
    kind: 'invalidity',
    period: { start: '2024-10-01' },
    dailyCents: 5_655,
  },
];
