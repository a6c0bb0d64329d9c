import { type CbeNumber, completeCbeNumber } from '../../../domain/cbe-number.ts';
import type { Period } from '../../integrations/day.ts';

/** A fund that pays child benefits. */
export interface ChildBenefitFund {
  /** Number in the cadastre, three digits. */
  readonly code: string;
  readonly cbeNumber: CbeNumber;
  readonly name: string;
  /** The register that its files stand in: the federal one kept them until the regions took over. */
  readonly register: 'FEDERAL' | 'WALLONIA' | 'FLANDERS';
}

/** A file of child benefits: who is paid, for which children. Amounts are in eurocent. */
export interface ChildBenefitFile {
  readonly fileNumber: string;
  readonly fund: ChildBenefitFund;
  /** Who is paid. */
  readonly beneficiary: string;
  /** Whose situation opens the right. */
  readonly claimant: string;
  readonly children: readonly string[];
  readonly period: Period;
  readonly monthlyCents: number;
  /** A premium that was paid once: for which child, when. */
  readonly premium?: {
    readonly child: string;
    readonly paidOn: string;
    readonly kind: 'BIRTH_BONUS' | 'ADOPTION_BONUS';
  };
}

const OLD_FUND = fund('990', '09999963', 'OFFICE FICTIF DES ALLOCATIONS', 'FEDERAL');
const FUND_OF_THE_DREAM = fund('991', '09999964', 'CAISSE DU SONGE', 'WALLONIA');
const FUND_BEYOND = fund('992', '09999965', 'GROEIFONDS NERGENSDORP', 'FLANDERS');

export const CHILD_BENEFIT_FILES: readonly ChildBenefitFile[] = [
  {
    fileNumber: 'AF-000100',
    fund: OLD_FUND,
    beneficiary: 'mirage.zelie',
    claimant: 'mirage.anselme',
    children: ['mirage.firmin', 'mirage.odile', 'mirage.basile'],
    period: { start: '2014-09-01', end: '2018-12-31' },
    monthlyCents: 51_206,
    premium: { child: 'mirage.basile', paidOn: '2014-09-22', kind: 'BIRTH_BONUS' },
  },
  {
    fileNumber: 'AF-000101',
    fund: FUND_OF_THE_DREAM,
    beneficiary: 'mirage.zelie',
    claimant: 'mirage.anselme',
    children: ['mirage.firmin', 'mirage.odile', 'mirage.basile'],
    period: { start: '2019-01-01' },
    monthlyCents: 58_743,
  },
  {
    fileNumber: 'AF-000122',
    fund: FUND_BEYOND,
    beneficiary: 'vandromen.ines',
    claimant: 'vandromen.ines',
    children: ['vandromen.joris'],
    period: { start: '2019-01-01', end: '2021-02-28' },
    monthlyCents: 17_350,
  },
  {
    fileNumber: 'AF-000123',
    fund: FUND_OF_THE_DREAM,
    beneficiary: 'vandromen.ines',
    claimant: 'vandromen.ines',
    children: ['vandromen.joris'],
    period: { start: '2021-03-01' },
    monthlyCents: 19_812,
  },
  {
    fileNumber: 'AF-000214',
    fund: FUND_OF_THE_DREAM,
    beneficiary: 'crepuscule.honorine',
    claimant: 'crepuscule.honorine',
    children: ['crepuscule.achille', 'crepuscule.leocadie'],
    period: { start: '2020-05-01' },
    monthlyCents: 39_624,
  },
  {
    fileNumber: 'AF-000131',
    fund: FUND_OF_THE_DREAM,
    beneficiary: 'nergens.aleida',
    claimant: 'nergens.cornelis',
    children: ['nergens.wannes'],
    period: { start: '2019-01-01' },
    monthlyCents: 19_812,
  },
];

function fund(code: string, cbeBase: string, name: string, register: ChildBenefitFund['register']): ChildBenefitFund {
  return { code, cbeNumber: completeCbeNumber(cbeBase), name, register };
}
