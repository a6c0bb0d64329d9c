import { type Json, type JsonObject, isJsonObject, numberIn, textIn } from '../json.ts';
import type { Person } from '../town/person.ts';
import { limitedLegalData } from './limited-legal-data.ts';
import { phoneticKey } from './names.ts';
import { mismatches } from './proof.ts';
import { isIncomplete, isNear } from './register-dates.ts';
import { type Remark, remark } from './remarks.ts';
import type { Answer, Question, Service } from './service.ts';
import { standingRefusal } from './standing.ts';

/** Who is this? By number, or by name and birth date; and is this really that person? (OCMWCPASIdentifyPerson) */
export const identifyPerson: Service = {
  service: 'IdentifyPerson',
  admission: 'anybody',
  answer(question) {
    const criteria = question.payload.SearchCriteria;
    const phonetic = isJsonObject(criteria) ? criteria.PhoneticCriteria : undefined;
    const ssin = textIn(criteria, 'SSIN');
    if (ssin !== undefined) return byNumber(ssin, phonetic !== undefined, question);
    if (!isJsonObject(phonetic)) return refused(remark('31000007', 'SearchCriteria'));
    return byName(phonetic, question);
  },
};

function byNumber(ssin: string, alsoPhonetic: boolean, question: Question): Answer {
  const standing = question.world.town.standing(ssin);
  if (standing.kind !== 'known') return standingRefusal(standing);
  // The number wins; what was given besides is ignored, and BCSS says so.
  const remarks: Remark[] = alsoPhonetic ? [remark('21007001')] : [];
  const proof = mismatches(question.payload.VerificationData, standing.person);
  if (proof !== undefined) remarks.push(proof.length === 0 ? remark('12007001') : { code: '22007007', fields: proof });
  const validated = proof?.length === 0;
  return { outcome: 'found', remarks, parts: results([standing.person], validated) };
}

const MAXIMUM = 80;

function byName(criteria: JsonObject, { world }: Question): Answer {
  const lastName = textIn(criteria, 'LastName') ?? '';
  const birthDate = textIn(criteria, 'BirthDate') ?? '';
  const tolerance = numberIn(criteria, 'Tolerance');
  if (lastName === '') return refused(remark('31000007', 'LastName'));
  if (isIncomplete(birthDate) && tolerance === undefined) return refused(remark('31009001', 'Tolerance'));
  const found = world.town.people
    .filter((person) => phoneticKey(person.lastName) === phoneticKey(lastName))
    .filter((person) => isNear(birthDate, person.birth.date, tolerance ?? 0))
    .filter((person) => firstNameFits(criteria, person) && genderFits(numberIn(criteria, 'Gender'), person));
  if (found.length === 0) return { ...refused(remark('32007004')), outcome: 'nothing' };
  return { outcome: 'found', parts: results(found.slice(0, numberIn(criteria, 'Maximum') ?? MAXIMUM), false) };
}

function firstNameFits(criteria: JsonObject, { firstNames }: Person): boolean {
  const asked = [textIn(criteria, 'FirstName'), textIn(criteria, 'MiddleName')].filter((name) => name !== undefined);
  const keys = firstNames.map(phoneticKey);
  return asked.flatMap((names) => names.split(' ')).every((name) => keys.includes(phoneticKey(name)));
}

/** 0 is "unknown": whoever it is will do. */
function genderFits(gender: number | undefined, { sex }: Person): boolean {
  return gender === undefined || gender === 0 || gender === (sex === 'M' ? 1 : 2);
}

function results(people: readonly Person[], extended: boolean): JsonObject {
  const data: Json[] = people.map((person) => limitedLegalData(person, extended));
  return { SearchResults: { LimitedLegalData: data } };
}

function refused(...remarks: readonly Remark[]): Answer {
  return { outcome: 'refused', remarks };
}
