import { isJsonObject, type Json, textIn } from '../json.ts';
import type { Person } from '../town/person.ts';
import { registerName } from './names.ts';
import type { RemarkField } from './remarks.ts';

/**
 * Whether what somebody says about a person is true of that person. One proof that matches is enough, of three: the number of
 * the SIS card, that of the identity card, or name and birth date.
 *
 * @returns the fields that do not match; empty when the identity is proven; undefined when there is no proof at all.
 */
export function mismatches(proof: Json | undefined, person: Person): RemarkField[] | undefined {
  const sisCard = textIn(proof, 'SISCardNumber');
  const identityCard = textIn(proof, 'IdentityCardNumber');
  const data = isJsonObject(proof) ? proof.PersonData : undefined;
  const verdicts: RemarkField[][] = [];
  if (sisCard !== undefined) verdicts.push(differing('SISCardNumber', sisCard, person.sisCard));
  if (identityCard !== undefined)
    verdicts.push(differing('IdentityCardNumber', identityCard, person.identityCard ?? ''));
  if (isJsonObject(data)) verdicts.push(personMismatches(data, person));
  if (verdicts.length === 0) return undefined;
  return verdicts.some((verdict) => verdict.length === 0) ? [] : verdicts.flat();
}

function personMismatches(data: Json, person: Person): RemarkField[] {
  const [firstName = '', ...middleNames] = person.firstNames;
  return [
    ...differing('LastName', textIn(data, 'LastName') ?? '', person.lastName),
    ...differing('FirstName', textIn(data, 'FirstName'), firstName, person.firstNames.join(' ')),
    ...differing('MiddleName', textIn(data, 'MiddleName'), middleNames.join(' ')),
    ...differing('BirthDate', textIn(data, 'BirthDate') ?? '', person.birth.date),
  ];
}

/** The field, when its value is given and none of the right ones. Names are compared without case and accents. */
function differing(name: string, given: string | undefined, ...right: readonly string[]): RemarkField[] {
  if (given === undefined || right.some((value) => registerName(value) === registerName(given))) return [];
  return [{ name, value: given }];
}
