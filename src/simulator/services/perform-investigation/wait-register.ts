import type { JsonObject } from '../../json.ts';
import type { Person } from '../../town/person.ts';

/** What the waiting register adds about somebody who asked for asylum: since when, where the file is, and which document is held. */
export function waitRegister({ ssin, household, nationalities }: Person): JsonObject {
  const since = household.addresses[0]?.since ?? '';
  const municipality = household.addresses[0]?.address.municipality;
  return {
    SocialSecurityUser: ssin,
    RefugeeSituationH205: { RefugeeSituation: [{ demandDate: since, qualityCode: 1 }] },
    RefugeeAdministriveFileH206: {
      RefugeeAdministrativeFile: [
        {
          administrativeSituationDate: since,
          administrativeSituationCode: 1,
          nisCode: Number(municipality?.nisCode),
          municipalityDescription: municipality?.name.fr,
          declarationDate: since,
        },
      ],
    },
    RefugeeDocumentH211: { RefugeeDocument: [{ InscriptionDate: since, documentTypeCode: 1 }] },
    RefugeeDataH213: {
      RefugeeDataBlockH213: [{ date: since, nationalityCode: nationalities[0]?.country.code }],
    },
  };
}
