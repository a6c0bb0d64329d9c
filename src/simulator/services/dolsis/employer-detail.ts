import type { JsonObject } from '../../json.ts';
import { textIn } from '../../json.ts';
import { quarterOf } from '../../calendar.ts';
import { EMPLOYERS, type Employer } from '../../town/facets/employment.ts';
import { found, NOTHING } from '../answers.ts';
import type { Answer, Question } from '../service.ts';
import { employerOfNossNumber, isAnswer } from './noss-number.ts';
import { addressParts, employerParts, vatNumberOf } from './parts.ts';

/** The file of an employer, by one of its numbers; an employer may be a person. */
export function getEmployerDetail(question: Question): Answer {
  const employer = employerAsked(question);
  if (isAnswer(employer)) return employer;
  return found({
    result: {
      employer: employerParts(employer, question.world.town),
      additionalData: additionalData(employer),
      ...(employer.secretariat !== undefined && { socialSecretariat: secretariat(employer.secretariat, employer) }),
      ...(employer.bankruptcy !== undefined && { representative: curator(employer.bankruptcy, employer) }),
    },
  });
}

function employerAsked({ payload, world }: Question): Employer | Answer {
  const given = (...keys: string[]): string | undefined => textIn(payload, 'criteria', ...keys);
  const noss = given('nossRegistrationNbr', 'value');
  if (noss !== undefined) return employerOfNossNumber(noss, 'nossRegistrationNbr');
  const person = world.town.find(given('ssin') ?? '');
  const fits = (employer: Employer): boolean =>
    employer.cbeNumber === given('cbeNumber') ||
    vatNumberOf(employer) === given('vatNumber') ||
    (person !== undefined && employer.person === person.key);
  return EMPLOYERS.find(fits) ?? NOTHING;
}

function additionalData({ activityCode, legalForm, since, bankruptcy }: Employer): JsonObject {
  return { employerClass: [10], activityCode, legalForm, nossMembershipDate: since, bankruptcyDate: bankruptcy?.date };
}

function secretariat({ number, name, address }: NonNullable<Employer['secretariat']>, { since }: Employer): JsonObject {
  return {
    ssaNbr: number,
    name,
    address: addressParts(address, 'registered_office'),
    membershipSince: quarterOf(since).replace('Q', ''),
  };
}

function curator({ date, curator: name }: NonNullable<Employer['bankruptcy']>, { address }: Employer): JsonObject {
  return { name, address: addressParts(address, 'professional'), beginDate: date };
}
