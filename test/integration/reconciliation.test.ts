import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CalendarDay } from '../../src/domain/calendar-day.ts';
import type { ExchangeId } from '../../src/domain/exchange.ts';
import type { Registration } from '../../src/domain/lesson.ts';
import { completeSsin } from '../../src/domain/ssin.ts';
import { acceptExchange } from '../../src/exchanges/accept.ts';
import { requestBodyOf } from '../../src/exchanges/request-body.ts';
import { compareAnswer, isOwnQuestion } from '../../src/integration/compare-answer.ts';
import { integrationsOf } from '../../src/integration/find.ts';
import { beginNight } from '../../src/integration/night.ts';
import type { CallParts } from '../../src/integration/call.ts';
import { ReconciliationRunner } from '../../src/integration/reconciliation-runner.ts';
import { Reconciliations } from '../../src/integration/reconciliations.ts';
import { addIntegration, householdOf } from '../../src/integration/register.ts';
import { type Repair, Repairs } from '../../src/integration/repairs.ts';
import type { DatabasePool } from '../../src/store/pool.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { testArchive } from '../support/archive.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';
import { clientOf } from '../support/organisations.ts';
import { USER } from '../support/people.ts';
import { FLOWS } from '../support/requests.ts';

const TODAY = '2026-06-15' as CalendarDay;
const CONTEXT = { user: { ssin: USER }, purpose: 'yearly control' };
const PROOF = { sisCardNumber: '0123456789' };
const OURS = new Set(['99901']);
const clock = { now: () => new Date(`${TODAY}T10:00:00Z`), sleep: () => Promise.resolve() };
const { vault, archive } = testArchive();

let database: TestDatabase;
let pool: DatabasePool;
/** In the role that checks the log, which reads all of it. */
let logPool: DatabasePool;
let reconciliations: Reconciliations;
let runner: ReconciliationRunner;
let repairs: Repairs;
let nightly: ReconciliationRunner;

beforeAll(async () => {
  database = await testDatabase();
  pool = database.pool('accept');
  logPool = database.pool('verify', 2);
  const flow = FLOWS.get('manage-access');
  const { integration: places } = flow.descriptor;
  if (places === undefined) throw new Error('no places');
  const calls: CallParts = {
    pool,
    vault,
    ids: systemIds,
    clock,
    desk: {
      prepare: ({ body }) => {
        const id = systemIds.uuid() as ExchangeId;
        prepared.push(body);
        const entry = { kind: 'request', organisation: CENTRE, exchangeId: id } as const;
        const message = { id, organisation: CENTRE, flow: flow.id, kind: 'registration', client: 'software' } as const;
        const exchange = {
          ...message,
          ticket: systemIds.uuid() as never,
          pace: 'background',
          resendSafe: false,
          entry,
        } as const;
        return Promise.resolve({ exchange, checked: undefined as never });
      },
    },
    ledger: {
      accept: async (on, exchange) => {
        await acceptExchange(on, archive, exchange);
      },
      request: async (on, index) => {
        const content = await archive.read(on, index);
        return content && requestBodyOf(content);
      },
      withdraw: () => Promise.resolve(),
    },
    log: { record: async (on, entry) => (await archive.append(on, entry)).index },
    registration: { flow, places },
    nudge: () => undefined,
  };
  reconciliations = new Reconciliations(calls);
  runner = new ReconciliationRunner({ ...calls, nightPersonsMax: 2_000 });
  nightly = new ReconciliationRunner({ ...calls, nightPersonsMax: 3 });
  repairs = new Repairs(calls);
});
afterAll(() => database.drop());

const prepared: unknown[] = [];
beforeEach(async () => {
  prepared.length = 0;
  await pool.query("UPDATE gateway.integration SET state = 'abandoned', closing_day = NULL, last_day = NULL");
  await pool.query("UPDATE gateway.reconciliation_person SET state = 'unanswered' WHERE state = 'asked'");
  await pool.query("UPDATE gateway.reconciliation SET state = 'done'");
  await pool.query("UPDATE gateway.integration_repair SET state = 'outdated'");
});

let people = 0;
function newPerson(): string {
  people += 1;
  return completeSsin(`0305${String(1 + (people % 28)).padStart(2, '0')}${String(people).padStart(3, '0')}`);
}

const days = (firstDay: string, lastDay: string) => ({
  firstDay: firstDay as CalendarDay,
  lastDay: lastDay as CalendarDay,
});
const YEAR = days('2026-01-01', '2026-12-31');

async function integrated(ssin: string, period = YEAR, proof: typeof PROOF | undefined = PROOF) {
  const householdId = await householdOf(pool, { vault, ids: systemIds }, CENTRE, { ssin });
  const row = { organisation: CENTRE, householdId, ssin, proof, qualityCode: 2, ...period };
  return addIntegration(pool, { vault, ids: systemIds }, { ...row, state: 'open', source: 'household' });
}

const there = (period = YEAR, more: Partial<Registration> = {}): Registration => ({
  qualityCode: 2,
  nisCode: '99901',
  ...period,
  ...more,
});

function start(occasion: 'demand' | 'night' = 'demand', after?: Buffer): Promise<string> {
  return reconciliations.start({
    organisation: CENTRE,
    occasion,
    client: 'software',
    context: CONTEXT,
    ...(after !== undefined && { after }),
  });
}

interface Asked {
  readonly exchange: ExchangeId;
  readonly payload: Record<string, unknown>;
}

/** The questions that are on their way. */
async function questions(): Promise<Asked[]> {
  const rows = await pool.query<{ exchange_id: ExchangeId; request_index: never }>(
    `SELECT p.exchange_id, x.request_index FROM gateway.reconciliation_person p JOIN gateway.exchange x ON x.id = p.exchange_id
      WHERE p.state = 'asked'`,
  );
  return Promise.all(
    rows.map(async ({ exchange_id, request_index }) => {
      const content = await archive.read(logPool, request_index);
      return { exchange: exchange_id, payload: JSON.parse(content?.body?.toString() ?? '{}').payload };
    }),
  );
}

/** BCSS answers each question as a test wishes. */
async function answerAll(registrationsOf: (ssin: string) => readonly Registration[]): Promise<void> {
  for (const { exchange, payload } of await questions()) {
    const ssin = String(payload.SSIN);
    const answer = {
      exchange,
      organisation: CENTRE,
      ssin,
      registrations: registrationsOf(ssin),
      ownCodes: OURS,
      today: TODAY,
    };
    await pool.transaction((on) => compareAnswer({ vault, ids: systemIds }, on, answer));
  }
}

const proposed = (): Promise<Repair[]> =>
  repairs.list(clientOf(), { organisation: CENTRE, state: 'proposed', limit: 50 });

async function compare(registrationsOf: (ssin: string) => readonly Registration[]): Promise<string> {
  const id = await start();
  await runner.step();
  await answerAll(registrationsOf);
  await runner.step();
  return id;
}

async function theRepair(): Promise<Repair> {
  const [repair, ...more] = await proposed();
  if (repair === undefined || more.length > 0) throw new Error('not one repair');
  return repair;
}

describe('a comparison with BCSS', () => {
  it('asks about each person, with the proof of identity, from today on, and says so in the log', async () => {
    const ssin = newPerson();
    await integrated(ssin);
    await start();
    await runner.step();
    const [question] = await questions();
    expect(question?.payload).toEqual({
      SSIN: ssin,
      Action: 'LIST',
      Period: { StartDate: TODAY },
      Sector: 17,
      QueryRegister: 'SECONDARY',
      ProofOfAuthentication: { SISCardNumber: '0123456789' },
    });
    expect(FLOWS.get('manage-access').check(question?.payload as never)).toEqual([]);
    expect(await isOwnQuestion(pool, question?.exchange ?? '')).toBe(true);
  });

  it('finds nothing where both say the same, and ends', async () => {
    await integrated(newPerson());
    const id = await compare(() => [there()]);
    await runner.step();
    expect(await reconciliations.view(clientOf(), id)).toMatchObject({
      state: 'done',
      complete: true,
      persons: { compared: 1, asked: 0 },
      differences: { 'missing-there': 0, 'missing-here': 0, 'other-period': 0 },
    });
  });

  it('keeps a bound on what is on its way, and goes on when it is answered', async () => {
    for (let i = 0; i < 25; i += 1) await integrated(newPerson());
    const id = await start();
    const waiting: number[] = [];
    for (let i = 0; i < 4; i += 1) {
      await runner.step();
      await runner.step();
      waiting.push((await questions()).length);
      await answerAll(() => [there()]);
    }
    expect(waiting).toEqual([10, 10, 5, 0]);
    expect(await reconciliations.view(clientOf(), id)).toMatchObject({ state: 'done', persons: { compared: 25 } });
  });

  it('is stepped by several processes without asking anybody twice', async () => {
    for (let i = 0; i < 8; i += 1) await integrated(newPerson());
    await start();
    await Promise.all(Array.from({ length: 4 }, () => runner.step()));
    await runner.step();
    expect(new Set((await questions()).map(({ payload }) => payload.SSIN)).size).toBe(8);
    expect(await questions()).toHaveLength(8);
  });

  it('says whom it could not ask, and who was not answered', async () => {
    await integrated(newPerson(), YEAR, undefined);
    await pool.query("UPDATE gateway.integration SET proof = NULL WHERE state = 'open'");
    await integrated(newPerson());
    const id = await start();
    await runner.step();
    const [question] = await questions();
    await pool.query("UPDATE gateway.exchange SET state = 'dead-letter' WHERE id = $1", [question?.exchange]);
    await runner.step();
    await runner.step();
    expect(await reconciliations.view(clientOf(), id)).toMatchObject({
      state: 'done',
      persons: { unaskable: 1, unanswered: 1, compared: 0 },
    });
  });

  it('passes over somebody whose row cannot be opened, and asks about the others', async () => {
    await integrated(newPerson());
    await pool.query("UPDATE gateway.integration SET ssin = 'sealed elsewhere'::bytea WHERE state = 'open'");
    await integrated(newPerson());
    const id = await start();
    await runner.step();
    expect(await questions()).toHaveLength(1);
    await answerAll(() => [there()]);
    await runner.step();
    expect(await reconciliations.view(clientOf(), id)).toMatchObject({
      state: 'done',
      persons: { unaskable: 1, compared: 1 },
    });
  });

  it('that cannot go on does not keep that of another centre from its turn', async () => {
    await integrated(newPerson());
    const id = await start();
    await pool.query("UPDATE gateway.reconciliation SET context = 'sealed elsewhere'::bytea WHERE id = $1", [id]);
    const other = await reconciliations.start({
      organisation: OTHER_CENTRE,
      occasion: 'demand',
      client: 'software',
      context: CONTEXT,
    });
    for (let n = 0; n < 3; n += 1) await runner.step().catch(() => undefined);
    const [row] = await pool.query<{ state: string }>('SELECT state FROM gateway.reconciliation WHERE id = $1', [
      other,
    ]);
    expect(row?.state).toBe('done');
    await pool.query("UPDATE gateway.reconciliation SET state = 'done' WHERE id = $1", [id]);
  });

  it('runs once per centre at a time', async () => {
    await start();
    await expect(start()).rejects.toMatchObject({ code: 'state-conflict' });
  });

  it('leaves out codes about which BCSS is being told something, and other centres', async () => {
    const ssin = newPerson();
    const { id } = await integrated(ssin);
    await pool.query("UPDATE gateway.integration SET state = 'closing', closing_day = '2026-06-30' WHERE id = $1", [
      id,
    ]);
    await compare(() => [there(YEAR, { qualityCode: 5, nisCode: '99902' })]);
    expect(await proposed()).toEqual([]);
  });

  it('outdates what an earlier one proposed about the same person', async () => {
    await integrated(newPerson());
    await compare(() => []);
    const [before] = await proposed();
    await runner.step();
    await pool.query("UPDATE gateway.reconciliation SET state = 'done'");
    await compare(() => []);
    const [after] = await proposed();
    expect(after?.id).not.toBe(before?.id);
    expect(await proposed()).toHaveLength(1);
  });
});

describe('at night', () => {
  it('goes on each night where the last one stopped, and begins anew after everybody', async () => {
    const ssins = Array.from({ length: 7 }, newPerson);
    for (const ssin of ssins) await integrated(ssin);
    const asked: unknown[] = [];
    for (let night = 1; night <= 3; night += 1) {
      const wanted = await beginNight(pool, CENTRE, `2026-06-${20 + night}` as CalendarDay);
      await reconciliations.start({
        organisation: CENTRE,
        occasion: 'night',
        ...wanted,
        client: 'gateway',
        context: CONTEXT,
      });
      await nightly.step();
      asked.push(...(await questions()).map(({ payload }) => payload.SSIN));
      await answerAll(() => [there()]);
      await nightly.step();
      await nightly.step();
    }
    expect(new Set(asked)).toEqual(new Set(ssins));
    expect(asked).toHaveLength(7);
    const next = await beginNight(pool, CENTRE, '2026-06-30' as CalendarDay);
    expect(next).toEqual({ organisation: CENTRE, occasion: 'night' });
  });

  it('begins once a night', async () => {
    await start('night');
    const [row] = await pool.query<{ today: CalendarDay }>(
      "SELECT (now() AT TIME ZONE 'Europe/Brussels')::date::text AS today",
    );
    expect(await beginNight(pool, CENTRE, row?.today ?? TODAY)).toBeUndefined();
  });
});

describe('a proposal', () => {
  const decision = { context: CONTEXT, reason: 'looked at the file' };

  it('to declare again sends the registration through the desk, once', async () => {
    const ssin = newPerson();
    const { id } = await integrated(ssin);
    await compare(() => []);
    const repair = await theRepair();
    expect(repair).toMatchObject({ difference: 'missing-there', action: 'register', integration: id, here: YEAR });
    expect(await repairs.accept(clientOf(), repair.id, decision)).toMatchObject({ state: 'accepted' });
    expect(prepared).toMatchObject([
      { payload: { SSIN: ssin, Action: 'REGISTER', Period: { StartDate: '2026-01-01' } } },
    ]);
    expect(await integrationsOf(pool, vault, CENTRE, [ssin])).toMatchObject([
      { id, state: 'opening', step: { action: 'register' } },
    ]);
    await expect(repairs.accept(clientOf(), repair.id, decision)).rejects.toMatchObject({ code: 'state-conflict' });
    expect(prepared).toHaveLength(1);
  });

  it('to adopt other days takes over those of BCSS, and sends nothing', async () => {
    const ssin = newPerson();
    const { id } = await integrated(ssin);
    const other = days('2026-01-01', '2026-09-30');
    await compare(() => [there(other)]);
    const repair = await theRepair();
    expect(repair).toMatchObject({ difference: 'other-period', action: 'adopt', here: YEAR, there: other });
    await repairs.accept(clientOf(), repair.id, decision);
    expect(await integrationsOf(pool, vault, CENTRE, [ssin])).toMatchObject([{ id, ...other, state: 'open' }]);
    expect(prepared).toEqual([]);
  });

  it('to adopt what we do not have adds it to the file of the person, with the proof that is known', async () => {
    const ssin = newPerson();
    const { householdId } = await integrated(ssin);
    await compare(() => [there(), there(YEAR, { qualityCode: 5 })]);
    await repairs.accept(clientOf(), (await theRepair()).id, decision);
    const [, added] = await integrationsOf(pool, vault, CENTRE, [ssin]);
    expect(added).toMatchObject({
      householdId,
      qualityCode: 5,
      ...YEAR,
      state: 'open',
      proof: PROOF,
      source: 'exchange',
    });
  });

  it('makes the next comparison find nothing, when all are adopted', async () => {
    const ssin = newPerson();
    await integrated(ssin, days('2026-01-01', '2026-06-30'));
    await integrated(ssin, days('2026-08-01', '2026-12-31'));
    const registrations = [there(), there(days('2026-02-01', '2026-10-31'), { qualityCode: 5 })];
    await compare(() => registrations);
    for (const { id } of await proposed()) await repairs.accept(clientOf(), id, decision);
    await pool.query("UPDATE gateway.reconciliation SET state = 'done'");
    await compare(() => registrations);
    expect(await proposed()).toEqual([]);
    const holding = (await integrationsOf(pool, vault, CENTRE, [ssin])).filter(({ state }) => state === 'open');
    expect(holding.map(({ qualityCode }) => qualityCode).sort(), 'one period each').toEqual([2, 5]);
  });

  it('that is dismissed changes neither side', async () => {
    const ssin = newPerson();
    const row = await integrated(ssin);
    await compare(() => []);
    const { id } = await theRepair();
    expect(await repairs.dismiss(clientOf(), id, decision)).toMatchObject({ state: 'dismissed' });
    expect(await integrationsOf(pool, vault, CENTRE, [ssin])).toMatchObject([row]);
    const [entry] = await logPool.query<{ kind: string; outcome: string }>(
      'SELECT kind, outcome FROM gateway.entry ORDER BY index DESC LIMIT 1',
    );
    expect(entry).toEqual({ kind: 'command', outcome: 'dismissed' });
  });

  it('of another centre does not exist', async () => {
    await integrated(newPerson());
    await compare(() => []);
    const { id } = await theRepair();
    const other = clientOf({ organisation: OTHER_CENTRE });
    for (const decide of [repairs.accept.bind(repairs), repairs.dismiss.bind(repairs)])
      await expect(decide(other, id, decision)).rejects.toMatchObject({ code: 'not-found' });
  });
});
