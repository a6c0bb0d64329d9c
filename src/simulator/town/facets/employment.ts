import { type CbeNumber, completeCbeNumber } from '../../../domain/cbe-number.ts';
import { type Day, type Period, plusDays } from '../../integrations/day.ts';
import { type Address, FICTIVILLE, NERGENSDORP, STREETS, UTOPIEUX } from '../places.ts';

/** An employer, as the register of employers (ONSS) and the Dimona know it. */
export interface Employer {
  readonly key: string;
  readonly name: string;
  readonly cbeNumber: CbeNumber;
  /** Registration at the ONSS: up to ten digits. */
  readonly nossNumber: string;
  readonly jointCommission: number;
  readonly address: Address;
  /** Registered since. */
  readonly since: Day;
  /** What it does, by NACE (five digits). */
  readonly activityCode: number;
  readonly legalForm: string;
  /** The person (key) who is this employer, where it is no company. */
  readonly person?: string;
  /** Does the paperwork for it; absent where it does its own. */
  readonly secretariat?: Secretariat;
  /** Went bankrupt: since then somebody else speaks for it. */
  readonly bankruptcy?: { readonly date: Day; readonly curator: string };
}

/** A social secretariat, which declares for employers. */
export interface Secretariat {
  readonly number: number;
  readonly name: string;
  readonly address: Address;
}

/** A relation of work, as Dimona has it. */
export interface Employment {
  readonly person: string;
  readonly employer: string;
  readonly dimonaPeriodId: number;
  /** Three letters: OTH ordinary, STU student, EXT by the day in a café, IVT in training. */
  readonly workerType: 'OTH' | 'STU' | 'EXT' | 'IVT';
  readonly period: Period;
  /** Gross wage of a whole quarter, in eurocent. */
  readonly quarterlyGrossCents: number;
  /** Hours planned, for students. */
  readonly plannedHours?: number;
  /** Announced, and withdrawn because nobody came. */
  readonly cancelled?: true;
}

const SECRETARIAT: Secretariat = {
  number: 999,
  name: 'SECRETARIAT SOCIAL DES NUEES',
  address: { municipality: UTOPIEUX, street: STREETS.horizon, houseNumber: '90' },
};

export const EMPLOYERS: readonly Employer[] = [
  {
    key: 'boulangerie',
    name: 'BOULANGERIE DU SONGE SRL',
    cbeNumber: completeCbeNumber('09999981'),
    nossNumber: '9999810',
    jointCommission: 118,
    address: { municipality: FICTIVILLE, street: STREETS.songe, houseNumber: '1' },
    since: '2004-01-15',
    activityCode: 10_710,
    legalForm: 'SRL',
    secretariat: SECRETARIAT,
  },
  {
    key: 'fabriek',
    name: 'LUCHTBALLONNEN NV',
    cbeNumber: completeCbeNumber('09999982'),
    nossNumber: '9999820',
    jointCommission: 111,
    address: { municipality: NERGENSDORP, street: STREETS.brume, houseNumber: '100' },
    since: '2011-09-01',
    activityCode: 30_300,
    legalForm: 'NV',
  },
  {
    key: 'cpas',
    name: 'CPAS DE FICTIVILLE',
    cbeNumber: FICTIVILLE.cpas,
    nossNumber: '9999900',
    jointCommission: 999,
    address: { municipality: FICTIVILLE, street: STREETS.aide, houseNumber: '1' },
    since: '1977-04-01',
    activityCode: 88_999,
    legalForm: 'CPAS',
  },
  {
    key: 'imprimerie',
    name: 'IMPRIMERIE DU BROUILLARD SA',
    cbeNumber: completeCbeNumber('09999983'),
    nossNumber: '9999830',
    jointCommission: 130,
    address: { municipality: FICTIVILLE, street: STREETS.echo, houseNumber: '60' },
    since: '1990-02-01',
    activityCode: 18_120,
    legalForm: 'SA',
    bankruptcy: { date: '2022-10-14', curator: 'MAITRE PENOMBRE' },
  },
  {
    key: 'guinguette',
    name: 'GUINGUETTE DE LA LUNE SRL',
    cbeNumber: completeCbeNumber('09999984'),
    nossNumber: '9999840',
    jointCommission: 302,
    address: { municipality: FICTIVILLE, street: STREETS.lune, houseNumber: '50' },
    since: '2018-05-01',
    activityCode: 56_301,
    legalForm: 'SRL',
    secretariat: SECRETARIAT,
  },
  // The enterprise of a self-employed person who has somebody to help.
  {
    key: 'cerfs-volants',
    name: 'NERGENS CORNELIS',
    cbeNumber: completeCbeNumber('09999972'),
    nossNumber: '9999720',
    jointCommission: 149,
    address: { municipality: FICTIVILLE, street: STREETS.horizon, houseNumber: '31' },
    since: '2021-03-01',
    activityCode: 95_290,
    legalForm: 'PERSONNE PHYSIQUE',
    person: 'nergens.cornelis',
  },
];

/** Newest first for each person. What is taxed of a wage is what 13.07 % of contributions leave (`tax.ts`). */
export const EMPLOYMENTS: readonly Employment[] = [
  {
    person: 'mirage.anselme',
    employer: 'boulangerie',
    dimonaPeriodId: 990000000101,
    workerType: 'OTH',
    period: { start: '2023-02-01', end: '2025-06-30' },
    quarterlyGrossCents: 628_178,
  },
  {
    person: 'mirage.firmin',
    employer: 'boulangerie',
    dimonaPeriodId: 990000000103,
    workerType: 'STU',
    period: { start: '2025-07-01', end: '2025-08-31' },
    quarterlyGrossCents: 222_300,
    plannedHours: 120,
  },
  {
    person: 'desnuages.hortense',
    employer: 'fabriek',
    dimonaPeriodId: 990000000112,
    workerType: 'OTH',
    period: { start: '2015-09-01' },
    quarterlyGrossCents: 1_104_337,
  },
  {
    person: 'schimmen.fons',
    employer: 'fabriek',
    dimonaPeriodId: 990000000151,
    workerType: 'OTH',
    period: { start: '2022-12-01' },
    quarterlyGrossCents: 812_400,
  },
  {
    person: 'schimmen.fons',
    employer: 'imprimerie',
    dimonaPeriodId: 980000000151,
    workerType: 'OTH',
    period: { start: '2010-01-04', end: '2022-10-14' },
    quarterlyGrossCents: 790_050,
  },
  // Employed by the CPAS itself (article 60, paragraph 7).
  {
    person: 'toutvu.rosalie',
    employer: 'cpas',
    dimonaPeriodId: 990000000162,
    workerType: 'IVT',
    period: { start: '2025-11-01' },
    quarterlyGrossCents: 621_000,
  },
  {
    person: 'crepuscule.honorine',
    employer: 'boulangerie',
    dimonaPeriodId: 990000000214,
    workerType: 'OTH',
    period: { start: '2014-03-01', end: '2019-06-30' },
    quarterlyGrossCents: 540_000,
  },
  {
    person: 'ailleurs.isidore',
    employer: 'cerfs-volants',
    dimonaPeriodId: 990000000217,
    workerType: 'OTH',
    period: { start: '2021-03-01', end: '2023-02-28' },
    quarterlyGrossCents: 601_500,
  },
  {
    person: 'zomaar.kamiel',
    employer: 'fabriek',
    dimonaPeriodId: 990000000229,
    workerType: 'OTH',
    period: { start: '2025-03-03' },
    quarterlyGrossCents: 780_000,
    cancelled: true,
  },
  ...saturdays('2025-11-29', 45).map((day, at) => ({
    person: 'schimmen.tuur',
    employer: 'guinguette',
    dimonaPeriodId: 990000000999 - at,
    workerType: 'EXT' as const,
    period: { start: day, end: day },
    quarterlyGrossCents: 117_000,
  })),
];

/** The last Saturdays up to one, newest first. */
function saturdays(last: Day, count: number): Day[] {
  return Array.from({ length: count }, (_, weeks) => plusDays(last, -7 * weeks));
}

/** An employer by key; throws for a key that nobody has. */
export function employerCalled(key: string): Employer {
  const found = EMPLOYERS.find((employer) => employer.key === key);
  if (found === undefined) throw new Error(`no employer is called ${key}`);
  return found;
}
