import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashApiKey, newApiKey } from '../../src/clients/api-key.ts';
import type { DeclaredClient } from '../../src/clients/api-keys-file.ts';
import { addClient, revokeClient } from '../../src/clients/client-store.ts';
import { findClientByKey } from './find-client.ts';
import { declareClients } from '../../src/clients/declared-clients.ts';
import type { Archive } from '../../src/log/archive.ts';
import type { DatabasePool } from '../../src/store/pool.ts';
import { testArchive } from '../support/archive.ts';
import { asSuperuser, testDatabase, type TestDatabase } from '../support/database.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';

let database: TestDatabase;
let pool: DatabasePool;
/** In the role that checks the log, which reads all of it. */
let logPool: DatabasePool;
let archive: Archive;
beforeAll(async () => {
  database = await testDatabase();
  pool = database.pool('accept', 8);
  logPool = database.pool('verify', 2);
  ({ archive } = testArchive());
});
afterAll(() => database.drop());
beforeEach(() => asSuperuser(database.superuserUrl, (client) => client.query('DELETE FROM gateway.client')));

const KEY = newApiKey();
const line = (change: Partial<DeclaredClient> = {}, key = KEY): DeclaredClient => ({
  id: 'software',
  organisation: CENTRE,
  rights: ['send', 'read'],
  keySha256: hashApiKey(key).toString('hex'),
  ...change,
});
const start = (...lines: DeclaredClient[]): Promise<void> => declareClients(pool, archive, lines);
const open = (key = KEY) => findClientByKey(pool, key);

async function recorded(): Promise<unknown[]> {
  const rows = await logPool.query<{ index: string }>(
    "SELECT index FROM gateway.entry WHERE kind = 'admin' ORDER BY index",
  );
  return Promise.all(rows.map(async ({ index }) => (await archive.read(logPool, index as never))?.details));
}

describe('a client of the file', () => {
  it('has access from the start on, and a start that changes nothing leaves no trace', async () => {
    await start(line());
    expect(await open()).toEqual({ id: 'software', organisation: CENTRE, rights: ['send', 'read'], bootstrap: false });
    const traces = await recorded();
    expect(traces.at(-1)).toEqual({ what: 'client declared', client: 'software', rights: ['send', 'read'] });
    await start(line());
    expect(await recorded()).toEqual(traces);
  });

  it('has the rights, the key and the last day of its line, also when that is changed', async () => {
    await start(line());
    const next = newApiKey();
    await start(line({ rights: ['audit'] }, next));
    expect([await open(), (await open(next))?.rights]).toEqual([undefined, ['audit']]);
    await start(line({ rights: ['audit'], expiresAt: new Date(Date.now() - 1000) }, next));
    expect(await open(next)).toBeUndefined();
    await start(line({ rights: ['audit'] }, next));
    expect(await open(next)).toMatchObject({ id: 'software' });
    expect((await recorded()).slice(-3)).toHaveLength(3);
  });

  it('has no access any more when its line is gone, and no other loses theirs', async () => {
    const [other, made] = [
      newApiKey(),
      await addClient(pool, archive, { id: 'by-command', organisation: CENTRE, rights: ['send'] }),
    ];
    await start(line(), line({ id: 'other' }, other));
    await start(line({ id: 'other' }, other));
    expect(await open()).toBeUndefined();
    expect([await open(other), await open(made)]).toMatchObject([{ id: 'other' }, { id: 'by-command' }]);
    expect((await recorded()).at(-1)).toEqual({ what: 'client no longer declared', client: 'software' });
    await start();
    expect([await open(other), await open(made)]).toMatchObject([undefined, { id: 'by-command' }]);
  });

  it('that comes back has access again, with its old key, and under a new name too', async () => {
    await start(line());
    await start();
    await start(line());
    expect(await open()).toMatchObject({ id: 'software' });
    await start(line({ id: 'renamed' }));
    expect(await open()).toMatchObject({ id: 'renamed' });
  });

  it('that was revoked stays revoked at the next start, until its line has another key', async () => {
    await start(line());
    await revokeClient(pool, archive, 'software');
    await start(line());
    expect(await open()).toBeUndefined();
    await start(line({ rights: ['audit'] }));
    expect(await open()).toBeUndefined();
    const next = newApiKey();
    await start(line({}, next));
    expect(await open(next)).toMatchObject({ id: 'software' });
  });

  it('gets no other key by command: the next start would take it away', async () => {
    await start(line());
    await expect(
      addClient(pool, archive, { id: 'software', organisation: CENTRE, rights: ['send'] }),
    ).rejects.toMatchObject({
      code: 'config-invalid',
      detail: { en: expect.stringContaining('API_KEYS_FILE') },
    });
    expect(await open()).toMatchObject({ id: 'software' });
  });

  it('takes the place of one made by command for the same centre', async () => {
    const made = await addClient(pool, archive, { id: 'software', organisation: CENTRE, rights: ['send'] });
    await start(line());
    expect([await open(made), await open()]).toMatchObject([undefined, { id: 'software' }]);
  });
});

describe('a file that would take what is another’s', () => {
  it.each<[string, Partial<DeclaredClient>, string]>([
    ['a name', { id: 'theirs' }, newApiKey()],
    ['a key', { id: 'thief' }, 'the key of theirs'],
  ])('%s is refused, and nothing of it counts', async (_what, change, key) => {
    await start(line({ id: 'theirs', organisation: OTHER_CENTRE }, 'the key of theirs'));
    const entries = await recorded();
    const kept = line({ id: 'theirs', organisation: OTHER_CENTRE }, 'the key of theirs');
    const rest = change.id === 'theirs' ? [] : [kept];
    await expect(start(line(), ...rest, line(change, key))).rejects.toMatchObject({
      code: 'config-invalid',
      detail: { en: expect.stringContaining('API_KEYS_FILE') },
    });
    expect(await open()).toBeUndefined();
    expect(await open('the key of theirs')).toMatchObject({ organisation: OTHER_CENTRE });
    expect(await recorded()).toEqual(entries);
  });
});

it('several processes that start at once declare each client once', async () => {
  const before = (await recorded()).length;
  await Promise.all(Array.from({ length: 6 }, () => start(line())));
  expect(await recorded()).toHaveLength(before + 1);
});
