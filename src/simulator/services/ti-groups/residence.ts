import type { JsonObject } from '../../json.ts';
import type { Person, Residence } from '../../town/person.ts';
import { coded, groupAttributes, type LabelLanguage, registerDate } from './parts.ts';

/** Groups that say where somebody lives, and which municipality keeps the file. */
export function residenceGroups({ household }: Person, language: LabelLanguage, history: boolean): JsonObject {
  const residences = household.addresses.slice(0, history ? undefined : 1);
  const [current] = residences;
  return {
    FileOwner: { Residences: fileOwners(residences).map((residence) => fileOwner(residence, language)) },
    LegalMainAddresses: { LegalMainAddress: residences.map((residence) => legalMainAddress(residence, language)) },
    ...(household.referenceAddress &&
      current !== undefined && {
        AddressReferences: { AddressReference: [{ ...groupAttributes('024'), Date: registerDate(current.since) }] },
      }),
  };
}

/** A move within a municipality does not change who keeps the file: of each stay in one, the first address counts. */
function fileOwners(residences: readonly Residence[]): Residence[] {
  return residences.filter(
    ({ address }, at) => residences[at + 1]?.address.municipality.nisCode !== address.municipality.nisCode,
  );
}

function fileOwner({ since, address: { municipality } }: Residence, language: LabelLanguage): JsonObject {
  return {
    ...groupAttributes('001'),
    Date: registerDate(since),
    Residence: coded(municipality.nisCode, municipality.name, language),
    Fusion: '0',
    Language: municipality.language === 'fr' ? '1' : '2',
  };
}

function legalMainAddress({ since, address }: Residence, language: LabelLanguage): JsonObject {
  return {
    ...groupAttributes('020'),
    Date: registerDate(since),
    Address: {
      ZipCode: address.municipality.postalCode,
      Street: coded(address.street.code, address.street.name, language),
      HouseNumber: address.houseNumber.padStart(4, '0'),
      Box: address.box,
    },
  };
}
