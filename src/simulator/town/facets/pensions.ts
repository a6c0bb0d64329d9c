import { completeCbeNumber } from '../../../domain/cbe-number.ts';
import type { Day } from '../../integrations/day.ts';

/** A pension that somebody has a right to. Amounts are in eurocent. */
export interface Pension {
  readonly person: string;
  readonly pillar: 'First' | 'Second';
  /** The institution that pays, and its enterprise number as the pension register gives it: without a leading zero. */
  readonly institution: { readonly name: string; readonly companyId: number };
  readonly fileId: string;
  readonly advantageCode: string;
  readonly since: Day;
  readonly monthlyCents: number;
}

const OFFICE = Number(completeCbeNumber('09999961'));
const INSURER = Number(completeCbeNumber('09999962'));

export const PENSIONS: readonly Pension[] = [
  {
    person: 'brumeux.celestine',
    pillar: 'First',
    institution: { name: 'OFFICE FICTIF DES PENSIONS', companyId: OFFICE },
    fileId: 'PF-0142',
    advantageCode: '2',
    since: '2019-03-01',
    monthlyCents: 141_250,
  },
  {
    person: 'semblant.eudoxie',
    pillar: 'First',
    institution: { name: 'OFFICE FICTIF DES PENSIONS', companyId: OFFICE },
    fileId: 'PF-0224',
    advantageCode: '1',
    since: '2016-01-01',
    monthlyCents: 158_900,
  },
  {
    person: 'semblant.eudoxie',
    pillar: 'Second',
    institution: { name: 'ASSURANCES DU SONGE', companyId: INSURER },
    fileId: 'AS-7731',
    advantageCode: '1',
    since: '2016-01-01',
    monthlyCents: 21_075,
  },
];
