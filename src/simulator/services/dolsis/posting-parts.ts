import type { JsonObject } from '../../json.ts';
import { employerCalled } from '../../town/facets/employment.ts';
import {
  type ForeignEmployer,
  foreignEmployerCalled,
  type Posting,
  type PostingDocument,
} from '../../town/facets/posting.ts';
import type { Town } from '../../town/town.ts';
import { beginEnd } from '../parts/periods.ts';
import { employerParts, personParts, personSummary } from './parts.ts';

/** A person whom Limosa knows, with the number it knows them by. */
export function postedPerson({ person, workerId }: Posting, town: Town): JsonObject {
  return { id: String(workerId), ...personParts(town.person(person)) };
}

/** What a document is, in short. */
export function documentSummary(document: PostingDocument, { person }: Posting, town: Town): JsonObject {
  return {
    id: String(document.id),
    documentNbr: document.number,
    documentType: document.type,
    documentSource: document.source,
    period: beginEnd(document.period),
    person: personSummary(town.person(person)),
  };
}

/** The employer abroad; undefined for who works for themselves. */
export function foreignEmployer({ employer }: Posting): JsonObject | undefined {
  return employer === undefined ? undefined : { employer: foreignParts(foreignEmployerCalled(employer)) };
}

function foreignParts({
  name,
  vatNumber,
  country,
  street,
  houseNumber,
  postalCode,
  city,
}: ForeignEmployer): JsonObject {
  return {
    name,
    vatNumber,
    address: {
      street: [{ language: 'FR', value: street }],
      houseNbr: houseNumber,
      zipCode: postalCode,
      city: [{ language: 'FR', value: city }],
      country: country.name.fr,
      countryCode: country.code,
      type: 'registered_office',
    },
    countryCode: country.code,
  };
}

/** For whom somebody works here: a company, or somebody at home. */
export function belgianClient({ client }: Posting, town: Town): JsonObject {
  return 'employer' in client
    ? { employer: employerParts(employerCalled(client.employer), town) }
    : { person: personParts(town.person(client.person)) };
}

/** True for an enterprise, as opposed to somebody at home. */
export function isEconomical({ client }: Posting): boolean {
  return 'employer' in client;
}
