import { lastDayOf, plusMonths } from '../../calendar.ts';
import type { Period } from '../../integrations/day.ts';
import { type Country, FRANCE } from '../person.ts';

/** An employer abroad who sends people to work here. */
export interface ForeignEmployer {
  readonly key: string;
  readonly name: string;
  readonly vatNumber: string;
  readonly country: Country;
  readonly street: string;
  readonly houseNumber: string;
  readonly postalCode: string;
  readonly city: string;
}

/** Somebody who is insured abroad and works here for a while, as Limosa knows them. */
export interface Posting {
  /** Number of the person in Limosa. */
  readonly workerId: number;
  readonly person: string;
  readonly kind: 'worker' | 'self_employed';
  /** Number in the social security of the other country. */
  readonly foreignNumber: string;
  /** Key of the employer; a self-employed person has none. */
  readonly employer?: string;
  /** For whom: an employer here, or a person. */
  readonly client: { readonly employer: string } | { readonly person: string };
  readonly period: Period;
  /** Newest first. */
  readonly documents: readonly PostingDocument[];
}

/** What was declared, or attested by the other country. */
export interface PostingDocument {
  readonly id: number;
  readonly number: string;
  /** Declarations of Limosa have no type in the contract's list. */
  readonly type?: 'a1' | 'a1_independent';
  readonly source: 'gototin' | 'mandatory_declaration';
  readonly period: Period;
  /** Declared, and taken back. */
  readonly cancelledOn?: string;
}

const FOREIGN_EMPLOYERS: readonly ForeignEmployer[] = [
  {
    key: 'ouest',
    name: "CERFS-VOLANTS DE L'OUEST SARL",
    vatNumber: 'FR99999999171',
    country: FRANCE,
    street: 'IMPASSE DU VENT',
    houseNumber: '2',
    postalCode: '00999',
    city: 'NULLEPART-SUR-MER',
  },
];

export const POSTINGS: readonly Posting[] = [
  {
    workerId: 990171,
    person: 'loinville.maxence',
    kind: 'worker',
    foreignNumber: '1061099999171',
    employer: 'ouest',
    client: { employer: 'fabriek' },
    period: { start: '2025-01-01', end: '2025-12-31' },
    // Declared anew each month.
    documents: [
      ...monthly('2025-12', 12),
      {
        id: 990171900,
        number: 'A1-FR-990171',
        type: 'a1',
        source: 'gototin',
        period: { start: '2025-01-01', end: '2025-12-31' },
      },
    ],
  },
  {
    workerId: 990172,
    person: 'loinville.solange',
    kind: 'self_employed',
    foreignNumber: '2070199999172',
    client: { person: 'semblant.eudoxie' },
    period: { start: '2024-05-01', end: '2024-08-31' },
    documents: [
      {
        id: 990172002,
        number: 'L1-990172-2',
        source: 'mandatory_declaration',
        period: { start: '2024-07-01', end: '2024-08-31' },
        cancelledOn: '2024-06-28',
      },
      {
        id: 990172001,
        number: 'A1-FR-990172',
        type: 'a1_independent',
        source: 'gototin',
        period: { start: '2024-05-01', end: '2024-08-31' },
      },
    ],
  },
];

function monthly(last: string, count: number): PostingDocument[] {
  return Array.from({ length: count }, (_, before) => {
    const month = plusMonths(last, -before);
    return {
      id: 990171000 + count - before,
      number: `L1-990171-${count - before}`,
      source: 'mandatory_declaration',
      period: { start: `${month}-01`, end: lastDayOf(month) },
    };
  });
}

/** A foreign employer by key; throws for a key that nobody has. */
export function foreignEmployerCalled(key: string): ForeignEmployer {
  const found = FOREIGN_EMPLOYERS.find((employer) => employer.key === key);
  if (found === undefined) throw new Error(`no foreign employer is called ${key}`);
  return found;
}
