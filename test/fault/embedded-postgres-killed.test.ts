import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { example } from '../e2e/subject.ts';
import { usedDataDir } from '../support/data-dir.ts';
import { startGateway } from '../support/gateway-process.ts';
import { RestClient } from '../support/rest-client.ts';
import { pause } from '../support/until.ts';
import { postgresOf } from './strikes.ts';
import { patient } from '../support/patient.ts';

const RECOVERED_MS = 30_000;

describe.skipIf(process.platform !== 'linux')('the embedded PostgreSQL', () => {
  it('that is killed is away for a moment in which everybody is told to come back, and returns by itself', async () => {
    const gateway = await startGateway({ dataDir: await usedDataDir() });
    try {
      const client = new RestClient(gateway);
      process.kill(postgresOf(gateway), 'SIGKILL');
      const refusals = await refusedUntilBack(client);
      expect(refusals.length).toBeGreaterThan(0);
      for (const { status, retryAfter, code, ms } of refusals) {
        expect({ status, code }).toEqual({ status: 503, code: 'database-unavailable' });
        expect(Number(retryAfter)).toBeGreaterThan(0);
        expect(ms).toBeLessThan(patient(2_500));
      }
      const { body } = await client.send('identify-person', example('identify-person'), { prefer: 'wait=30' });
      expect(body).toMatchObject({ state: 'done', outcome: 'answered' });
      expect(gateway.lines('database.restarted')).toHaveLength(1);
    } finally {
      expect(await gateway.stop()).toMatchObject({ code: 0 });
    }
  }, 120_000);

  it('that cannot come back ends the gateway, with a reason and a code that a supervisor acts on', async () => {
    const dataDir = await usedDataDir();
    const gateway = await startGateway({ dataDir });
    renameSync(
      join(dataDir, 'postgres', 'global', 'pg_control'),
      join(dataDir, 'postgres', 'global', 'pg_control.away'),
    );
    process.kill(postgresOf(gateway), 'SIGKILL');
    expect(await gateway.ended).toMatchObject({ code: 1 });
    expect(gateway.output()).toContain('The embedded database does not start [embedded-unavailable]');
  }, 120_000);
});

interface Refusal {
  readonly status: number;
  readonly code: unknown;
  readonly retryAfter: string | null;
  readonly ms: number;
}

/** Asks for something all the time until it is given, and tells how it was refused. */
async function refusedUntilBack(client: RestClient): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  const end = Date.now() + RECOVERED_MS;
  while (Date.now() < end) {
    const started = Date.now();
    const { status, headers, body } = await client.send('test-connection', example('test-connection'));
    if (status === 202) return refusals;
    refusals.push({ status, code: body.code, retryAfter: headers.get('retry-after'), ms: Date.now() - started });
    await pause(20);
  }
  throw new Error('the database did not come back');
}
