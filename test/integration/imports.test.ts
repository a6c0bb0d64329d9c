import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CalendarDay } from '../../src/domain/calendar-day.ts';
import { completeSsin } from '../../src/domain/ssin.ts';
import { ImportRunner, type ImportStep } from '../../src/integration/import/import-runner.ts';
import { type ImportFile, Imports } from '../../src/integration/import/imports.ts';
import { integrationsOf } from '../../src/integration/find.ts';
import { addIntegration, householdOf } from '../../src/integration/register.ts';
import type { DatabasePool } from '../../src/store/pool.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { testArchive } from '../support/archive.ts';
import { asSuperuser, testDatabase, type TestDatabase } from '../support/database.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';
import { clientOf } from '../support/organisations.ts';
import { USER } from '../support/people.ts';

let database: TestDatabase;
let pool: DatabasePool;
let imports: Imports;
let runner: ImportRunner;
const { vault, archive } = testArchive();

beforeAll(async () => {
  database = await testDatabase();
  pool = database.pool('accept');
  const parts = {
    pool,
    vault,
    ids: systemIds,
    log: { record: async (on: never, entry: never) => (await archive.append(on, entry)).index },
  };
  imports = new Imports(parts);
  runner = new ImportRunner(parts);
});
afterAll(() => database.drop());

let people = 0;
/** People that nobody else in this file has. */
function newPeople(count: number): string[] {
  return Array.from({ length: count }, () => {
    people += 1;
    const day = String(1 + (people % 28)).padStart(2, '0');
    const month = String(1 + (Math.floor(people / 28) % 12)).padStart(2, '0');
    return completeSsin(`05${month}${day}${String(1 + Math.floor(people / 336)).padStart(3, '0')}`);
  });
}

const HEADER = 'ssin;quality_code;start_date;end_date;file_reference;last_name;birth_date';

function fileOf(
  ssins: readonly string[],
  more = '2;2026-01-01;2026-12-31;;FANTASQUE;1905-01-01',
  organisation = CENTRE,
): ImportFile {
  const lines = ssins.map((ssin) => `${ssin};${more}`);
  return {
    organisation,
    bytes: Buffer.from([HEADER, ...lines].join('\n')),
    context: { user: { ssin: USER }, purpose: 'register of before the gateway' },
  };
}

async function finish(): Promise<ImportStep> {
  for (;;) {
    const step = await runner.step();
    if (step !== 'slice') return step;
  }
}

async function heap(): Promise<number> {
  const [row] = await pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM gateway.integration_import_slice',
  );
  return row?.count ?? -1;
}

const of = (ssins: readonly string[], organisation = CENTRE) => integrationsOf(pool, vault, organisation, ssins);

describe('an import', () => {
  it('writes every row into the register, as what BCSS has already', async () => {
    const ssins = newPeople(600);
    const started = await imports.start('operator', fileOf(ssins));
    expect(started).toMatchObject({ organisation: CENTRE, state: 'running', rows: 600, done: 0, known: 0 });
    expect(await of(ssins), 'nothing before its turn').toEqual([]);
    expect(await finish()).toMatchObject({ id: started.id, organisation: CENTRE, context: { user: { ssin: USER } } });
    const rows = await of(ssins);
    expect(rows).toHaveLength(600);
    expect(rows[0]).toMatchObject({
      qualityCode: 2,
      firstDay: '2026-01-01',
      lastDay: '2026-12-31',
      state: 'open',
      source: 'import',
      proof: { person: { lastName: 'FANTASQUE', birthDate: '1905-01-01' } },
    });
    expect(await imports.view(clientOf(), started.id)).toMatchObject({ state: 'done', done: 600, known: 0 });
    expect(await heap()).toBe(0);
  });

  it('shows how far it is', async () => {
    const { id } = await imports.start('operator', fileOf(newPeople(600)));
    const seen: number[] = [];
    for (let i = 0; i < 3; i += 1) {
      await runner.step();
      seen.push((await imports.view(clientOf(), id)).done);
    }
    expect(seen).toEqual([250, 500, 600]);
    await finish();
  });

  it('that cannot go on does not keep the others from their turn, and goes on once it can', async () => {
    const [first, second] = [newPeople(3), newPeople(3)];
    const { id } = await imports.start('operator', fileOf(first));
    await imports.start('operator', fileOf(second));
    const kept = await pool.query<{ rows: Buffer }>(
      'SELECT rows FROM gateway.integration_import_slice WHERE import_id = $1',
      [id],
    );
    const put = (rows: Buffer | undefined) =>
      asSuperuser(database.superuserUrl, (client) =>
        client.query('UPDATE gateway.integration_import_slice SET rows = $2 WHERE import_id = $1', [id, rows]),
      );
    await put(Buffer.from('not sealed by us'));
    await expect(runner.step()).rejects.toThrow();
    expect(await finish()).toMatchObject({ organisation: CENTRE });
    expect(await of(second)).toHaveLength(3);
    await put(kept[0]?.rows);
    for (let n = 0; n < 3; n += 1) await runner.step();
    expect(await of(first)).toHaveLength(3);
  });

  it('of which the database refuses one row writes the others, and says which line it was', async () => {
    const ssins = newPeople(3);
    const other = await imports.start('operator', fileOf(newPeople(1)));
    await finish();
    expect(other.rows).toBe(1);
    await asSuperuser(database.superuserUrl, (client) =>
      client.query('ALTER TABLE gateway.integration ADD CONSTRAINT unlucky CHECK (quality_code <> 5) NOT VALID'),
    );
    const file = fileOf(ssins);
    const text = Buffer.from(file.bytes)
      .toString()
      .replace(`${ssins[1] ?? ''};2;`, `${ssins[1] ?? ''};5;`);
    const { id } = await imports.start('operator', { ...file, bytes: Buffer.from(text) });
    await finish();
    await asSuperuser(database.superuserUrl, (client) =>
      client.query('ALTER TABLE gateway.integration DROP CONSTRAINT unlucky'),
    );
    expect((await of(ssins)).map(({ ssin }) => ssin).sort()).toEqual([ssins[0], ssins[2]].sort());
    expect(await imports.view(clientOf(), id)).toMatchObject({ state: 'done', done: 3 });
  });

  it('goes on where a process that died had stopped, and writes nothing twice', async () => {
    const ssins = newPeople(600);
    await imports.start('operator', fileOf(ssins));
    await runner.step();
    const dying = new ImportRunner({
      pool: {
        ...pool,
        transaction: (work) =>
          pool.transaction(async (on) => {
            await work(on);
            throw new Error('killed');
          }),
      },
      vault,
      ids: systemIds,
      log: { record: async (on, entry) => (await archive.append(on, entry)).index },
    });
    await expect(dying.step()).rejects.toThrow('killed');
    expect(await of(ssins)).toHaveLength(250);
    await finish();
    expect(await of(ssins)).toHaveLength(600);
  });

  it('is worked off once by several processes', async () => {
    const ssins = newPeople(600);
    const { id } = await imports.start('operator', fileOf(ssins));
    await Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let i = 0; i < 6; i += 1) await runner.step();
      }),
    );
    await finish();
    expect(await of(ssins)).toHaveLength(600);
    expect(await imports.view(clientOf(), id)).toMatchObject({ state: 'done', done: 600, known: 0 });
  });

  it('is the same import when the same file comes again', async () => {
    const file = fileOf(newPeople(3));
    const first = await imports.start('operator', file);
    await finish();
    expect(await imports.start('somebody else', file)).toMatchObject({ id: first.id, state: 'done' });
    expect(await runner.step()).toBe('nothing');
  });

  it('leaves alone what the register has, day for day', async () => {
    const [had = '', fresh = ''] = newPeople(2);
    const householdId = await householdOf(pool, { vault, ids: systemIds }, CENTRE, { ssin: had });
    const period = { firstDay: '2026-01-01' as CalendarDay, lastDay: '2026-12-31' as CalendarDay };
    await addIntegration(
      pool,
      { vault, ids: systemIds },
      {
        organisation: CENTRE,
        householdId,
        ssin: had,
        proof: undefined,
        qualityCode: 2,
        ...period,
        state: 'open',
        source: 'household',
      },
    );
    expect(await imports.preview(fileOf([had, fresh]))).toEqual({ rows: 2, known: 1, persons: 2 });
    const { id } = await imports.start('operator', fileOf([had, fresh]));
    await finish();
    expect(await imports.view(clientOf(), id)).toMatchObject({ done: 2, known: 1 });
    expect(await of([had])).toHaveLength(1);
  });

  it('is refused as a whole where the register says something else about a same day', async () => {
    const ssins = newPeople(300);
    await imports.start('operator', fileOf(ssins.slice(299)));
    await finish();
    const other = fileOf(ssins, '2;2026-06-01;2027-05-31;;FANTASQUE;1905-01-01');
    await expect(imports.start('operator', other)).rejects.toMatchObject({
      code: 'import-refused',
      fields: [{ pointer: '/lines/301', rule: 'period-overlap', expected: '2026-01-01 – 2026-12-31' }],
    });
    expect(await of(ssins.slice(0, 299))).toEqual([]);
  });

  it('with a wrong check digit on line 4,711 of 10,000 changes nothing, and names the line', async () => {
    const ssins = newPeople(9_999);
    const wrong = ssins[4_709] ?? '';
    ssins[4_709] = `${wrong.slice(0, 10)}${(Number(wrong[10]) + 1) % 10}`;
    await expect(imports.start('operator', fileOf(ssins))).rejects.toMatchObject({
      code: 'import-refused',
      fields: [{ pointer: '/lines/4711/ssin', rule: 'ssin-check-digits' }],
    });
    expect(await heap()).toBe(0);
    expect(await runner.step()).toBe('nothing');
  });

  it('says of many defects the first two hundred, and how many more there are', async () => {
    const file = fileOf(Array.from({ length: 250 }, () => '123'));
    const error = await imports
      .preview(file)
      .catch((refusal: unknown) => refusal as { fields: unknown[]; detail: { en: string } });
    expect(error).toMatchObject({ detail: { en: 'and 50 more' } });
    expect((error as { fields: unknown[] }).fields).toHaveLength(200);
  });

  it('writes nothing when it is only tried', async () => {
    const ssins = newPeople(2);
    expect(await imports.preview(fileOf(ssins))).toEqual({ rows: 2, known: 0, persons: 2 });
    expect(await runner.step()).toBe('nothing');
    expect(await of(ssins)).toEqual([]);
  });

  it('is one centre’s own', async () => {
    const ssins = newPeople(1);
    const { id } = await imports.start('operator', fileOf(ssins, undefined, OTHER_CENTRE));
    await finish();
    expect(await of(ssins)).toEqual([]);
    expect(await of(ssins, OTHER_CENTRE)).toHaveLength(1);
    for (const asked of [id, systemIds.uuid(), 'no-id'])
      await expect(imports.view(clientOf(), asked)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('keeps the people of its heap encrypted', async () => {
    const [ssin = ''] = newPeople(1);
    await imports.start('operator', fileOf([ssin]));
    const [row] = await pool.query<{ text: string }>(
      "SELECT encode(rows, 'escape') AS text FROM gateway.integration_import_slice",
    );
    expect(row?.text).not.toContain(ssin);
    await finish();
  });
});
