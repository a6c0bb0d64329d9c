import type { Day } from '../../integrations/day.ts';
import { FICTIVILLE, type Municipality, NERGENSDORP } from '../places.ts';

/** A decision to cover what a doctor or a hospital costs somebody (MediPrima), as it stood after each change, oldest first. */
export interface MedicalCard {
  /** Twelve digits. */
  readonly number: string;
  readonly person: string;
  readonly centre: Municipality;
  readonly versions: readonly MedicalCardVersion[];
}

export interface MedicalCardVersion {
  readonly period: { readonly start: Day; readonly end: Day };
  readonly decidedOn: Day;
  /** When it reached the register. */
  readonly recordedAt: string;
  /** For which care; the whole of what the patient has to pay, for the whole period. */
  readonly covers: readonly ('doctor' | 'hospitalization' | 'pharmaceuticalDrug')[];
  /** Held up since a day, because something changed in the registers. */
  readonly suspended?: { readonly reason: 'DECEASED' | 'REFUND_CODE'; readonly since: Day; readonly mutation: number };
}

export const MEDICAL_CARDS: readonly MedicalCard[] = [
  {
    number: '990000000204',
    person: 'dupasse.berthe',
    centre: FICTIVILLE,
    versions: [
      {
        period: { start: '2025-02-01', end: '2025-07-31' },
        decidedOn: '2025-01-28',
        recordedAt: '2025-01-29T09:12:44Z',
        covers: ['doctor'],
      },
      {
        period: { start: '2025-02-01', end: '2026-01-31' },
        decidedOn: '2025-07-08',
        recordedAt: '2025-07-09T13:40:02Z',
        covers: ['doctor', 'pharmaceuticalDrug'],
      },
    ],
  },
  // From before she moved: of another centre.
  {
    number: '990000000198',
    person: 'dupasse.berthe',
    centre: NERGENSDORP,
    versions: [
      {
        period: { start: '2023-06-01', end: '2024-05-05' },
        decidedOn: '2023-05-22',
        recordedAt: '2023-05-22T15:01:09Z',
        covers: ['doctor'],
      },
    ],
  },
  // His first weeks here, before the centre knew more.
  {
    number: '990000000207',
    person: 'pastoujours.nestor',
    centre: FICTIVILLE,
    versions: [
      {
        period: { start: '2025-11-03', end: '2025-11-30' },
        decidedOn: '2025-11-04',
        recordedAt: '2025-11-04T14:22:17Z',
        covers: ['doctor'],
      },
    ],
  },
  {
    number: '990000000209',
    person: 'pastoujours.nestor',
    centre: FICTIVILLE,
    versions: [
      {
        period: { start: '2025-12-01', end: '2026-11-30' },
        decidedOn: '2025-11-25',
        recordedAt: '2025-11-26T10:05:31Z',
        covers: ['doctor', 'hospitalization'],
      },
    ],
  },
  // Held up by his death; nobody has stopped it since.
  {
    number: '990000000141',
    person: 'brumeux.octave',
    centre: FICTIVILLE,
    versions: [
      {
        period: { start: '2018-06-01', end: '2019-05-31' },
        decidedOn: '2018-05-24',
        recordedAt: '2018-05-25T08:30:00Z',
        covers: ['hospitalization'],
      },
      {
        period: { start: '2018-06-01', end: '2019-05-31' },
        decidedOn: '2018-05-24',
        recordedAt: '2019-02-16T03:00:12Z',
        covers: ['hospitalization'],
        suspended: { reason: 'DECEASED', since: '2019-02-14', mutation: 1 },
      },
    ],
  },
];
