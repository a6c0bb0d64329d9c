import { randomUUID } from 'node:crypto';
import { brusselsDate } from '../domain/brussels-time.ts';
import { plusDays } from '../domain/calendar-day.ts';
import type { DemoClient } from './demo-client.ts';

/** What the register says of the household in the end. */
interface ShownHousehold {
  readonly state: string;
  readonly summary: Readonly<Record<string, number>>;
}

/** People of the simulator's town, with what proves who they are. */
const MEMBERS = [
  ['01031210166', 'MIRAGE', '1901-03-12'],
  ['02112710280', 'SANSLIEU', '1902-11-27'],
  ['08020310386', 'MIRAGE', '1908-02-03'],
] as const;

/** Of whom the demo's mutation tells: one of them. */
export const SOMEBODY_HELPED = MEMBERS[0][0];

/**
 * Integrates a household in one call: what a centre does before anything else. One that an earlier demo left open is still integrated.
 *
 * @throws Error when not all of it was accepted
 */
export async function integrateHousehold(client: DemoClient, now: Date): Promise<ShownHousehold> {
  const { households } = await householdsOf(client, MEMBERS[0][0]);
  const open = households.find(({ state }) => state === 'open');
  if (open !== undefined) return open;
  const today = brusselsDate(now);
  const body = {
    context: { user: { ssin: '01010100194' }, purpose: 'request for help received' },
    fileReference: `demo-${randomUUID().slice(0, 8)}`,
    period: { firstDay: today, lastDay: plusDays(today, 364) },
    members: MEMBERS.map(([ssin, lastName, birthDate]) => ({
      ssin,
      proof: { person: { lastName, birthDate } },
      integrations: [{ qualityCode: 8 }],
    })),
  };
  const household = await client.call<ShownHousehold>('POST', '/v1/integrations', body, {
    'idempotency-key': randomUUID(),
    prefer: 'wait=30',
  });
  if (household.state !== 'open') throw new Error(`the household is ${household.state}`);
  return household;
}

function householdsOf(client: DemoClient, ssin: string): Promise<{ readonly households: readonly ShownHousehold[] }> {
  return client.call('GET', '/v1/integrations', undefined, { 'person-ssin': ssin });
}
