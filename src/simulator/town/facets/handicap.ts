import type { Day, Period } from '../../integrations/day.ts';

/** A file at the directorate for persons with a disability (DGPH). Amounts are in eurocent. */
export interface HandicapFile {
  readonly person: string;
  readonly fileNumber: string;
  readonly recognition: Period;
  readonly decidedOn: Day;
  /** Points for each kind of dependence, three at most: moving, eating, hygiene, household, supervision, company. */
  readonly points: readonly [number, number, number, number, number, number];
  readonly earningsReduced: boolean;
  /** What is paid each month since when; absent where the recognition opens no right to money. */
  readonly allowance?: HandicapAllowance;
  /** Social cards; ten digits. */
  readonly cards: readonly {
    readonly kind: 'PARKINGCARD' | 'REDUCTIONCARD';
    readonly number: string;
    readonly since: Day;
  }[];
}

export interface HandicapAllowance {
  /** Replacement of income and integration for adults, or help for the elderly. */
  readonly kind: 'IRT_IT' | 'APA';
  readonly since: Day;
  readonly monthlyCents: number;
  /** Months whose payment was taken back. */
  readonly cancelledMonths: readonly string[];
}

/** A budget for care of the Flemish social protection (VSB). */
export interface CareBudget {
  readonly person: string;
  readonly period: Period;
  readonly monthlyCents: number;
}

export const HANDICAP_FILES: readonly HandicapFile[] = [
  {
    person: 'zomaar.kamiel',
    fileNumber: 'DGPH-0229',
    recognition: { start: '2024-01-01' },
    decidedOn: '2024-03-14',
    points: [2, 1, 2, 1, 0, 1],
    earningsReduced: true,
    allowance: { kind: 'IRT_IT', since: '2024-03-01', monthlyCents: 106_615, cancelledMonths: ['2025-02'] },
    cards: [{ kind: 'PARKINGCARD', number: '9990000229', since: '2024-04-02' }],
  },
  {
    person: 'brumeux.celestine',
    fileNumber: 'DGPH-0142',
    recognition: { start: '2018-06-01', end: '2028-05-31' },
    decidedOn: '2018-09-20',
    points: [3, 2, 2, 2, 1, 2],
    earningsReduced: false,
    allowance: { kind: 'APA', since: '2018-06-01', monthlyCents: 47_310, cancelledMonths: [] },
    cards: [
      { kind: 'PARKINGCARD', number: '9990000142', since: '2018-10-15' },
      { kind: 'REDUCTIONCARD', number: '9990010142', since: '2018-10-15' },
    ],
  },
  {
    person: 'crepuscule.honorine',
    fileNumber: 'DGPH-0214',
    recognition: { start: '2022-02-01' },
    decidedOn: '2022-05-05',
    points: [1, 1, 2, 2, 1, 1],
    earningsReduced: false,
    cards: [{ kind: 'REDUCTIONCARD', number: '9990000214', since: '2022-06-01' }],
  },
  {
    person: 'nergens.cornelis',
    fileNumber: 'DGPH-0131',
    recognition: { start: '2021-09-01' },
    decidedOn: '2021-11-30',
    points: [3, 1, 1, 1, 0, 1],
    earningsReduced: false,
    cards: [{ kind: 'PARKINGCARD', number: '9990000131', since: '2021-12-10' }],
  },
];

export const CARE_BUDGETS: readonly CareBudget[] = [
  { person: 'vandromen.ines', period: { start: '2018-01-01', end: '2021-02-28' }, monthlyCents: 13_000 },
  { person: 'crepuscule.honorine', period: { start: '2024-01-01' }, monthlyCents: 14_000 },
];
