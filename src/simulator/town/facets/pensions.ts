import { completeCbeNumber } from '../../../domain/cbe-number.ts';
import type { Day } from '../../integrations/day.ts';

/** Who pays a pension. */
export interface PensionInstitution {
  readonly name: string;
  /** Enterprise number. */
  readonly companyId: string;
  /** Its number in the register, up to six digits. */
  readonly immatriculation: number;
  /** True where a month is paid in the month after. */
  readonly paysAfterwards: boolean;
}

/** A pension that somebody has a right to. Amounts are in eurocent. */
export interface Pension {
  readonly person: string;
  readonly pillar: 'First' | 'Second';
  readonly institution: PensionInstitution;
  readonly fileId: string;
  readonly advantageCode: string;
  readonly since: Day;
  readonly monthlyCents: number;
}

/** A pension that somebody asked for, and did not get yet, or was refused. */
export interface PensionDemand {
  readonly person: string;
  readonly institution: PensionInstitution;
  readonly date: Day;
  readonly refusedOn?: Day;
}

const OFFICE: PensionInstitution = {
  name: 'OFFICE FICTIF DES PENSIONS',
  companyId: completeCbeNumber('09999961'),
  immatriculation: 499_999,
  paysAfterwards: false,
};

const INSURER: PensionInstitution = {
  name: 'ASSURANCES DU SONGE',
  companyId: completeCbeNumber('09999962'),
  immatriculation: 499_998,
  paysAfterwards: true,
};

export const PENSIONS: readonly Pension[] = [
  {
    person: 'brumeux.celestine',
    pillar: 'First',
    institution: OFFICE,
    fileId: 'PF-0142',
    advantageCode: '2',
    since: '2019-03-01',
    monthlyCents: 141_250,
  },
  {
    person: 'semblant.eudoxie',
    pillar: 'First',
    institution: OFFICE,
    fileId: 'PF-0224',
    advantageCode: '1',
    since: '2016-01-01',
    monthlyCents: 158_900,
  },
  {
    person: 'semblant.eudoxie',
    pillar: 'Second',
    institution: INSURER,
    fileId: 'AS-7731',
    advantageCode: '1',
    since: '2016-01-01',
    monthlyCents: 21_075,
  },
];

export const PENSION_DEMANDS: readonly PensionDemand[] = [
  { person: 'quelquepart.armand', institution: OFFICE, date: '2023-02-06', refusedOn: '2023-05-15' },
  { person: 'desnuages.leonce', institution: OFFICE, date: '2025-11-20' },
];
