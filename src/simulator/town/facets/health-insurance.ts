import type { Period } from '../../integrations/day.ts';

/** Insurance for health care. */
export interface HealthInsurance {
  readonly person: string;
  /** Number of the mutuality, three digits. */
  readonly mutuality: string;
  /** Number under which it knows the person, thirteen characters. */
  readonly registration: string;
  readonly period: Period;
  /** Holder codes (CT1 and CT2), three digits each. */
  readonly holderCodes: readonly [string, string];
  readonly increasedIntervention: boolean;
  /** A third party pays the doctor. */
  readonly thirdPayer: boolean;
}

export const HEALTH_INSURANCES: readonly HealthInsurance[] = [
  row('mirage.anselme', '997', '0101', true),
  row('mirage.zelie', '997', '0102', true),
  row('mirage.firmin', '997', '0103', true),
  row('mirage.odile', '997', '0104', true),
  row('mirage.basile', '997', '0105', true),
  row('vandromen.ines', '998', '0122', true),
  row('vandromen.joris', '998', '0123', true),
  row('brumeux.celestine', '997', '0142', false),
  row('toutvu.rosalie', '998', '0162', false),
  row('poussiere.theodule', '999', '0207', true),
];

function row(person: string, mutuality: string, number: string, increasedIntervention: boolean): HealthInsurance {
  return {
    person,
    mutuality,
    registration: `${mutuality}${number.padStart(10, '0')}`,
    period: { start: '2025-01-01', end: '2027-12-31' },
    holderCodes: increasedIntervention ? ['101', '101'] : ['110', '110'],
    increasedIntervention,
    thirdPayer: increasedIntervention,
  };
}
