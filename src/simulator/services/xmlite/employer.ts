import { numberIn, textIn } from '../../json.ts';
import { EMPLOYERS } from '../../town/facets/employment.ts';
import { found, NOTHING } from '../answers.ts';
import type { Answer, Question } from '../service.ts';

/** Form A701: who is behind a registration number of the ONSS. Leading zeros do not count. */
export function employerByNumber({ payload }: Question): Answer {
  const firm = ['Data', 'XML', 'A701', 'Request', 'Employer', 'FirmID', 'NLOSSRegistrationNbr'] as const;
  const asked = Number(textIn(payload, ...firm) ?? numberIn(payload, ...firm));
  const employer = EMPLOYERS.find(({ nossNumber }) => Number(nossNumber) === asked);
  if (employer === undefined) return { ...NOTHING, parts: inForm({}) };
  const { nossNumber, cbeNumber, name } = employer;
  const attestation = {
    Employer: {
      FirmID: { NLOSSRegistrationNbr: nossNumber, CompanyID: cbeNumber },
      RegisteredOffice: { Name: name },
    },
  };
  return found(inForm({ Attestation: [attestation] }));
}

function inForm(AnswerOK: NonNullable<Answer['parts']>): NonNullable<Answer['parts']> {
  return { Header: undefined, Data: { XML: { A701: { processType: 'L', version: '001', AnswerOK } } } };
}
