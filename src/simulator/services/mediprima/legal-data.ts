import type { JsonObject } from '../../json.ts';
import type { Person, Register } from '../../town/person.ts';
import { byLanguage, legalAddress } from '../parts/legal-address.ts';

/** What the registers say about the beneficiary of a card. A dead person has no address. */
export function beneficiaryLegalData(person: Person): JsonObject {
  const { ssin, register, lastName, firstNames, sex, birth, nationalities, household, deceased, civilStates } = person;
  const [current] = household.addresses;
  return {
    ssin,
    registrationRegister: { register: { label: REGISTERS[register] } },
    identity: {
      lastName,
      givenName: firstNames.map((value, at) => ({ sequence: at + 1, value })),
      gender: sex,
      birthDate: birth.date,
    },
    nationalities: {
      nationality: nationalities.map(({ country, since }) => ({
        date: since,
        nationalityCode: String(country.code),
        nationalityDescription: byLanguage(country.name),
      })),
    },
    ...(current !== undefined &&
      deceased === undefined && {
        addresses: { address: [{ address: { ...legalAddress(current), date: current.since } }] },
      }),
    ...(deceased !== undefined && { deceases: { decease: [{ date: deceased.date }] } }),
    civilStates: { civilState: civilStates.map(civilState) },
  };
}

/** The national register, its waiting register, or that of BCSS. */
const REGISTERS: Readonly<Record<Register, string>> = {
  population: 'RN_RR',
  foreigners: 'RN_RR',
  waiting: 'RN_RA',
  bis: 'BCSS_KSZ',
};

function civilState({ code, since, partner }: Person['civilStates'][number]): JsonObject {
  return {
    date: since,
    civilStateCode: String(code),
    ...(partner !== undefined && { partner: { partnerSsin: partner.ssin, lastName: partner.lastName } }),
  };
}
