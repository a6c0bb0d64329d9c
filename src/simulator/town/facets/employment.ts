import { type CbeNumber, completeCbeNumber } from '../../../domain/cbe-number.ts';
import type { Period } from '../../integrations/day.ts';

/** An employer, as the register of employers (ONSS) and the Dimona know it. */
export interface Employer {
  readonly key: string;
  readonly name: string;
  readonly cbeNumber: CbeNumber;
  /** Registration at the ONSS: up to ten digits. */
  readonly nossNumber: string;
  readonly jointCommission: number;
  readonly street: string;
  readonly houseNumber: string;
  readonly nisCode: string;
}

/** A relation of work, as Dimona has it. */
export interface Employment {
  readonly person: string;
  readonly employer: string;
  readonly dimonaPeriodId: number;
  /** Three letters: OTH ordinary, STU student, … */
  readonly workerType: 'OTH' | 'STU' | 'IVT';
  readonly period: Period;
  /** Hours planned, for students. */
  readonly plannedHours?: number;
}

export const EMPLOYERS: readonly Employer[] = [
  {
    key: 'boulangerie',
    name: 'BOULANGERIE DU SONGE SRL',
    cbeNumber: completeCbeNumber('09999981'),
    nossNumber: '9999810',
    jointCommission: 118,
    street: 'RUE DU SONGE',
    houseNumber: '1',
    nisCode: '99901',
  },
  {
    key: 'fabriek',
    name: 'LUCHTBALLONNEN NV',
    cbeNumber: completeCbeNumber('09999982'),
    nossNumber: '9999820',
    jointCommission: 111,
    street: 'NEVELLAAN',
    houseNumber: '100',
    nisCode: '99903',
  },
  {
    key: 'cpas',
    name: 'CPAS DE FICTIVILLE',
    cbeNumber: completeCbeNumber('09999990'),
    nossNumber: '9999900',
    jointCommission: 999,
    street: "RUE DE L'AIDE",
    houseNumber: '1',
    nisCode: '99901',
  },
];

/** Newest first for each person. */
export const EMPLOYMENTS: readonly Employment[] = [
  {
    person: 'mirage.anselme',
    employer: 'boulangerie',
    dimonaPeriodId: 990000000101,
    workerType: 'OTH',
    period: { start: '2023-02-01', end: '2025-06-30' },
  },
  {
    person: 'mirage.firmin',
    employer: 'boulangerie',
    dimonaPeriodId: 990000000103,
    workerType: 'STU',
    period: { start: '2025-07-01', end: '2025-08-31' },
    plannedHours: 120,
  },
  {
    person: 'desnuages.hortense',
    employer: 'fabriek',
    dimonaPeriodId: 990000000112,
    workerType: 'OTH',
    period: { start: '2015-09-01' },
  },
  {
    person: 'schimmen.fons',
    employer: 'fabriek',
    dimonaPeriodId: 990000000151,
    workerType: 'OTH',
    period: { start: '2022-12-01' },
  },
  // Employed by the CPAS itself (article 60, paragraph 7).
  {
    person: 'toutvu.rosalie',
    employer: 'cpas',
    dimonaPeriodId: 990000000162,
    workerType: 'IVT',
    period: { start: '2025-11-01' },
  },
];

/** An employer by key; throws for a key that nobody has. */
export function employerCalled(key: string): Employer {
  const found = EMPLOYERS.find((employer) => employer.key === key);
  if (found === undefined) throw new Error(`no employer is called ${key}`);
  return found;
}
