// What a decision costs: the table alone, and with the register of 600 centres × 2,000 people behind it.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completeSsin } from '../dist/domain/ssin.js';
import { startEmbeddedPostgres } from '../dist/embedded/postgres.js';
import { loadCatalogue } from '../dist/flows/catalogue.js';
import { RegisterStandings } from '../dist/integration/standings.js';
import { Vault } from '../dist/log/vault.js';
import { decide } from '../dist/policy/decide.js';
import { askableFlows, DEFAULT_POLICY_FILE, loadPolicy } from '../dist/policy/policy.js';
import { migrateQueue } from '../dist/queue/postgres-backend.js';
import { ensureDatabase } from '../dist/store/ensure-database.js';
import { migrate } from '../dist/store/migrate.js';
import { openPool } from '../dist/store/pool.js';

const CENTRES = 600;
const PEOPLE = 2_000;
const DECISIONS = 200_000;
const ASKED = 3_000;
const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };
const DAY = '2026-11-23';
const FLOW = 'tax-assessment.consult-tax-assessment-data';

const policy = loadPolicy(DEFAULT_POLICY_FILE, { flows: askableFlows(loadCatalogue().all()) });

/** @param {readonly object[]} persons */
const input = (persons, role = 'social-worker') => ({
  client: { id: 'software', rights: ['send'], bootstrap: false },
  organisation: 'cpas-0',
  flow: FLOW,
  kind: 'consultation',
  role,
  purpose: 'social enquiry',
  legalContext: undefined,
  hasFileReference: true,
  isEmergency: false,
  persons,
  at: new Date('2026-11-23T09:00:00Z'),
});

/** @param {number[]} micros */
function line(name, micros) {
  const sorted = micros.sort((a, b) => a - b);
  const at = (share) => sorted[Math.floor(sorted.length * share)].toFixed(1).padStart(9);
  console.log(`  ${name.padEnd(52)} p50 ${at(0.5)} µs   p99 ${at(0.99)} µs`);
}

function benchDecide(name, question) {
  const micros = [];
  for (let i = 0; i < DECISIONS; i += 1) {
    const started = performance.now();
    decide(policy, question);
    micros.push((performance.now() - started) * 1e3);
  }
  line(name, micros.slice(DECISIONS / 4));
}

const ssinOf = (n) => completeSsin(String(30_101_000 + n).padStart(9, '0'));

/** People of every centre, all of them the same 2,000: lanes are keyed hashes, and rows are as many. */
async function fill(pool, vault) {
  const lanes = Array.from({ length: PEOPLE }, (_, n) => vault.personLane(ssinOf(n)));
  for (let c = 0; c < CENTRES; c += 1) {
    await pool.query(
      `WITH household AS (
         INSERT INTO gateway.household (id, organisation, file)
         SELECT gen_random_uuid(), $1, lane FROM unnest($2::bytea[]) WITH ORDINALITY AS p (lane, n) WHERE n % 2 = 1
         RETURNING id, file
       ), numbered AS (SELECT id, row_number() OVER () AS h FROM household)
       INSERT INTO gateway.integration (id, organisation, household_id, person, ssin, quality_code, first_day, last_day, state, source)
       SELECT gen_random_uuid(), $1, numbered.id, lane, lane, 2, '2026-01-01', '2026-12-31', 'open', 'import'
         FROM unnest($2::bytea[]) WITH ORDINALITY AS p (lane, n) JOIN numbered ON numbered.h = (n + 1) / 2`,
      [`cpas-${c}`, lanes],
    );
  }
}

async function benchRegister() {
  const folder = mkdtempSync(join(tmpdir(), 'bench-policy-'));
  const server = await startEmbeddedPostgres({ dataDir: folder, log: QUIET });
  try {
    const user = 'gateway_app';
    const urls = await ensureDatabase({
      superuserUrl: server.superuserUrl,
      database: 'bench',
      user,
      password: randomBytes(16).toString('hex'),
    });
    await migrate({ adminUrl: urls.adminUrl, applicationUser: user, migrateQueue });
    const pool = openPool({ url: urls.url, role: 'accept', connectionsMax: 4, statementTimeoutMs: 600_000 });
    const vault = new Vault(randomBytes(32));
    await fill(pool, vault);
    const standings = new RegisterStandings(pool, vault);
    const micros = [];
    for (let i = 0; i < ASKED; i += 1) {
      const started = performance.now();
      const persons = await standings.of(`cpas-${(i * 7) % CENTRES}`, [ssinOf((i * 13) % PEOPLE)], DAY);
      decide(policy, input(persons));
      micros.push((performance.now() - started) * 1e3);
    }
    line(`with a register of ${CENTRES} centres × ${PEOPLE} people`, micros.slice(ASKED / 4));
    await pool.close();
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function benchPolicy() {
  console.log('\nOne decision of the authorisation table');
  const own = [{ own: [{ qualityCode: 2, from: DAY, until: undefined }], household: [] }];
  benchDecide('allowed', input(own));
  benchDecide('denied, with all that is missing', input([{ own: [], household: [] }], 'reception'));
  await benchRegister();
}
