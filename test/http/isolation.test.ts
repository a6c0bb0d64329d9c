import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReadingRoom } from '../../src/audit/reading-room.ts';
import { type Client, RIGHTS } from '../../src/domain/client.ts';
import { carryOut } from '../../src/exchanges/commands.ts';
import { findExchange, listAttempts, listExchanges, listPages } from '../../src/exchanges/find.ts';
import { acceptExchange } from '../../src/exchanges/accept.ts';
import { DESCRIBED_ROUTES } from '../../src/http/routes/described-routes.ts';
import { Intake } from '../../src/intake/intake.ts';
import type { ClientDoorParts } from '../../src/http/client-door.ts';
import type { CallParts } from '../../src/integration/call.ts';
import { repairPlace } from '../../src/integration/compare-answer.ts';
import { Conflicts } from '../../src/integration/conflicts.ts';
import { HouseholdRegister } from '../../src/integration/household-register.ts';
import { Imports } from '../../src/integration/import/imports.ts';
import { Reconciliations } from '../../src/integration/reconciliations.ts';
import { householdOf } from '../../src/integration/register.ts';
import { Repairs } from '../../src/integration/repairs.ts';
import { SsinChanges } from '../../src/integration/ssin-change-list.ts';
import { conflictPlace, oldPlace } from '../../src/integration/ssin-changes.ts';
import { MutationList } from '../../src/mutations/mutation-list.ts';
import { ApprovalDesk } from '../../src/policy/approvals/approval-desk.ts';
import { ApprovalStore } from '../../src/policy/approvals/approval-store.ts';
import { Status } from '../../src/status/status.ts';
import { systemClock } from '../../src/telemetry/clock.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { AddressGuard } from '../../src/webhooks/address-guard.ts';
import { Subscriptions } from '../../src/webhooks/subscriptions.ts';
import { testArchive } from '../support/archive.ts';
import { CENTRE, OTHER_CENTRE, TestLedger } from '../support/ledger.ts';
import { ORGANISATIONS } from '../support/organisations.ts';
import { PERSON, USER } from '../support/people.ts';
import { watched, type WatchedPool } from '../support/watched-pool.ts';
import { bearer, catalogue, openDoor, type TestDoor } from './door.ts';
import { NO_APPROVALS } from '../support/approvals.ts';

/** Software of one centre knocks with the ids of another, and with ids that nobody has. The rooms behind the door are the real ones. */
const KEY = 'key-of-one-centre';
const THEIR_KEY = 'key-of-the-other-centre';
const CLIENTS = new Map<string, Client>(
  [[KEY, CENTRE] as const, [THEIR_KEY, OTHER_CENTRE] as const].map(([key, organisation]) => [
    key,
    { id: `software of ${organisation}`, organisation, rights: RIGHTS, bootstrap: false },
  ]),
);

let ledger: TestLedger;
let pool: WatchedPool;
let auditors: WatchedPool;
let door: TestDoor;
/** What the other centre has, by the beginning of its address. */
let theirs: Record<string, string>;
const { archive, vault } = testArchive();
/** As the ids of the other centre, and of nothing. */
const NOBODYS: Readonly<Record<string, string>> = {
  '/v1/exchanges/:id': '01930000-0000-7000-8000-00000000ffff',
  '/v1/approvals/:id': '01930000-0000-7000-8000-00000000ffff',
  '/v1/integrations/:id': '01930000-0000-7000-8000-00000000ffff',
  '/v1/integrations/conflicts/:id': '01930000-0000-7000-8000-00000000ffff',
  '/v1/integrations/imports/:id': '01930000-0000-7000-8000-00000000ffff',
  '/v1/integrations/reconciliations/:id': '01930000-0000-7000-8000-00000000ffff',
  '/v1/integrations/repairs/:id': '01930000-0000-7000-8000-00000000ffff',
  '/v1/integrations/ssin-changes/:id': '01930000-0000-7000-8000-00000000ffff',
  '/v1/mutations/:id': '01930000-0000-7000-8000-00000000ffff',
  '/v1/subscriptions/:id': '01930000-0000-7000-8000-00000000ffff',
  '/v1/audit/entries/:index': '999999999',
};

beforeAll(async () => {
  ledger = await TestLedger.open();
  pool = watched(ledger.database.pool('accept'));
  auditors = watched(ledger.database.pool('auditor'));
  theirs = await possessionsOf(OTHER_CENTRE);
  const clock = { now: () => new Date(), sleep: () => Promise.resolve() };
  const guard = new AddressGuard({ allowedNetworks: [], forbidden: [], allowLocalHttp: false });
  door = await openDoor((parts) => ({
    clients: { authenticate: (key) => Promise.resolve(CLIENTS.get(key)) },
    organisations: ORGANISATIONS,
    desk: new Intake({
      ...parts,
      flows: parts.flows,
      organisations: ORGANISATIONS,
      authorisation: { decide: () => Promise.resolve({ allowed: true }) },
      approvals: NO_APPROVALS,
      ledger: {
        accept: (exchange) => acceptExchange(pool, archive, exchange),
        record: async (entry) => {
          await archive.append(pool, entry);
        },
        isFull: () => false,
      },
      nudge: () => undefined,
    }),
    exchanges: new Status({
      find: (id, organisation) => findExchange(pool, id, organisation),
      list: (filter) => listExchanges(pool, filter),
      attempts: (id) => listAttempts(pool, id),
      content: (index) => archive.read(pool, index),
      pages: (first) => listPages(pool, first),
      record: async (entry) => {
        await archive.append(pool, entry);
      },
      carryOut: (command) => carryOut(pool, archive, () => Promise.resolve(), command),
      flow: (id) => parts.flows.find(id),
      serviceWait: () => Promise.resolve(undefined),
    }),
    readingRoom: new ReadingRoom(auditors, archive, vault),
    register: new HouseholdRegister(callsOn(pool)),
    around: aroundOn(pool),
    approvals: approvalsOn(pool),
    mutations: new MutationList({ pool, archive, flows: parts.flows }),
    subscriptions: new Subscriptions({ pool, archive, vault, guard, courier: NO_COURIER, clock, ids: systemIds }),
  }));
});
afterAll(async () => {
  await door.app.close();
  await ledger.close();
});

/** What calls are carried out with; the desk is never reached: what is refused is the id. */
function callsOn(database: WatchedPool): CallParts {
  const flow = catalogue.get('manage-access');
  const { integration: places } = flow.descriptor;
  if (places === undefined) throw new Error('no places');
  const unreached = (): never => {
    throw new Error('reached');
  };
  return {
    pool: database,
    vault,
    ids: systemIds,
    clock: systemClock,
    desk: { prepare: unreached },
    ledger: { accept: unreached, request: unreached, withdraw: unreached },
    log: { record: async (into, entry) => (await archive.append(into, entry)).index },
    registration: { flow, places },
    nudge: unreached,
  };
}

function aroundOn(database: WatchedPool): ClientDoorParts['around'] {
  const calls = callsOn(database);
  const parts = { pool: database, vault, ids: systemIds, log: calls.log };
  return {
    conflicts: new Conflicts(database, parts),
    reconciliations: new Reconciliations(parts),
    repairs: new Repairs(calls),
    imports: new Imports(parts),
    ssinChanges: new SsinChanges(database, vault, calls.log),
    centreName: (nisCode) => ({ fr: nisCode, nl: nisCode, en: nisCode, de: nisCode }),
  };
}

function approvalsOn(database: WatchedPool): ApprovalDesk {
  return new ApprovalDesk({
    store: new ApprovalStore({ pool: database, archive, vault, ids: systemIds }),
    vault,
    content: (index) => archive.read(database, index),
    prepare: () => Promise.reject(new Error('reached')),
    mayName: () => true,
    nudge: () => undefined,
  });
}

/** Nothing may be sent for another centre; a courier that is asked to fails the test. */
const NO_COURIER = { send: () => Promise.reject(new Error('sent')) } as never;

async function possessionsOf(organisation: string): Promise<Record<string, string>> {
  const exchange = await ledger.accept({ organisation });
  const id = systemIds.uuid();
  await ledger.desk.query(
    `INSERT INTO gateway.mutation (id, organisation, source, source_id, body_hash, kind, subject, sequence, entry_index, received_at)
     VALUES ($1, $2, 'RN', '1', '\\x00', 'ADDRESS', '\\x00', 1, 1, now())`,
    [id, organisation],
  );
  await ledger.desk.query(
    `INSERT INTO gateway.subscription (id, organisation, url, events, state, secrets)
     VALUES ($1, $2, 'https://cpas.example/hook', '{webhook.test}', 'active', '\\x00')`,
    [id, organisation],
  );
  await ledger.desk.query(
    `INSERT INTO gateway.approval (id, organisation, flow, client, rule, approvers, requester, exchange_id, ticket, request_index, state,
                                   asked_at, expires_at)
     VALUES ($1, $2, 'test-connection', 'software', 'r', '{chief}', '\\x00', $1, 't', 1, 'pending', now(), now() + interval '1 day')`,
    [id, organisation],
  );
  await ledger.desk.query(
    `INSERT INTO gateway.reconciliation (id, organisation, occasion, client, context, state, entry_index)
     VALUES ($1, $2, 'demand', 'software', '\\x00', 'done', 1)`,
    [id, organisation],
  );
  await ledger.desk.query(
    `INSERT INTO gateway.integration_repair (id, organisation, reconciliation_id, person, ssin, difference, quality_code, state)
     VALUES ($1, $2, $1, '\\x00', $3, 'missing-here', 2, 'proposed')`,
    [id, organisation, vault.sealSecret(PERSON, repairPlace(id))],
  );
  await ledger.desk.query(
    `INSERT INTO gateway.integration_conflict (id, organisation, person, ssin, nis_code, quality_code, first_day, state)
     VALUES ($1, $2, '\\x00', $3, '99903', 2, '2026-01-01', 'open')`,
    [id, organisation, vault.sealSecret(PERSON, conflictPlace(id))],
  );
  await ledger.desk.query(
    `INSERT INTO gateway.integration_import (id, organisation, client, context, file_hash, rows, state, entry_index)
     VALUES ($1, $2, 'software', '\\x00', '\\x00', 1, 'done', 1)`,
    [id, organisation],
  );
  await ledger.desk.query(
    `INSERT INTO gateway.ssin_change (id, organisation, kind, person, ssin, integrations, entry_index)
     VALUES ($1, $2, 'cancelled', '\\x00', $3, 0, 1)`,
    [id, organisation, vault.sealSecret(PERSON, oldPlace(id))],
  );
  const household = await householdOf(ledger.desk, { vault, ids: systemIds }, organisation, { reference: '2026/1' });
  const { requestIndex } = await ledger.row(exchange);
  return {
    '/v1/exchanges/:id': exchange,
    '/v1/approvals/:id': id,
    '/v1/integrations/:id': household,
    '/v1/integrations/conflicts/:id': id,
    '/v1/integrations/imports/:id': id,
    '/v1/integrations/reconciliations/:id': id,
    '/v1/integrations/repairs/:id': id,
    '/v1/integrations/ssin-changes/:id': id,
    '/v1/mutations/:id': id,
    '/v1/subscriptions/:id': id,
    '/v1/audit/entries/:index': requestIndex,
  };
}

const CALL = { context: { user: { ssin: USER } } };
const APPROVAL = { reason: 'a good reason', user: { ssin: USER, role: 'chief' } };
const DECISION = { reason: 'a good reason', user: { ssin: USER } };

/** Bodies and queries that are good, so that what is refused is the id and nothing else. */
const CALLS: Readonly<Record<string, { readonly body?: object; readonly query?: string }>> = {
  'GET /v1/exchanges/:id': {},
  'GET /v1/exchanges/:id/events': {},
  'POST /v1/exchanges/:id/cancel': { body: DECISION },
  'POST /v1/exchanges/:id/requeue': { body: DECISION },
  'POST /v1/exchanges/:id/resolve': { body: { ...DECISION, verdict: 'happened' } },
  'GET /v1/approvals/:id': {},
  'POST /v1/approvals/:id/approve': { body: APPROVAL },
  'POST /v1/approvals/:id/refuse': { body: APPROVAL },
  'GET /v1/integrations/:id': {},
  'POST /v1/integrations/:id/close': { body: CALL },
  'POST /v1/integrations/:id/extend': { body: { ...CALL, lastDay: '2027-06-30' } },
  'POST /v1/integrations/:id/change-code': { body: { ...CALL, ssin: PERSON, from: 1, to: 2 } },
  'POST /v1/integrations/:id/retry': { body: CALL },
  'GET /v1/integrations/conflicts/:id': {},
  'PATCH /v1/integrations/conflicts/:id': { body: { state: 'settled', note: 'a good note', user: { ssin: USER } } },
  'GET /v1/integrations/imports/:id': {},
  'GET /v1/integrations/reconciliations/:id': {},
  'POST /v1/integrations/repairs/:id/accept': { body: { ...CALL, reason: 'a good reason' } },
  'POST /v1/integrations/repairs/:id/dismiss': { body: { ...CALL, reason: 'a good reason' } },
  'GET /v1/integrations/ssin-changes/:id': {},
  'GET /v1/mutations/:id': {},
  'POST /v1/mutations/:id/ack': {},
  'GET /v1/subscriptions/:id': {},
  'PATCH /v1/subscriptions/:id': { body: { state: 'disabled' } },
  'DELETE /v1/subscriptions/:id': {},
  'POST /v1/subscriptions/:id/test': {},
  'POST /v1/subscriptions/:id/rotate-secret': {},
  'POST /v1/subscriptions/:id/replay': { body: { since: '2026-01-01T00:00:00Z' } },
  'GET /v1/audit/entries/:index': { query: 'purpose=yearly+inspection' },
};

interface Answered {
  readonly status: number;
  readonly headers: object;
  readonly body: string;
  readonly statements: readonly string[];
}

async function knock(method: string, url: string, body?: object): Promise<Answered> {
  pool.taken();
  auditors.taken();
  const answer = await door.app.inject({
    method: method as 'GET',
    url,
    headers: { ...bearer(KEY), ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
  const { date: _date, 'x-request-id': id, ...headers } = answer.headers;
  return {
    status: answer.statusCode,
    headers: withoutCounters(headers),
    body: answer.body.replaceAll(String(id), '<request>').replaceAll(/urn:uuid:[0-9a-f-]+/g, '<request>'),
    statements: [...pool.taken(), ...auditors.taken()],
  };
}

/** How many calls are left in this minute is about the caller. */
function withoutCounters(headers: object): object {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('x-ratelimit')));
}

function placeOf(pattern: string): string {
  return Object.keys(NOBODYS).find((place) => pattern === place || pattern.startsWith(`${place}/`)) ?? '';
}

/** Every route with an id in its path, as the door really has it. */
const withAnId = DESCRIBED_ROUTES.filter(({ url }) => /:(?!flow\b)/.test(url)).map(
  ({ method, url }) => `${method} ${url}`,
);

describe('what another centre has', () => {
  it('is asked for below on every route that takes an id', () => {
    const routes = door
      .routes()
      .filter(({ method, pattern }) => method !== 'HEAD' && pattern.includes(':') && !pattern.includes(':flow'))
      .map(({ method, pattern }) => `${method} ${pattern}`);
    expect(routes.sort()).toEqual(Object.keys(CALLS).sort());
    expect(withAnId.sort()).toEqual(Object.keys(CALLS).sort());
  });

  it.each(Object.entries(CALLS))(
    'answers as what does not exist, by the same work: %s',
    async (route, { body, query }) => {
      const [method = '', pattern = ''] = route.split(' ');
      const place = placeOf(pattern);
      const address = (id: string): string => `${pattern.replace(/:\w+/, id)}${query === undefined ? '' : `?${query}`}`;
      const foreign = await knock(method, address(theirs[place] ?? ''), body);
      const unknown = await knock(method, address(NOBODYS[place] ?? ''), body);
      expect(foreign).toEqual(unknown);
      expect(foreign.status).toBe(404);
      expect(JSON.parse(foreign.body)).toMatchObject({ code: 'not-found' });
      expect(foreign.statements.length).toBeGreaterThan(0);
    },
  );

  it.each(Object.keys(CALLS).filter((route) => route.startsWith('GET')))(
    'is there for its own software: %s',
    async (route) => {
      const [method = '', pattern = ''] = route.split(' ');
      const url = `${pattern.replace(/:\w+/, theirs[placeOf(pattern)] ?? '')}?${CALLS[route]?.query ?? ''}`;
      if (url.includes('/events')) return;
      const { statusCode } = await door.app.inject({ method: method as 'GET', url, headers: bearer(THEIR_KEY) });
      expect(statusCode, 'otherwise the test above proves nothing').not.toBe(404);
    },
  );

  it('is left as it was', async () => {
    const [exchange] = await ledger.desk.query('SELECT state FROM gateway.exchange WHERE organisation = $1', [
      OTHER_CENTRE,
    ]);
    const [subscription] = await ledger.desk.query('SELECT state FROM gateway.subscription');
    const [mutation] = await ledger.desk.query('SELECT acknowledged_at FROM gateway.mutation');
    expect([exchange, subscription, mutation]).toEqual([
      { state: 'queued' },
      { state: 'active' },
      { acknowledged_at: null },
    ]);
  });
});

/** Routes that let the centre be named: in the query, or in the body. */
const naming = DESCRIBED_ROUTES.flatMap(({ method, url, query, body }) => {
  const inQuery = query !== undefined && 'organisation' in query.properties;
  const inBody = body?.schema.properties !== undefined && 'organisation' in body.schema.properties;
  return inQuery || inBody ? [[`${method} ${url}`, inQuery] as const] : [];
});

const BODIES: Readonly<Record<string, object>> = {
  'POST /v1/subscriptions': { url: 'https://cpas.example/hook', events: ['webhook.test'] },
  'POST /v1/audit/searches': { purpose: 'yearly inspection' },
};

describe('another centre, named', () => {
  it.each(naming)('is answered as one that does not exist, by the same work: %s', async (route, inQuery) => {
    const [method = '', pattern = ''] = route.split(' ');
    const ask = (organisation: string): Promise<Answered> =>
      inQuery
        ? knock(
            method,
            `${pattern}?organisation=${organisation}&purpose=yearly+inspection`.replace(purposeless(pattern), ''),
          )
        : knock(method, pattern, { ...BODIES[route], organisation });
    const foreign = await ask(OTHER_CENTRE);
    const unknown = await ask('cpas-nobody');
    expect(foreign).toEqual(unknown);
    expect(JSON.parse(foreign.body)).toMatchObject({ code: 'other-organisation' });
  });

  it('is answered so in the context of a message, too', async () => {
    const ask = (organisation: string): Promise<Answered> =>
      knock('POST', '/v1/flows/test-connection/exchanges', {
        context: { organisation, user: { ssin: USER } },
        payload: { echo: PERSON.slice(0, 3) },
      });
    const foreign = await ask(OTHER_CENTRE);
    expect(foreign).toEqual(await ask('cpas-nobody'));
    expect(JSON.parse(foreign.body)).toMatchObject({ code: 'other-organisation' });
  });
});

/** The part of a query that a route without a purpose would refuse. */
function purposeless(pattern: string): string {
  return pattern.includes('audit') ? '' : '&purpose=yearly+inspection';
}
