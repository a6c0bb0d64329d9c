import type { Outgoing } from '../../src/transport/gate.ts';
import { tlsKeys } from '../support/certificates.ts';

/** Who is who: one authority that everybody here trusts, and one that nobody does. */
export const authority = tlsKeys({ name: 'Authority', authority: true });
export const stranger = tlsKeys({ name: 'Another authority', authority: true });
export const server = tlsKeys({ name: 'server', issuer: authority });

/** A message to a peer; `change` makes it another. */
export function message(url: string, change: Partial<Outgoing> = {}): Outgoing {
  return {
    url,
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: '"urn:x"' },
    body: Buffer.from('<declaration/>'),
    deadlineMs: 5_000,
    replyBytesMax: 10_000,
    freshConnection: true,
    ...change,
  };
}
