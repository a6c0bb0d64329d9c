import { actsFor, type Client } from '../domain/client.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { Organisations } from './ports.ts';

/**
 * The centre that a question is about: the one named, else the client's own, else the only one there is.
 *
 * @throws GatewayError `other-organisation`, for one that does not exist as for somebody else's; `invalid-request` when it must be named
 */
export function organisationFor(
  client: Client,
  named: string | undefined,
  organisations: Organisations,
  pointer = '/query/organisation',
): string {
  const own = client.organisation === '*' ? undefined : client.organisation;
  const id = named ?? own ?? organisations.only()?.id;
  if (id === undefined) throw new GatewayError('invalid-request', { fields: [{ pointer, rule: 'required' }] });
  if (organisations.find(id) === undefined || !actsFor(client, id)) throw new GatewayError('other-organisation');
  return id;
}
