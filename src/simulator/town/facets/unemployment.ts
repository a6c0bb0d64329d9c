import type { Day, Period } from '../../integrations/day.ts';

/** Unemployment, as the ONEM knows it. Amounts are in eurocent. */
export interface Unemployment {
  readonly person: string;
  /** The office that decides, and its number of the file. */
  readonly file: UnemploymentFile;
  readonly right: Period;
  /** How a right ended that has ended. */
  readonly endedBy?: 'RIGHTS_END' | 'EXCLUSION';
  /** For each day but Sundays. */
  readonly dailyCents: number;
  readonly sanctions: readonly { readonly period: Period; readonly weeks: number; readonly decidedOn: Day }[];
  readonly exemptions: readonly Exemption[];
}

export interface UnemploymentFile {
  readonly office: number;
  readonly number: string;
}

/** Somebody who need not look for work for a while. */
export interface Exemption {
  readonly period: Period;
  /** A training for work that is in demand. */
  readonly job: string;
}

export const UNEMPLOYMENTS: readonly Unemployment[] = [
  {
    person: 'mirage.anselme',
    file: { office: 999, number: 'ONEM-0101' },
    right: { start: '2025-07-01', end: '2025-09-30' },
    endedBy: 'RIGHTS_END',
    dailyCents: 5_412,
    sanctions: [],
    exemptions: [],
  },
  {
    person: 'zomaar.kamiel',
    file: { office: 999, number: 'ONEM-0229' },
    right: { start: '2024-03-01', end: '2025-02-28' },
    endedBy: 'RIGHTS_END',
    dailyCents: 4_870,
    sanctions: [{ period: { start: '2024-10-07', end: '2024-11-03' }, weeks: 4, decidedOn: '2024-09-26' }],
    exemptions: [],
  },
  {
    person: 'reverie.aristide',
    file: { office: 998, number: 'ONEM-0225' },
    right: { start: '2024-06-01' },
    dailyCents: 6_038,
    sanctions: [],
    exemptions: [{ period: { start: '2025-09-01', end: '2026-06-30' }, job: 'POSEUR DE NUAGES' }],
  },
  {
    person: 'luchtkasteel.remi',
    file: { office: 998, number: 'ONEM-0221' },
    right: { start: '2021-02-01', end: '2025-03-31' },
    endedBy: 'EXCLUSION',
    dailyCents: 4_321,
    sanctions: [],
    exemptions: [],
  },
];

/** An allowance that ONEM pays for somebody who found work (activation), through the wage of an employer. */
export interface Activation {
  readonly person: string;
  readonly employer: string;
  readonly period: Period;
  readonly monthlyCents: number;
}

export const ACTIVATIONS: readonly Activation[] = [
  {
    person: 'schimmen.fons',
    employer: 'fabriek',
    period: { start: '2022-12-01', end: '2024-11-30' },
    monthlyCents: 35_000,
  },
];

/** Unable to work, as ONEM was told. */
export interface WorkDisability {
  readonly person: string;
  /** Up to two digits; the contract gives no list. */
  readonly type: number;
  readonly period: Period;
  /** From this day on the mutuality sees no earning capacity at all. */
  readonly noEarningCapacitySince?: Day;
  /** A quarrel with the mutuality before the labour court: what is paid meanwhile, and what the court said. */
  readonly lawsuit?: { readonly paid: Period; readonly verdict?: { readonly able: boolean; readonly from: Day } };
}

export const WORK_DISABILITIES: readonly WorkDisability[] = [
  {
    person: 'zomaar.kamiel',
    type: 33,
    period: { start: '2024-12-01', end: '2025-02-28' },
    noEarningCapacitySince: '2025-03-01',
  },
  {
    person: 'luchtkasteel.remi',
    type: 33,
    period: { start: '2023-05-02', end: '2023-09-30' },
    lawsuit: { paid: { start: '2023-06-01', end: '2023-09-30' }, verdict: { able: true, from: '2023-10-01' } },
  },
];

/** How a young person who looks for work was found to look for it. */
export interface AvailabilityDecision {
  readonly person: string;
  readonly file: UnemploymentFile;
  readonly date: Day;
  readonly positive: boolean;
}

export const AVAILABILITY_DECISIONS: readonly AvailabilityDecision[] = [
  { person: 'reverie.clotaire', file: { office: 998, number: 'ONEM-0227' }, date: '2025-05-12', positive: false },
  { person: 'reverie.clotaire', file: { office: 998, number: 'ONEM-0227' }, date: '2025-10-20', positive: true },
];
