import { loadCatalogue } from '../../src/flows/catalogue.ts';
import type { Payload } from '../../src/flows/flow.ts';
import type { RequestBody, RequestContext } from '../../src/exchanges/request-body.ts';
import { PERSON, USER } from './people.ts';

/** The flows that come with the program; each is compiled when it is first used. */
export const FLOWS = loadCatalogue();

const proof = { PersonData: { LastName: 'FANTOCHE', BirthDate: '1903-04-12' } };

/** Payloads that their flows accept. */
export const PAYLOADS = {
  register: {
    SSIN: PERSON,
    Purpose: 2,
    Period: { StartDate: '2026-01-05', EndDate: '2026-12-31' },
    Action: 'REGISTER',
    ProofOfAuthentication: proof,
  },
  unregister: {
    SSIN: PERSON,
    Purpose: 2,
    Period: { StartDate: '2026-01-05' },
    Action: 'UNREGISTER',
    ProofOfAuthentication: proof,
  },
  list: {
    SSIN: PERSON,
    Period: { StartDate: '2026-01-05' },
    Action: 'LIST',
    Sector: 17,
    QueryRegister: 'SECONDARY',
    ProofOfAuthentication: proof,
  },
  identify: { SearchCriteria: { SSIN: PERSON } },
  file: { searchInformation: { ssin: PERSON } },
  echo: { echo: 'hello' },
} as const satisfies Record<string, Payload>;

/** A request as software of a centre makes it. */
export function requestBody(payload: Payload, context: Partial<RequestContext> = {}): RequestBody {
  return { context: { user: { ssin: USER, name: 'A. Worker' }, purpose: 'a file is open', ...context }, payload };
}
