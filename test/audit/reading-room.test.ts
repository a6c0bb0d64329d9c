import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Question, ReadingRoom } from '../../src/audit/reading-room.ts';
import type { ExchangeId } from '../../src/domain/exchange.ts';
import type { FlowId } from '../../src/domain/flow.ts';
import { Archive } from '../../src/log/archive.ts';
import { Vault } from '../../src/log/vault.ts';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import type { DatabasePool } from '../../src/store/pool.ts';
import { systemClock } from '../../src/telemetry/clock.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { asSuperuser, testDatabase, type TestDatabase } from '../support/database.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';
import { clientOf } from '../support/organisations.ts';
import { OTHER_PERSON, OTHER_USER, PERSON, USER } from '../support/people.ts';

const AUDITOR = clientOf({ id: 'auditor', rights: ['audit'] });
const THEIRS = clientOf({ id: 'their-auditor', organisation: OTHER_CENTRE, rights: ['audit'] });
const EVERYBODYS = clientOf({ id: 'supervisor', organisation: '*', rights: ['audit'] });
const PURPOSE = 'complaint 2026/17 of a citizen';

let database: TestDatabase;
let writing: DatabasePool;
/** In the role that checks the log, which reads all of it. */
let logPool: DatabasePool;
let reading: DatabasePool;
let vault: Vault;
let archive: Archive;
let room: ReadingRoom;
/** One whole story: about PERSON, asked by USER. */
let story: ExchangeId;
/** About OTHER_PERSON, asked by OTHER_USER, another flow. */
let other: ExchangeId;
/** The same person and user, at another centre. */
let elsewhere: ExchangeId;

beforeAll(async () => {
  database = await testDatabase();
  writing = database.pool('accept');
  logPool = database.pool('verify', 2);
  reading = database.pool('auditor');
  vault = new Vault(Buffer.alloc(32, 7));
  archive = new Archive(vault, systemClock, systemIds);
  room = new ReadingRoom(reading, archive, vault);
  story = await tell(CENTRE, PERSON, USER, 'retrieve-ti-groups');
  other = await tell(CENTRE, OTHER_PERSON, OTHER_USER, 'identify-person');
  elsewhere = await tell(OTHER_CENTRE, PERSON, USER, 'retrieve-ti-groups');
});
afterAll(() => database.drop());

/** A request, its intent, its reply and its result; only the request names the person. */
async function tell(organisation: string, subject: string, actor: string, flow: string): Promise<ExchangeId> {
  const exchangeId = systemIds.uuid() as ExchangeId;
  const about = { organisation, exchangeId, flow: flow as FlowId, ticket: `ticket ${exchangeId}` };
  await archive.append(writing, {
    ...about,
    kind: 'request',
    client: 'software',
    actor,
    subjects: [subject],
    legalContext: 'PCSA:SOCIAL_INQUIRY',
    qualityCode: 2,
    policy: 'p1',
    details: { user: { ssin: actor }, purpose: 'a file', subjects: [subject] },
    body: Buffer.from(`{"payload":{"ssin":"${subject}"}}`),
    contentType: 'application/json',
  });
  await archive.append(writing, { ...about, kind: 'intent', attempt: 1, body: Buffer.from('<é/>') });
  await archive.append(writing, { ...about, kind: 'reply', attempt: 1, body: Buffer.from('<r/>') });
  await archive.append(writing, { ...about, kind: 'result', attempt: 1, outcome: 'answered', code: 'none' });
  return exchangeId;
}

const question = (change: Partial<Question> = {}): Question => ({
  purpose: PURPOSE,
  organisation: CENTRE,
  since: new Date(Date.now() - 60_000),
  until: new Date(Date.now() + 60_000),
  kinds: ['request', 'intent', 'reply', 'result'],
  limit: 100,
  ...change,
});

/** What a question finds: kind and exchange of each entry. */
async function found(change: Partial<Question>, client = AUDITOR): Promise<string[]> {
  const { entries } = await room.entries(client, question(change));
  return entries.map(({ kind, exchange }) => `${kind} of ${nameOf(exchange)}`);
}

const nameOf = (exchange?: string): string =>
  ({ [story]: 'story', [other]: 'other', [elsewhere]: 'elsewhere' })[exchange ?? ''] ?? 'nobody';
const ALL_OF = (name: string): string[] => ['request', 'intent', 'reply', 'result'].map((kind) => `${kind} of ${name}`);

/** What the log says of readings, the newest last. */
async function readings(): Promise<
  { index: number; organisation: string; client: string; details: Record<string, unknown> }[]
> {
  const rows = await logPool.query<{ index: string; organisation: string; client: string }>(
    "SELECT index, organisation, client FROM gateway.entry WHERE kind = 'read' ORDER BY index",
  );
  return Promise.all(
    rows.map(async ({ index, ...row }) => ({
      index: Number(index),
      ...row,
      details: (await archive.read(logPool, index as never))?.details ?? {},
    })),
  );
}

/** A refusal, after which the log must say nothing of a reading. */
async function refusalOf(work: () => Promise<unknown>): Promise<GatewayError> {
  const before = (await readings()).length;
  const error: unknown = await work().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(GatewayError);
  expect(await readings()).toHaveLength(before);
  return error as GatewayError;
}

describe('a purpose', () => {
  it.each(['', ' ', 'short', ' '.repeat(50), 'x'.repeat(201), ` ${'x'.repeat(9)} `])(
    'is required, in ten to two hundred characters: %j',
    async (purpose) => {
      expect(await refusalOf(() => room.entries(AUDITOR, question({ purpose })))).toMatchObject({
        code: 'purpose-missing',
      });
      const { entries } = await room.entries(AUDITOR, question());
      const index = entries[0]?.index ?? 0;
      expect(await refusalOf(() => room.entry(AUDITOR, index, { purpose }))).toMatchObject({ code: 'purpose-missing' });
    },
  );

  it.each(['a question', 'no'.repeat(100)])('of the shortest and the longest form is taken', async (purpose) => {
    await expect(room.entries(AUDITOR, question({ purpose }))).resolves.toBeDefined();
  });
});

describe('a reading', () => {
  it('is an entry of the log, with who, what was asked and why, before a row is shown', async () => {
    const { readIndex } = await room.entries(
      AUDITOR,
      question({ user: OTHER_USER, subject: PERSON, flow: 'retrieve-ti-groups' }),
    );
    const last = (await readings()).at(-1);
    expect(last).toMatchObject({
      index: readIndex,
      organisation: CENTRE,
      client: 'auditor',
      details: { what: 'log', purpose: PURPOSE, user: OTHER_USER, subject: PERSON, flow: 'retrieve-ti-groups' },
    });
  });

  it('shows nothing when it cannot be recorded', async () => {
    const unwritable = Object.create(archive) as Archive;
    unwritable.append = () => Promise.reject(new Error('the log is away'));
    const blind = new ReadingRoom(reading, unwritable, vault);
    await expect(blind.entries(AUDITOR, question())).rejects.toThrow('the log is away');
    await expect(blind.entry(AUDITOR, 1, { purpose: PURPOSE })).rejects.toThrow('the log is away');
  });

  it('is itself found by whoever asks who looked at a person, and by whom', async () => {
    const { readIndex } = await room.entries(AUDITOR, question({ user: OTHER_USER, subject: PERSON }));
    const about = await room.entries(AUDITOR, question({ subject: PERSON, kinds: ['read'] }));
    const by = await room.entries(AUDITOR, question({ actor: OTHER_USER, kinds: ['read'] }));
    for (const { entries } of [about, by]) expect(entries.map(({ index }) => index)).toContain(readIndex);
  });

  it('each page is one of its own', async () => {
    const before = (await readings()).length;
    const { next } = await room.entries(AUDITOR, question({ limit: 2 }));
    await room.entries(AUDITOR, question({ limit: 2, ...(next !== undefined && { after: next }) }));
    const details = (await readings()).slice(before).map((entry) => entry.details);
    expect(details.map(({ after }) => after)).toEqual([undefined, next]);
  });
});

describe('what is found', () => {
  it('about a person is every entry of the exchanges about them, and no other', async () => {
    expect(await found({ subject: PERSON })).toEqual(ALL_OF('story'));
    expect(await found({ subject: OTHER_PERSON })).toEqual(ALL_OF('other'));
    expect(await found({ subject: USER })).toEqual([]);
  });

  it('by a user is every entry of the exchanges they asked for, and no other', async () => {
    expect(await found({ actor: USER })).toEqual(ALL_OF('story'));
    expect(await found({ actor: OTHER_USER })).toEqual(ALL_OF('other'));
    expect(await found({ actor: PERSON })).toEqual([]);
  });

  it('by flow, exchange or kind is what bears it', async () => {
    expect(await found({ flow: 'identify-person' })).toEqual(ALL_OF('other'));
    expect(await found({ exchange: story })).toEqual(ALL_OF('story'));
    expect(await found({ kinds: ['result'] })).toEqual(['result of story', 'result of other']);
    expect(await found({})).toEqual([...ALL_OF('story'), ...ALL_OF('other')]);
  });

  it('by several filters fits all of them', async () => {
    expect(await found({ subject: PERSON, actor: OTHER_USER })).toEqual([]);
    expect(await found({ subject: PERSON, actor: USER, flow: 'retrieve-ti-groups', kinds: ['reply'] })).toEqual([
      'reply of story',
    ]);
    expect(await found({ subject: PERSON, exchange: other })).toEqual([]);
  });

  it('is of the period, its beginning included and its end not', async () => {
    // A millisecond of ours is the first of a thousand of the database's.
    const [ends] = await logPool.query<{ first: Date; last: Date }>(
      'SELECT min(at) AS first, max(at) AS last FROM gateway.entry WHERE exchange_id = $1',
      [story],
    );
    const { first, last } = ends ?? { first: new Date(), last: new Date() };
    const next = new Date(last.getTime() + 1);
    expect(await found({ exchange: story, since: first, until: next })).toEqual(ALL_OF('story'));
    expect(await found({ exchange: story, until: first })).toEqual([]);
    expect(await found({ exchange: story, since: next })).toEqual([]);
    expect(await found({ exchange: story, until: last })).not.toContain('result of story');
    expect(await found({ exchange: story, since: last })).toContain('result of story');
  });

  it('comes in pages, oldest first, each entry once', async () => {
    const whole = (await room.entries(AUDITOR, question())).entries.map(({ index }) => index);
    expect(whole).toHaveLength(8);
    expect(whole).toEqual([...whole].sort((a, b) => a - b));
    const paged: number[] = [];
    let after: number | undefined;
    do {
      const page = await room.entries(AUDITOR, question({ limit: 3, ...(after !== undefined && { after }) }));
      expect(page.entries.length).toBeLessThanOrEqual(3);
      paged.push(...page.entries.map(({ index }) => index));
      after = page.next;
    } while (after !== undefined);
    expect(paged).toEqual(whole);
    expect((await room.entries(AUDITOR, question({ limit: 8 }))).next).toBeUndefined();
  });

  it('says there is more when a thousand and more are asked for', async () => {
    await asSuperuser(database.superuserUrl, (client) =>
      client.query(
        `INSERT INTO gateway.entry (index, id, at, kind, organisation, content_hash)
         SELECT nextval('gateway.entry_index'), gen_random_uuid(), now(), 'admin', $1, '' FROM generate_series(1, 1005)`,
        [CENTRE],
      ),
    );
    const page = await room.entries(AUDITOR, question({ kinds: ['admin'], limit: 5_000 }));
    expect(page.entries).toHaveLength(999);
    expect(page.next).toBe(page.entries.at(-1)?.index);
    const rest = await room.entries(AUDITOR, question({ kinds: ['admin'], limit: 5_000, after: page.next ?? 0 }));
    expect(rest.entries).toHaveLength(6);
    expect(rest).not.toHaveProperty('next');
  });

  it('is the same for whoever writes SQL into a filter: nothing', async () => {
    for (const flow of ["x' OR '1'='1", '%', "'; DROP TABLE gateway.entry; --"])
      expect(await found({ flow })).toEqual([]);
  });

  it('on New Year’s Eve is found although two clocks disagree about the year', async () => {
    const lastYear = new Date('2026-12-31T23:59:59.900Z');
    const lagging = new Archive(vault, { now: () => lastYear, sleep: () => Promise.resolve() }, systemIds);
    const { index } = await lagging.append(writing, {
      kind: 'command',
      organisation: CENTRE,
      subjects: [OTHER_PERSON],
      actor: USER,
    });
    await asSuperuser(database.superuserUrl, async (client) => {
      // As the database would have written it: by its own clock, which was a moment ahead.
      await client.query("SET session_replication_role = 'replica'");
      await client.query('ALTER TABLE gateway.entry DISABLE TRIGGER entry_unchanged');
      for (const table of ['entry', 'entry_subject'])
        await client.query(`ALTER TABLE gateway.${table} DISABLE TRIGGER ALL`);
      const partitions = await client.query<{ name: string }>(
        "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'gateway.entry'::regclass",
      );
      for (const { name } of partitions.rows) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER ALL`);
      await client.query("UPDATE gateway.entry SET at = '2027-01-01T00:00:00.050Z' WHERE index = $1", [index]);
      await client.query("UPDATE gateway.entry_subject SET at = '2027-01-01T00:00:00.050Z' WHERE entry_index = $1", [
        index,
      ]);
    });
    const period = {
      since: new Date('2027-01-01T00:00:00Z'),
      until: new Date('2027-02-01T00:00:00Z'),
      kinds: ['command'],
    };
    for (const about of [{ subject: OTHER_PERSON }, { actor: USER }])
      expect((await room.entries(AUDITOR, question({ ...period, ...about }))).entries).toHaveLength(1);
  });
});

describe('a question that is too wide or makes no sense', () => {
  const DAY_MS = 24 * 60 * 60_000;
  const until = new Date();
  const days = (count: number) => ({ until, since: new Date(until.getTime() - count * DAY_MS) });
  it.each<[string, Partial<Question>, string]>([
    ['ends before it begins', { since: until, until: new Date(until.getTime() - 1) }, '/until'],
    ['ends as it begins', { since: until, until }, '/until'],
    ['has no date for a beginning', { since: new Date('no date') }, '/until'],
    ['asks about everybody for more than a year', days(367), '/since'],
    ['asks about one person for longer than anything is kept', { subject: PERSON, ...days(366 * 30 + 1) }, '/since'],
    ['names a kind that there is not', { kinds: ['request', 'gossip'] }, '/kind'],
  ])('that %s is refused, and nothing is recorded', async (_what, change, pointer) => {
    const refusal = await refusalOf(() => room.entries(AUDITOR, question(change)));
    expect(refusal).toMatchObject({ code: 'invalid-request', fields: [{ pointer }] });
  });

  it.each([{ subject: PERSON }, { actor: USER }, { exchange: systemIds.uuid() }])(
    'may be about ten years when it is about one person, user or exchange',
    async (about) => {
      await expect(room.entries(AUDITOR, question({ ...about, ...days(3_653) }))).resolves.toBeDefined();
      await expect(room.entries(AUDITOR, question(days(366)))).resolves.toBeDefined();
    },
  );
});

describe('another centre', () => {
  it('is invisible: its entries are in no page, whatever is asked', async () => {
    for (const change of [
      {},
      { subject: PERSON },
      { actor: USER },
      { exchange: elsewhere },
      { flow: 'retrieve-ti-groups' },
    ])
      expect((await found(change)).join()).not.toContain('elsewhere');
    expect(await found({ organisation: OTHER_CENTRE }, THEIRS)).toEqual(ALL_OF('elsewhere'));
    expect(await found({ organisation: OTHER_CENTRE }, EVERYBODYS)).toEqual(ALL_OF('elsewhere'));
  });

  it('cannot be asked for, and its single entries are not found; nothing is recorded in its name', async () => {
    const refusal = await refusalOf(() => room.entries(AUDITOR, question({ organisation: OTHER_CENTRE })));
    expect(refusal.code).toBe('other-organisation');
    const [entry] = (await room.entries(THEIRS, question({ organisation: OTHER_CENTRE }))).entries;
    for (const index of [entry?.index ?? 0, 999_999_999]) {
      const missing = await refusalOf(() => room.entry(AUDITOR, index, { purpose: PURPOSE }));
      expect(missing.code).toBe('not-found');
    }
  });
});

describe('one entry', () => {
  it('is shown whole with its exact bytes, and the reading names it', async () => {
    const { entries } = await room.entries(AUDITOR, question({ exchange: story }));
    const [request, intent] = entries;
    const whole = await room.entry(AUDITOR, request?.index ?? 0, { purpose: PURPOSE, user: OTHER_USER });
    expect(whole).toEqual({
      ...request,
      body: { contentType: 'application/json', text: `{"payload":{"ssin":"${PERSON}"}}` },
    });
    expect(request).toMatchObject({
      kind: 'request',
      organisation: CENTRE,
      exchange: story,
      flow: 'retrieve-ti-groups',
      ticket: `ticket ${story}`,
      client: 'software',
      legalContext: 'PCSA:SOCIAL_INQUIRY',
      qualityCode: 2,
      policy: 'p1',
      details: { purpose: 'a file' },
      bodyBytes: Buffer.byteLength(whole.body?.text ?? ''),
      contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect((await readings()).at(-1)?.details).toMatchObject({
      what: 'log',
      entry: request?.index,
      purpose: PURPOSE,
      user: OTHER_USER,
    });
    const bare = await room.entry(AUDITOR, intent?.index ?? 0, { purpose: PURPOSE });
    expect(bare).toMatchObject({
      attempt: 1,
      bodyBytes: 5,
      body: { contentType: 'application/octet-stream', text: '<é/>' },
    });
    for (const absent of ['client', 'policy', 'outcome', 'details', 'legalContext'])
      expect(bare).not.toHaveProperty(absent);
  });

  it('whose content was destroyed stands without it, and says so', async () => {
    const id = await tell(CENTRE, OTHER_PERSON, OTHER_USER, 'shredded');
    const [request] = (await room.entries(AUDITOR, question({ exchange: id }))).entries;
    await asSuperuser(database.superuserUrl, (client) =>
      client.query('DELETE FROM gateway.entry_key WHERE entry_index = $1', [request?.index]),
    );
    const shredded = await room.entry(AUDITOR, request?.index ?? 0, { purpose: PURPOSE });
    expect(shredded).toMatchObject({ kind: 'request', contentDestroyed: true, contentHash: request?.contentHash });
    for (const absent of ['details', 'body']) expect(shredded).not.toHaveProperty(absent);
    const [again] = (await room.entries(AUDITOR, question({ exchange: id }))).entries;
    expect(again).toMatchObject({ contentDestroyed: true });
    expect(request).not.toHaveProperty('contentDestroyed');
  });

  it('that has no content was not destroyed', async () => {
    const { index } = await archive.append(writing, { kind: 'result', organisation: CENTRE });
    expect(await room.entry(AUDITOR, Number(index), { purpose: PURPOSE })).not.toHaveProperty('contentDestroyed');
  });
});

it('what a question was granted is forgotten with those that come after; that it was asked never is', async () => {
  const { readIndex } = await room.entries(AUDITOR, question());
  const grants = () =>
    asSuperuser(database.superuserUrl, async (client) => {
      const { rows } = await client.query('SELECT FROM gateway.read_grant WHERE entry_index = $1', [readIndex]);
      return rows.length;
    });
  await room.entries(AUDITOR, question());
  expect(await grants()).toBe(1);
  await asSuperuser(database.superuserUrl, (client) =>
    client.query("UPDATE gateway.read_grant SET expires_at = now() - interval '61 minutes' WHERE entry_index = $1", [
      readIndex,
    ]),
  );
  await room.entries(AUDITOR, question());
  expect(await grants()).toBe(0);
  expect((await readings()).map(({ index }) => index)).toContain(readIndex);
});

describe('whoever has the auditor’s database role and no scruples', () => {
  const READ = 'SELECT * FROM gateway.read_entries($1, 0, 10)';
  const grant = (token: string, expires = '15 minutes') =>
    asSuperuser(database.superuserUrl, (client) =>
      client.query(
        `INSERT INTO gateway.read_grant (token, entry_index, organisation, expires_at, since, until, entry_max)
         VALUES ($1, 1, $2, now() + $3::interval, '2000-01-01', '2100-01-01', 1000000)`,
        [token, CENTRE, expires],
      ),
    );

  it('cannot read a row without a grant: not the table, not the function, not with a made-up token', async () => {
    for (const table of ['entry', 'entry_key', 'entry_subject', 'read_grant'])
      await expect(reading.query(`SELECT * FROM gateway.${table}`)).rejects.toMatchObject({ code: '42501' });
    await expect(reading.query(READ, [randomUUID()])).rejects.toMatchObject({ code: '42501' });
  });

  it('cannot read first and take the trace back: a grant counts when it is committed', async () => {
    await expect(
      reading.transaction(async (inside) => {
        const token = randomUUID();
        await inside.query('SELECT gateway.grant_read($1, 1, $2, NULL, NULL, NULL, NULL, NULL, $3, $4)', [
          token,
          CENTRE,
          new Date(0),
          new Date(Date.now() + 60_000),
        ]);
        await inside.query(READ, [token]);
      }),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('cannot use a grant after a quarter of an hour, nor for an entry that it does not cover', async () => {
    const [late, good] = [randomUUID(), randomUUID()];
    await grant(late, '-1 second');
    await expect(reading.query(READ, [late])).rejects.toMatchObject({ code: '42501' });
    await grant(good);
    await expect(reading.query(READ, [good])).resolves.not.toHaveLength(0);
    const [foreign] = await logPool.query<{ index: string }>(
      'SELECT min(index) AS index FROM gateway.entry WHERE organisation = $1',
      [OTHER_CENTRE],
    );
    await expect(
      reading.query('SELECT * FROM gateway.read_body($1, $2)', [good, foreign?.index]),
    ).rejects.toMatchObject({
      code: '42501',
    });
  });
});

// Last, since it adds to what the questions before count.
describe('a question', () => {
  it('about a person is also what showed them though somebody else was asked about, with the role in each row', async () => {
    const partner = '01020300128';
    const named = await tell(CENTRE, OTHER_PERSON, OTHER_USER, 'identify-person');
    await archive.append(writing, {
      organisation: CENTRE,
      exchangeId: named,
      kind: 'reply',
      attempt: 2,
      found: [partner, OTHER_PERSON],
      details: { found: [partner, OTHER_PERSON] },
    });
    const rolesOf = async (change: Partial<Question>) =>
      (await room.entries(AUDITOR, question({ exchange: named, ...change }))).entries.map(
        ({ kind, role }) => `${kind} ${role ?? 'none'}`,
      );
    const shown = ['request found', 'intent found', 'reply found', 'result found', 'reply found'];
    expect(await rolesOf({ subject: partner })).toEqual(shown);
    expect(await rolesOf({ subject: partner, role: 'found' })).toEqual(shown);
    expect(await rolesOf({ subject: partner, role: 'asked' })).toEqual([]);
    expect(await rolesOf({ subject: OTHER_PERSON })).toEqual([
      'request asked',
      'intent asked',
      'reply asked',
      'result asked',
      'reply found',
    ]);
    expect(await rolesOf({ subject: OTHER_PERSON, role: 'found' })).toEqual(shown);
    expect(await rolesOf({})).toEqual(['request none', 'intent none', 'reply none', 'result none', 'reply none']);
    await expect(room.entries(AUDITOR, question({ role: 'found' }))).rejects.toMatchObject({ code: 'invalid-request' });
  });
});
