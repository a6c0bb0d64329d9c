// The register of integrations at the size of a whole country: how long every consultation waits to know whom a centre helps, and how long
// the first page of what ends soon takes.
import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plusDays } from '../dist/domain/calendar-day.js';
import { brusselsDate } from '../dist/domain/brussels-time.js';
import { completeSsin } from '../dist/domain/ssin.js';
import { startEmbeddedPostgres } from '../dist/embedded/postgres.js';
import { expiringOf } from '../dist/integration/expiring.js';
import { referencePlace } from '../dist/integration/register.js';
import { ssinPlace } from '../dist/integration/register-row.js';
import { RegisterStandings } from '../dist/integration/standings.js';
import { Vault } from '../dist/log/vault.js';
import { migrateQueue } from '../dist/queue/postgres-backend.js';
import { ensureDatabase } from '../dist/store/ensure-database.js';
import { migrate } from '../dist/store/migrate.js';
import { openPool } from '../dist/store/pool.js';
import { systemIds } from '../dist/telemetry/ids.js';

const CENTRES = 600;
const PEOPLE = 2_000;
const IN_A_HOUSEHOLD = 4;
const ASKED = 5_000;
const CODES = [2, 3, 4, 5, 7, 8, 9];
const TODAY = brusselsDate(new Date());

export async function benchRegister() {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-bench-'));
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const server = await startEmbeddedPostgres({ dataDir: folder, log: quiet });
  try {
    const account = { database: 'bench', user: 'bench', password: randomBytes(16).toString('hex') };
    const { url, adminUrl } = await ensureDatabase({ superuserUrl: server.superuserUrl, ...account });
    await migrate({ adminUrl, applicationUser: account.user, migrateQueue });
    const pool = openPool({ url, role: 'accept', connectionsMax: 4, statementTimeoutMs: 300_000 });
    try {
      await measure(pool, adminUrl);
    } finally {
      await pool.close();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(pool, adminUrl) {
  const vault = new Vault(randomBytes(32));
  const filled = Date.now();
  for (let centre = 0; centre < CENTRES; centre += 1) await fill(pool, vault, centre);
  await analysed(adminUrl);
  console.log(
    `\nregister of ${CENTRES} centres × ${PEOPLE} people in households of ${IN_A_HOUSEHOLD} (filled in ${Math.round((Date.now() - filled) / 1000)} s)`,
  );
  const standings = new RegisterStandings(pool, vault);
  const ask = (persons) => () => {
    const centre = any(CENTRES);
    return standings.of(
      `centre-${centre}`,
      Array.from({ length: persons }, () => ssinOf(centre, any(PEOPLE))),
      TODAY,
    );
  };
  // What a round trip costs on this machine at this moment: beside it the others are to be read.
  await timed('nothing: SELECT 1', () => pool.query('SELECT 1'));
  await timed('one person', ask(1));
  await timed('somebody whom nobody knows', () =>
    standings.of(`centre-${any(CENTRES)}`, [completeSsin('990101001')], TODAY),
  );
  await timed('ten persons in one question', ask(10));
  await timed('first page (50) of what ends within 30 days', () => firstPage(pool, vault), 500);
}

function firstPage(pool, vault) {
  return expiringOf(pool, vault, { organisation: `centre-${any(CENTRES)}`, withinDays: 30, limit: 50 }, TODAY);
}

/** One after the other, as a request waits for its answer; each asks about somebody else. */
async function timed(name, ask, count = ASKED) {
  for (let i = 0; i < 200; i += 1) await ask();
  const ms = [];
  for (let i = 0; i < count; i += 1) {
    const started = performance.now();
    await ask();
    ms.push(performance.now() - started);
  }
  ms.sort((a, b) => a - b);
  const at = (part) => ms[Math.min(ms.length - 1, Math.floor(ms.length * part))].toFixed(2).padStart(6);
  console.log(`  ${name.padEnd(46)} p50 ${at(0.5)} ms   p99 ${at(0.99)} ms   worst ${at(1)} ms`);
}

function any(below) {
  return Math.floor(Math.random() * below);
}

/** Another number for everybody; births 1901 to 1910, as all our fictional people. */
function ssinOf(centre, person) {
  const n = centre * PEOPLE + person;
  const year = String(1 + (n % 10)).padStart(2, '0');
  const month = String(1 + (Math.floor(n / 10) % 12)).padStart(2, '0');
  const day = String(1 + (Math.floor(n / 120) % 28)).padStart(2, '0');
  return completeSsin(`${year}${month}${day}${String(1 + (Math.floor(n / 3360) % 998)).padStart(3, '0')}`);
}

async function fill(pool, vault, centre) {
  const organisation = `centre-${centre}`;
  const households = Array.from({ length: PEOPLE / IN_A_HOUSEHOLD }, (_, at) => {
    const reference = `2026/${at}`;
    const file = vault.fileHash(reference, organisation);
    return { id: systemIds.uuid(), file, reference: vault.sealSecret(reference, referencePlace(organisation, file)) };
  });
  await pool.query(HOUSEHOLDS, [organisation, ...columns(households, ['id', 'file', 'reference'])]);
  const people = Array.from({ length: PEOPLE }, (_, at) => {
    const ssin = ssinOf(centre, at);
    const id = systemIds.uuid();
    const lastDay = plusDays(TODAY, any(365));
    return {
      id,
      household: households[Math.floor(at / IN_A_HOUSEHOLD)].id,
      person: vault.personLane(ssin),
      ssin: vault.sealSecret(ssin, ssinPlace(id)),
      code: CODES[any(CODES.length)],
      firstDay: plusDays(lastDay, -364),
      lastDay,
    };
  });
  const names = ['id', 'household', 'person', 'ssin', 'code', 'firstDay', 'lastDay'];
  await pool.query(PEOPLE_ROWS, [organisation, ...columns(people, names)]);
}

function columns(rows, names) {
  return names.map((name) => rows.map((row) => row[name]));
}

/** As autovacuum leaves a table in which something happens every day. */
async function analysed(adminUrl) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query('VACUUM ANALYZE gateway.household');
  await client.query('VACUUM ANALYZE gateway.integration');
  await client.end();
}

const HOUSEHOLDS = `
  INSERT INTO gateway.household (id, organisation, file, reference)
  SELECT id, $1, file, reference FROM unnest($2::uuid[], $3::bytea[], $4::bytea[]) AS h (id, file, reference)`;

const PEOPLE_ROWS = `
  INSERT INTO gateway.integration (id, organisation, household_id, person, ssin, quality_code, first_day, last_day, state, source)
  SELECT id, $1, household, person, ssin, code, first_day, last_day, 'open', 'import'
    FROM unnest($2::uuid[], $3::uuid[], $4::bytea[], $5::bytea[], $6::integer[], $7::date[], $8::date[])
      AS p (id, household, person, ssin, code, first_day, last_day)`;
