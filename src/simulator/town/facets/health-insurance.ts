import type { Period } from '../../integrations/day.ts';

/** Insurance for health care. Whether the intervention is increased follows from other rights (`entitlements.ts`). */
export interface HealthInsurance {
  readonly person: string;
  /** Number of the mutuality, three digits. */
  readonly mutuality: string;
  /** Number under which it knows the person, thirteen characters. */
  readonly registration: string;
  readonly period: Period;
  /** Years whose bills reached the maximum (MAF). */
  readonly maximumYears: readonly number[];
  /** A house of doctors and nurses that is paid by the month. */
  readonly medicalHouse: Period | undefined;
  /** The doctor who keeps the file: number at the INAMI, eleven digits. */
  readonly doctor: string | undefined;
  /** Insurance beyond the law. */
  readonly complementary: boolean;
}

/** Everybody who is insured, by mutuality. Who stands in no list is not. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  '997': [
    'mirage.anselme 0101',
    'mirage.zelie 0102',
    'mirage.firmin 0103',
    'mirage.odile 0104',
    'mirage.basile 0105',
    'brumeux.celestine 0142',
    'schimmen.fons 0151',
    'schimmen.godelieve 0152',
    'schimmen.tuur 0153',
    'schimmen.mien 0154',
    'quelquepart.armand 0161',
    'semblant.eudoxie 0224',
    'reverie.aristide 0225',
    'reverie.clotaire 0227',
  ],
  '998': [
    'desnuages.leonce 0111',
    'desnuages.hortense 0112',
    'vandromen.ines 0122',
    'vandromen.joris 0123',
    'nergens.cornelis 0131',
    'nergens.aleida 0132',
    'nergens.wannes 0133',
    'toutvu.rosalie 0162',
    'toutvu.lucien 0163',
    'zomaar.kamiel 0229',
  ],
  '999': [
    'poussiere.theodule 0207',
    'crepuscule.honorine 0214',
    'crepuscule.achille 0215',
    'crepuscule.leocadie 0216',
    'ailleurs.isidore 0217',
    'luchtkasteel.remi 0221',
    'luchtkasteel.irma 0222',
    'nullepart.amadou 0231',
    'nullepart.noor 0234',
  ],
};

/** Whose bills reached the maximum, and when. */
const MAXIMUM_YEARS: Readonly<Record<string, readonly number[]>> = {
  'brumeux.celestine': [2024, 2025],
  'zomaar.kamiel': [2024],
};

/** Who is cared for by the medical house of the town. */
const MEDICAL_HOUSE = new Set(['vandromen.ines', 'vandromen.joris', 'poussiere.theodule']);

const DOCTOR = '19999900101';

export const HEALTH_INSURANCES: readonly HealthInsurance[] = Object.entries(MEMBERS).flatMap(([mutuality, members]) =>
  members.map((member) => {
    const [person = '', number = ''] = member.split(' ');
    return {
      person,
      mutuality,
      registration: `${mutuality}${number.padStart(10, '0')}`,
      period: { start: '2025-01-01', end: '2027-12-31' },
      maximumYears: MAXIMUM_YEARS[person] ?? [],
      medicalHouse: MEDICAL_HOUSE.has(person) ? { start: '2023-07-01' } : undefined,
      doctor: MEDICAL_HOUSE.has(person) ? undefined : DOCTOR,
      complementary: mutuality === '998',
    };
  }),
);
