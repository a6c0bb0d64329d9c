import type { JsonObject } from '../../json.ts';
import type { CivilState, Person } from '../../town/person.ts';
import { registerName } from '../names.ts';
import { descriptions, location, managerLocation, originOf, standardAddress } from './parts.ts';

/** Codes of the registers: 1 population, 2 foreigners, 3 waiting; our reading. BCSS keeps its own register and gives no code. */
const REGISTERS = { population: 1, foreigners: 2, waiting: 3, bis: undefined } as const;

/** Who somebody is, by law: names, birth, civil state, death, address, nationality. */
export function citizen(person: Person): JsonObject {
  const { ssin, register, birth, deceased, nationalities, civilStates, household } = person;
  const [residence] = household.addresses;
  const code = REGISTERS[register];
  const [nationality] = nationalities;
  return {
    origin: originOf(person),
    SocialSecurityUser: ssin,
    ...(code !== undefined && { InscriptionRegister: { value: code, modificationDate: residence?.since } }),
    LegalData: {
      Name: { ...name(person), CompleteFirstName: true },
      Gender: { value: person.sex === 'M' ? 1 : 2 },
      Birth: { Date: birth.date, Location: location(birth.place) },
      CivilState: civilState(civilStates[0]),
      ...(deceased !== undefined && { Decease: { Date: deceased.date, Location: location(deceased.place) } }),
      ...(residence !== undefined &&
        deceased === undefined && {
          AddressInformation: {
            ManagerLocation: managerLocation(person, residence),
            LegalAddress: { StandardAddress: standardAddress(person, residence) },
          },
        }),
      ...(nationality !== undefined && {
        Nationality: {
          modificationDate: nationality.since,
          Code: nationality.country.code,
          Description: descriptions(nationality.country.name),
        },
      }),
    },
  };
}

function civilState(state: CivilState | undefined): JsonObject | undefined {
  if (state === undefined) return undefined;
  const { code, since, partner } = state;
  return {
    modificationDate: since,
    Code: code,
    ...(partner !== undefined && {
      Partner: {
        SocialSecurityUser: partner.ssin,
        Name: name(partner),
        BirthDate: partner.birth.date,
        Gender: partner.sex === 'M' ? 1 : 2,
      },
    }),
  };
}

function name({ lastName, firstNames }: Person): JsonObject {
  return { LastName: registerName(lastName), FirstName: registerName(firstNames.join(' ')) };
}
