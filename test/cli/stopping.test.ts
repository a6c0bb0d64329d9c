import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { exampleRequest } from '../../src/app/examples.ts';
import { isRunning } from '../../src/embedded/process-identity.ts';
import { usedDataDir } from '../support/data-dir.ts';
import { type GatewayProcess, startGateway } from '../support/gateway-process.ts';
import { RestClient } from '../support/rest-client.ts';
import { SimulatorControl } from '../support/simulator-control.ts';
import { until } from '../support/until.ts';

const FLOW = 'identify-person';

/** A gateway in the middle of an exchange: BCSS has the request, and takes its time. */
async function inTheMiddle(delayMs: number): Promise<{ gateway: GatewayProcess; dataDir: string; id: string }> {
  const dataDir = await usedDataDir();
  const gateway = await startGateway({ dataDir });
  const control = new SimulatorControl(gateway);
  await control.fault({ fault: { kind: 'slow', delayMs } });
  const { body } = await new RestClient(gateway).send(FLOW, exampleRequest(FLOW));
  await until(async () => (await control.requests()).length > 0);
  return { gateway, dataDir, id: body.id };
}

/** The process number of the embedded PostgreSQL. */
function postgresOf(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

it('SIGTERM ends well, with what was in hand finished and the database stopped', async () => {
  const { gateway, dataDir, id } = await inTheMiddle(1_500);
  const postgres = postgresOf(dataDir);
  expect(await gateway.stop()).toEqual({ code: 0, signal: null });
  expect(gateway.lines('gateway.stopped')).toHaveLength(1);
  expect(isRunning(postgres)).toBe(false);

  const again = await startGateway({ dataDir });
  try {
    const exchange = await new RestClient(again).exchange(id);
    expect(exchange).toMatchObject({ state: 'done', outcome: 'answered' });
    expect(exchange.attempts).toHaveLength(1);
  } finally {
    await again.stop();
  }
});

it('a second SIGTERM does not wait for what is in hand, and leaves no database behind', async () => {
  const { gateway, dataDir } = await inTheMiddle(20_000);
  const postgres = postgresOf(dataDir);
  gateway.signal('SIGTERM');
  await until(() => gateway.lines('gateway.stopping').length > 0);
  gateway.signal('SIGTERM');
  expect(await gateway.ended).toEqual({ code: 1, signal: null });
  expect(gateway.lines('gateway.stopped')).toEqual([]);
  await until(() => !isRunning(postgres));
});
