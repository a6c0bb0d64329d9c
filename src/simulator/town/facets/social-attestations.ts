import type { CbeNumber } from '../../../domain/cbe-number.ts';
import type { Day, Period } from '../../integrations/day.ts';
import { FICTIVILLE, NERGENSDORP } from '../places.ts';

/** The status of what a centre declared to the federal service for social integration: 0 accepted, 1 refused, 2 in part. */
type AttestationStatus = '0' | '1' | '2';

/** A premium for somebody who found a home again, once in a life. */
export interface InstallationPremium {
  readonly person: string;
  readonly cpas: string;
  readonly decidedOn: Day;
  readonly reference: string;
  readonly status: AttestationStatus;
}

export const INSTALLATION_PREMIUMS: readonly InstallationPremium[] = [
  {
    person: 'vandromen.ines',
    cpas: NERGENSDORP.cpas,
    decidedOn: '2019-06-03',
    reference: '9900000122',
    status: '1',
  },
  {
    person: 'vandromen.ines',
    cpas: FICTIVILLE.cpas,
    decidedOn: '2021-02-22',
    reference: '9900001122',
    status: '0',
  },
  {
    person: 'pastoujours.nestor',
    cpas: FICTIVILLE.cpas,
    decidedOn: '2025-11-10',
    reference: '9900000209',
    status: '0',
  },
];

/** What somebody agreed with the centre to do (PIIS, GPMI): the period of the project, and of its prolongations. */
export interface IntegrationProject {
  readonly person: string;
  readonly period: Period;
  readonly prolonged: readonly Period[];
}

export const INTEGRATION_PROJECTS: readonly IntegrationProject[] = [
  { person: 'mirage.anselme', period: { start: '2025-10-01', end: '2026-09-30' }, prolonged: [] },
  {
    person: 'vandromen.ines',
    period: { start: '2024-02-01', end: '2025-01-31' },
    prolonged: [{ start: '2025-02-01', end: '2026-01-31' }],
  },
];

/** Income from work that is not counted, so that working pays (article 35): since when, on how many days up to now. */
export interface IncomeExoneration {
  readonly person: string;
  readonly cpas: CbeNumber;
  readonly first: Day;
  readonly days: number;
  readonly reference: string;
}

export const INCOME_EXONERATIONS: readonly IncomeExoneration[] = [
  { person: 'vandromen.ines', cpas: FICTIVILLE.cpas, first: '2024-09-02', days: 212, reference: '9900002122' },
  { person: 'mirage.anselme', cpas: FICTIVILLE.cpas, first: '2022-07-01', days: 64, reference: '9900000101' },
];
