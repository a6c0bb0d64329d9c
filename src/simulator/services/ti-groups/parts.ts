import type { JsonObject } from '../../json.ts';
import type { Person, RegisterDate } from '../../town/person.ts';
import type { Bilingual } from '../../town/places.ts';

/** In which language labels are given. */
export type LabelLanguage = keyof Bilingual;

/** Attributes that every group of the national register carries: its number, and the structure of its text. */
export function groupAttributes(type: string): JsonObject {
  return { Type: type, Structure: 'A1' };
}

/** A date as the register writes it: what is not known is not there. */
export function registerDate(date: RegisterDate): JsonObject {
  const [year = '', month = '00', day = '00'] = date.split('-');
  return {
    Century: year.slice(0, 2),
    Year: year.slice(2),
    ...(month !== '00' && { Month: month }),
    ...(day !== '00' && { Day: day }),
  };
}

/** A code with what it means. */
export function coded(code: string, label: Bilingual, language: LabelLanguage): JsonObject {
  return { Code: code, Label: label[language] };
}

/** A name as the register writes it: each part with a code of its own. */
export function nameOf({ lastName, firstNames }: Person): JsonObject {
  return {
    LastName: [{ Code: [nameCode(lastName)], Label: lastName.toUpperCase() }],
    FirstName: firstNames.map((name) => ({ Code: [nameCode(name)], Label: name })),
  };
}

/** Five digits, always the same ones for a name. */
function nameCode(name: string): string {
  const sum = Array.from(name).reduce((code, letter) => (code * 31 + (letter.codePointAt(0) ?? 0)) % 90_000, 7);
  return String(10_000 + sum);
}

/** A number with birth date and sex. */
export function numberOf({ ssin, birth, sex }: Person): JsonObject {
  return { NationalNumber: ssin, Date: registerDate(birth.date), Sex: sex === 'M' ? '1' : '2' };
}
