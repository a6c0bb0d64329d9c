/** Something immovable, in the land register. The income is in eurocent, per year and not indexed. */
export interface RealEstate {
  readonly person: string;
  /** Number of the parcel in the land register. */
  readonly parcel: string;
  readonly nisCode: string;
  readonly street: string;
  readonly houseNumber: string;
  /** 100 owner of the whole. */
  readonly sharePercent: number;
  readonly right: 'FULL_OWNERSHIP' | 'BARE_OWNERSHIP' | 'USUFRUCT';
  readonly cadastralIncomeCents: number;
}

export const REAL_ESTATES: readonly RealEstate[] = [
  {
    person: 'desnuages.leonce',
    parcel: '99901A0023/00B000',
    nisCode: '99901',
    street: 'AVENUE DE LA BRUME',
    houseNumber: '23',
    sharePercent: 50,
    right: 'FULL_OWNERSHIP',
    cadastralIncomeCents: 89_400,
  },
  {
    person: 'desnuages.hortense',
    parcel: '99901A0023/00B000',
    nisCode: '99901',
    street: 'AVENUE DE LA BRUME',
    houseNumber: '23',
    sharePercent: 50,
    right: 'FULL_OWNERSHIP',
    cadastralIncomeCents: 89_400,
  },
  {
    person: 'brumeux.celestine',
    parcel: '99901A0005/00C000',
    nisCode: '99901',
    street: 'AVENUE DE LA BRUME',
    houseNumber: '5',
    sharePercent: 100,
    right: 'USUFRUCT',
    cadastralIncomeCents: 61_200,
  },
];
