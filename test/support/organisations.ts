import { completeCbeNumber } from '../../src/domain/cbe-number.ts';
import type { Client } from '../../src/domain/client.ts';
import type { Organisation } from '../../src/domain/organisation.ts';
import { Organisations } from '../../src/organisations/organisations.ts';
import { CENTRE, OTHER_CENTRE } from './ledger.ts';

function centre(id: string, base: string, nisCode: string): Organisation {
  return {
    id,
    cbeNumber: completeCbeNumber(base),
    nisCode,
    name: `CPAS ${id}`,
    email: `gateway@${id}.example`,
    sector: 17,
    institution: 1,
  };
}

/** Two fictional centres. */
export const ORGANISATION = centre(CENTRE, '09999990', '99901');
export const OTHER_ORGANISATION = centre(OTHER_CENTRE, '09999989', '99902');
export const ORGANISATIONS = new Organisations([ORGANISATION, OTHER_ORGANISATION]);

/** Software of {@link CENTRE}; `change` makes it somebody else. */
export function clientOf(change: Partial<Client> = {}): Client {
  return { id: 'software', organisation: CENTRE, rights: ['send', 'read'], bootstrap: false, ...change };
}
