import type { Period } from '../../integrations/day.ts';

/** A file of child benefits: who is paid, for which children. Amounts are in eurocent. */
export interface ChildBenefitFile {
  readonly fileNumber: string;
  /** Number of the fund in the cadastre. */
  readonly fund: number;
  /** Who is paid. */
  readonly beneficiary: string;
  /** Whose situation opens the right. */
  readonly claimant: string;
  readonly children: readonly string[];
  readonly period: Period;
  readonly monthlyCents: number;
}

export const CHILD_BENEFIT_FILES: readonly ChildBenefitFile[] = [
  {
    fileNumber: 'AF-000101',
    fund: 991,
    beneficiary: 'mirage.zelie',
    claimant: 'mirage.anselme',
    children: ['mirage.firmin', 'mirage.odile', 'mirage.basile'],
    period: { start: '2020-01-01' },
    monthlyCents: 58_743,
  },
  {
    fileNumber: 'AF-000122',
    fund: 992,
    beneficiary: 'vandromen.ines',
    claimant: 'vandromen.ines',
    children: ['vandromen.joris'],
    period: { start: '2021-03-01' },
    monthlyCents: 19_812,
  },
];
