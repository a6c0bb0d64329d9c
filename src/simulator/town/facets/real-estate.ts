import { type CbeNumber } from '../../../domain/cbe-number.ts';
import type { Period } from '../../integrations/day.ts';
import { FICTIVILLE, type Municipality, NERGENSDORP, type STREETS } from '../places.ts';
import { employerCalled } from './employment.ts';

/** Something immovable, in the land register. The income is in eurocent, per year and not indexed. */
export interface RealEstate {
  readonly parcel: Parcel;
  readonly municipality: Municipality;
  readonly street: keyof typeof STREETS;
  readonly houseNumber: string;
  readonly nature: keyof typeof NATURES;
  readonly builtIn: number;
  /** In square metres. */
  readonly surface: number;
  readonly cadastralIncomeCents: number;
  /** Who has which right; the same people for as long as this lasts. */
  readonly parties: readonly Party[];
  readonly period: Period;
}

/** Where it lies on the map: section, number, and the letter and digit that tell its parts apart. */
export interface Parcel {
  readonly section: string;
  readonly number: number;
  readonly letter: string;
  readonly digit: number;
  /** Number of this situation in the register. */
  readonly situation: string;
}

/** One or two people, or a division of an enterprise, with a part of a right. */
export interface Party {
  readonly people?: readonly string[];
  readonly enterprise?: { readonly cbeNumber: CbeNumber; readonly division: number };
  readonly right: keyof typeof RIGHTS;
  /** Numerator and denominator. */
  readonly part: readonly [number, number];
}

export const RIGHTS = {
  PP: { fr: 'Pleine propriété', nl: 'Volle eigendom' },
  NP: { fr: 'Nue-propriété', nl: 'Naakte eigendom' },
  US: { fr: 'Usufruit', nl: 'Vruchtgebruik' },
} as const;

export const NATURES = {
  MAISON: { code: '200', fr: 'MAISON', nl: 'HUIS' },
  ATELIER: { code: '403', fr: 'ATELIER', nl: 'WERKPLAATS' },
} as const;

export const REAL_ESTATES: readonly RealEstate[] = [
  {
    parcel: { section: 'A', number: 23, letter: 'B', digit: 2, situation: '9990000023' },
    municipality: FICTIVILLE,
    street: 'brume',
    houseNumber: '23',
    nature: 'MAISON',
    builtIn: 1978,
    surface: 412,
    cadastralIncomeCents: 89_400,
    parties: [{ people: ['desnuages.leonce', 'desnuages.hortense'], right: 'PP', part: [1, 1] }],
    period: { start: '2018-03-28' },
  },
  {
    parcel: { section: 'A', number: 5, letter: 'C', digit: 1, situation: '9990000005' },
    municipality: FICTIVILLE,
    street: 'brume',
    houseNumber: '5',
    nature: 'MAISON',
    builtIn: 1961,
    surface: 265,
    cadastralIncomeCents: 61_200,
    parties: [
      { people: ['brumeux.celestine'], right: 'US', part: [1, 1] },
      { people: ['semblant.eudoxie'], right: 'NP', part: [1, 1] },
    ],
    period: { start: '2019-02-14' },
  },
  {
    parcel: { section: 'B', number: 71, letter: 'A', digit: 1, situation: '9990000071' },
    municipality: FICTIVILLE,
    street: 'horizon',
    houseNumber: '71',
    nature: 'MAISON',
    builtIn: 1932,
    surface: 188,
    cadastralIncomeCents: 40_300,
    parties: [{ people: ['quelquepart.armand', 'toutvu.rosalie'], right: 'PP', part: [1, 1] }],
    // Sold after the divorce.
    period: { start: '2006-05-10', end: '2020-02-29' },
  },
  {
    parcel: { section: 'A', number: 1, letter: 'D', digit: 3, situation: '9990000001' },
    municipality: FICTIVILLE,
    street: 'songe',
    houseNumber: '1',
    nature: 'ATELIER',
    builtIn: 1999,
    surface: 730,
    cadastralIncomeCents: 214_000,
    parties: [
      { enterprise: { cbeNumber: employerCalled('boulangerie').cbeNumber, division: 1 }, right: 'PP', part: [1, 1] },
    ],
    period: { start: '2004-01-15' },
  },
  {
    parcel: { section: 'C', number: 100, letter: 'E', digit: 1, situation: '9990000100' },
    municipality: NERGENSDORP,
    street: 'brume',
    houseNumber: '100',
    nature: 'ATELIER',
    builtIn: 2011,
    surface: 5_120,
    cadastralIncomeCents: 1_970_000,
    parties: [
      { enterprise: { cbeNumber: employerCalled('fabriek').cbeNumber, division: 1 }, right: 'PP', part: [1, 1] },
    ],
    period: { start: '2011-09-01' },
  },
];
