import { EMPLOYERS, type Employer } from '../../town/facets/employment.ts';
import { remark } from '../remarks.ts';
import type { Answer } from '../service.ts';

/** Seven to ten digits: the shortest and longest that are seen. */
const FORM = /^\d{7,10}$/;

/**
 * The employer of a registration number; zeros in front do not count. A number that cannot be one finds nothing, and the source
 * says so with a code of its own (schema comment: NO_DATA_FOUND with DOLS0024).
 */
export function employerOfNossNumber(number: string, field: string): Employer | Answer {
  if (!FORM.test(number)) return { outcome: 'nothing', remarks: [remark('DOLS0024', field)] };
  return EMPLOYERS.find(({ nossNumber }) => Number(nossNumber) === Number(number)) ?? { outcome: 'nothing' };
}

/** True when there is no employer, and the answer says why. */
export function isAnswer(found: Employer | Answer): found is Answer {
  return 'outcome' in found;
}
