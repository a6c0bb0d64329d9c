// Does the time of an answer tell whether an id of another centre exists? The same call with the id of another centre and with one of
// nothing, in turn, on a whole gateway; the two should differ by less than each differs from itself.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { serve } from '../dist/app/serve.js';
import { addClient } from '../dist/clients/client-store.js';
import { loadConfig } from '../dist/config.js';
import { RIGHTS } from '../dist/domain/client.js';
import { makeLogger } from '../dist/telemetry/logger.js';

const CALLS = 3_000;
const CENTRES = [
  { id: 'cpas-a', cbeNumber: '0999999031', nisCode: '99901', name: 'A', email: 'a@a.example' },
  { id: 'cpas-b', cbeNumber: '0999998932', nisCode: '99902', name: 'B', email: 'b@b.example' },
];
const NOTHING = '01930000-0000-7000-8000-00000000ffff';

export async function benchIsolation() {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-bench-'));
  const organisations = join(folder, 'organisations.json');
  writeFileSync(organisations, JSON.stringify(CENTRES));
  const gateway = await serve(
    loadConfig({
      DATA_DIR: join(folder, 'data'),
      ORGANISATIONS_FILE: organisations,
      PORT: '0',
      NETWORK_PORT: '0',
      RATE_LIMIT_PER_MINUTE: '10000000',
    }),
    makeLogger('error'),
    { deliver: false },
  );
  try {
    const { foundation } = gateway;
    const database = foundation.pool('accept', 2);
    const keyOf = (organisation) =>
      addClient(database, foundation.archive, { id: `software-of-${organisation}`, organisation, rights: RIGHTS });
    const [mine, theirs] = [await keyOf('cpas-a'), await keyOf('cpas-b')];
    const pool = new Pool(gateway.url, { connections: 1 });
    const foreign = await exchangeOf(pool, theirs);
    const look = async (id) => {
      const started = performance.now();
      const { statusCode, body } = await pool.request({
        method: 'GET',
        path: `/v1/exchanges/${id}`,
        headers: { authorization: `Bearer ${mine}` },
      });
      await body.dump();
      if (statusCode !== 404) throw new Error(String(statusCode));
      return performance.now() - started;
    };
    const times = { foreign: [], nothing: [] };
    for (let i = 0; i < CALLS + 200; i += 1) {
      // In turn, and each first as often: whatever the first of two leaves warm is left to both.
      const order = i % 2 === 0 ? ['foreign', 'nothing'] : ['nothing', 'foreign'];
      for (const which of order) {
        const ms = await look(which === 'foreign' ? foreign : NOTHING);
        if (i >= 200) times[which].push(ms);
      }
    }
    await pool.close();
    console.log(`\nanother centre's id beside an id of nothing, ${CALLS} calls each`);
    for (const [name, all] of Object.entries(times)) console.log(`  ${name.padEnd(10)} ${quantiles(all)}`);
    const [a, b] = [times.foreign, times.nothing].map((all) => quantile(all, 0.5));
    console.log(`  medians differ by ${(Math.abs(a - b) * 1000).toFixed(1)} µs; the middle half of either spans more`);
  } finally {
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function exchangeOf(pool, key) {
  const { statusCode, body } = await pool.request({
    method: 'POST',
    path: '/v1/flows/test-connection/exchanges',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      context: { user: { ssin: '01010100194', role: 'social-worker' }, purpose: 'bench' },
      payload: { echo: 'bench' },
    }),
  });
  const answer = await body.json();
  if (statusCode !== 202) throw new Error(`${statusCode} ${JSON.stringify(answer)}`);
  return answer.id;
}

function quantile(values, at) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * at)];
}

function quantiles(values) {
  return [0.25, 0.5, 0.75, 0.99].map((at) => `p${at * 100} ${(quantile(values, at) * 1000).toFixed(0)} µs`).join('   ');
}
