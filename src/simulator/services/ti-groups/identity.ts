import type { JsonObject } from '../../json.ts';
import type { Person, Register } from '../../town/person.ts';
import type { Bilingual } from '../../town/places.ts';
import { coded, groupAttributes, type LabelLanguage, nameOf, numberOf, registerDate } from './parts.ts';

/** Groups that say who somebody is: number, names, birth, nationality, register, cards, death. */
export function identityGroups(person: Person, language: LabelLanguage, history: boolean): JsonObject {
  return {
    NationalNumber: { ...groupAttributes('000'), NationalNumber: numberOf(person) },
    Names: { Name: [{ ...groupAttributes('010'), Date: registerDate(person.birth.date), Name: nameOf(person) }] },
    Nationalities: {
      Nationality: person.nationalities.slice(0, history ? undefined : 1).map(({ country, since }) => ({
        ...groupAttributes('031'),
        Date: registerDate(since),
        Nationality: coded(String(country.code), country.name, language),
      })),
    },
    BirthPlace: birthPlace(person, language),
    ...(person.deceased !== undefined && { Deceases: { Decease: [decease(person.deceased, language)] } }),
    ...registration(person, language),
    ...(person.identityCard !== undefined && {
      IdentityCards: { IdentityCard: [card(person.identityCard, language)] },
    }),
  };
}

function birthPlace({ birth, ssin }: Person, language: LabelLanguage): JsonObject {
  return {
    ...groupAttributes('100'),
    Date: registerDate(birth.date),
    ActNumber: ssin.slice(6, 9).padStart(4, '0'),
    Place1: coded(birth.place.nisCode, birth.place.name, language),
  };
}

function decease({ date, place }: NonNullable<Person['deceased']>, language: LabelLanguage): JsonObject {
  return {
    ...groupAttributes('150'),
    Date: registerDate(date),
    Decease: { ActNumber: '0001', Place1: coded(place.nisCode, place.name, language) },
  };
}

/** The group exists for people who do not stand in the population register. */
const REGISTERS: Readonly<Record<Register, Bilingual | undefined>> = {
  population: undefined,
  foreigners: { fr: 'Registre des étrangers', nl: 'Vreemdelingenregister' },
  waiting: { fr: "Registre d'attente", nl: 'Wachtregister' },
  bis: undefined,
};

function registration({ register, household }: Person, language: LabelLanguage): JsonObject {
  const label = REGISTERS[register];
  const since = household.addresses[0]?.since ?? '';
  if (label === undefined) return {};
  const code = register === 'foreigners' ? '2' : '3';
  return {
    RegistrationRegisters: {
      RegistrationRegister: [
        {
          ...groupAttributes('210'),
          Date: registerDate(since),
          RegistrationRegister: coded(code, label, language),
        },
      ],
    },
  };
}

const EID: Bilingual = { fr: "Carte d'identité électronique", nl: 'Elektronische identiteitskaart' };

function card(number: string, language: LabelLanguage): JsonObject {
  return {
    ...groupAttributes('195'),
    Date: registerDate('2022-03-15'),
    TypeOfCard: coded('12', EID, language),
    CardNumber: number,
  };
}
