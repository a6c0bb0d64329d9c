import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReadingRoom } from '../../src/audit/reading-room.ts';
import { type Client, RIGHTS } from '../../src/domain/client.ts';
import { carryOut } from '../../src/exchanges/commands.ts';
import { findExchange, listAttempts, listExchanges, listPages } from '../../src/exchanges/find.ts';
import { acceptExchange } from '../../src/exchanges/accept.ts';
import { DESCRIBED_ROUTES } from '../../src/http/routes/described-routes.ts';
import { Intake } from '../../src/intake/intake.ts';
import { HouseholdRegister } from '../../src/integration/household-register.ts';
import { householdOf } from '../../src/integration/register.ts';
import { MutationList } from '../../src/mutations/mutation-list.ts';
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
  '/v1/integrations/:id': '01930000-0000-7000-8000-00000000ffff',
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
    }),
    readingRoom: new ReadingRoom(auditors, archive, vault),
    register: registerOn(pool),
    mutations: new MutationList({ pool, archive, flows: parts.flows }),
    subscriptions: new Subscriptions({ pool, archive, vault, guard, courier: NO_COURIER, clock, ids: systemIds }),
  }));
});
afterAll(async () => {
  await door.app.close();
  await ledger.close();
});

/** A register whose desk is never reached: what is refused is the id. */
function registerOn(database: WatchedPool): HouseholdRegister {
  const flow = catalogue.get('manage-access');
  const { integration: places } = flow.descriptor;
  if (places === undefined) throw new Error('no places');
  const unreached = (): never => {
    throw new Error('reached');
  };
  return new HouseholdRegister({
    pool: database,
    vault,
    ids: systemIds,
    clock: systemClock,
    desk: { prepare: unreached },
    ledger: { accept: unreached, request: unreached, withdraw: unreached },
    log: { record: async (into, entry) => (await archive.append(into, entry)).index },
    registration: { flow, places },
    nudge: unreached,
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
  const household = await householdOf(ledger.desk, { vault, ids: systemIds }, organisation, { reference: '2026/1' });
  const { requestIndex } = await ledger.row(exchange);
  return {
    '/v1/exchanges/:id': exchange,
    '/v1/integrations/:id': household,
    '/v1/mutations/:id': id,
    '/v1/subscriptions/:id': id,
    '/v1/audit/entries/:index': requestIndex,
  };
}

const CALL = { context: { user: { ssin: USER } } };
const DECISION = { reason: 'a good reason', user: { ssin: USER } };

/** Bodies and queries that are good, so that what is refused is the id and nothing else. */
const CALLS: Readonly<Record<string, { readonly body?: object; readonly query?: string }>> = {
  'GET /v1/exchanges/:id': {},
  'GET /v1/exchanges/:id/events': {},
  'POST /v1/exchanges/:id/cancel': { body: DECISION },
  'POST /v1/exchanges/:id/requeue': { body: DECISION },
  'POST /v1/exchanges/:id/resolve': { body: { ...DECISION, verdict: 'happened' } },
  'GET /v1/integrations/:id': {},
  'POST /v1/integrations/:id/close': { body: CALL },
  'POST /v1/integrations/:id/extend': { body: { ...CALL, lastDay: '2027-06-30' } },
  'POST /v1/integrations/:id/change-code': { body: { ...CALL, ssin: PERSON, from: 1, to: 2 } },
  'POST /v1/integrations/:id/retry': { body: CALL },
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
