import type { CbeNumber } from '../../domain/cbe-number.ts';
import { completeCbeNumber } from '../../domain/cbe-number.ts';

/** A name in the languages of the registers. */
export interface Bilingual {
  readonly fr: string;
  readonly nl: string;
}

/** A municipality and its public welfare centre. None of them is on any map. */
export interface Municipality {
  /** NIS code, five digits. */
  readonly nisCode: string;
  readonly postalCode: string;
  readonly name: Bilingual;
  readonly language: 'fr' | 'nl';
  /** CBE number of its CPAS. */
  readonly cpas: CbeNumber;
}

export interface Street {
  /** Four digits, as the registers number streets within a municipality. */
  readonly code: string;
  readonly name: Bilingual;
}

export interface Address {
  readonly municipality: Municipality;
  readonly street: Street;
  readonly houseNumber: string;
  readonly box?: string;
}

/** The town itself. */
export const FICTIVILLE: Municipality = {
  nisCode: '99901',
  postalCode: '9999',
  name: { fr: 'FICTIVILLE', nl: 'FICTIEGEM' },
  language: 'fr',
  cpas: completeCbeNumber('09999990'),
};

/** A neighbour, whose CPAS has files of its own. */
export const UTOPIEUX: Municipality = {
  nisCode: '99902',
  postalCode: '9998',
  name: { fr: 'UTOPIEUX', nl: 'UTOPIEDE' },
  language: 'fr',
  cpas: completeCbeNumber('09999991'),
};

/** Another one, on the other side of the language border. */
export const NERGENSDORP: Municipality = {
  nisCode: '99903',
  postalCode: '9997',
  name: { fr: 'NULPARVILLE', nl: 'NERGENSDORP' },
  language: 'nl',
  cpas: completeCbeNumber('09999992'),
};

export const MUNICIPALITIES: readonly Municipality[] = [FICTIVILLE, UTOPIEUX, NERGENSDORP];

/** The streets; every municipality has all of them. */
export const STREETS = {
  songe: { code: '0101', name: { fr: 'RUE DU SONGE', nl: 'DROOMSTRAAT' } },
  brume: { code: '0102', name: { fr: 'AVENUE DE LA BRUME', nl: 'NEVELLAAN' } },
  horizon: { code: '0103', name: { fr: "CHEMIN DE L'HORIZON", nl: 'HORIZONWEG' } },
  echo: { code: '0104', name: { fr: "PLACE DE L'ÉCHO", nl: 'ECHOPLEIN' } },
  lune: { code: '0105', name: { fr: 'QUAI DE LA LUNE', nl: 'MAANKAAI' } },
  /** Where the CPAS is; its own address serves those who have none. */
  aide: { code: '0106', name: { fr: "RUE DE L'AIDE", nl: 'HULPSTRAAT' } },
} as const satisfies Record<string, Street>;
