import type { CbeNumber } from '../../../domain/cbe-number.ts';
import type { Period } from '../../integrations/day.ts';
import { FICTIVILLE, NERGENSDORP, UTOPIEUX } from '../places.ts';

/** Periods in which a CPAS paid somebody a living wage, or its equivalent. */
export interface LivingWage {
  readonly person: string;
  readonly cpas: CbeNumber;
  readonly category: 'LIVING_WAGE' | 'EQUIVALENT_LIVING_WAGE';
  readonly periods: readonly Period[];
}

export const LIVING_WAGES: readonly LivingWage[] = [
  {
    person: 'mirage.anselme',
    cpas: FICTIVILLE.cpas,
    category: 'LIVING_WAGE',
    periods: [{ start: '2025-10-01' }, { start: '2022-05-01', end: '2023-01-31' }],
  },
  { person: 'vandromen.ines', cpas: FICTIVILLE.cpas, category: 'LIVING_WAGE', periods: [{ start: '2024-02-01' }] },
  {
    person: 'vandromen.ines',
    cpas: NERGENSDORP.cpas,
    category: 'LIVING_WAGE',
    periods: [{ start: '2019-05-01', end: '2021-01-31' }],
  },
  {
    person: 'dupasse.berthe',
    cpas: FICTIVILLE.cpas,
    category: 'EQUIVALENT_LIVING_WAGE',
    periods: [{ start: '2024-06-01' }],
  },
  {
    person: 'poussiere.theodule',
    cpas: FICTIVILLE.cpas,
    category: 'EQUIVALENT_LIVING_WAGE',
    periods: [{ start: '2025-11-01' }],
  },
  {
    person: 'pastoujours.nestor',
    cpas: FICTIVILLE.cpas,
    category: 'EQUIVALENT_LIVING_WAGE',
    periods: [{ start: '2025-12-01' }],
  },
  {
    person: 'intermede.gaspard',
    cpas: UTOPIEUX.cpas,
    category: 'LIVING_WAGE',
    periods: [{ start: '2025-03-01' }],
  },
];
