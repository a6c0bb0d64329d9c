import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OTHER_PERSON, PERSON, USER } from '../support/people.ts';
import { bearer, EXCHANGE, KEYS, openDoor, type TestDoor } from './door.ts';

let door: TestDoor;

beforeEach(async () => {
  door = await openDoor();
});

afterEach(() => door.app.close());

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

async function call(method: Method, url: string, body?: object, headers: Record<string, string> = {}) {
  const answer = await door.app.inject({
    method,
    url,
    headers: { ...bearer(KEYS.all), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, headers: answer.headers, text: answer.body, json: () => answer.json<Answer>() };
}

interface Answer {
  readonly code?: string;
  readonly errors?: { readonly pointer: string; readonly rule: string }[];
  readonly [name: string]: unknown;
}

/** What a room was asked, without metrics. */
function asked(): TestDoor['asked'] {
  return door.asked.filter(({ what }) => what !== 'metric');
}

function defects({ json }: Awaited<ReturnType<typeof call>>): string[] {
  return (json().errors ?? []).map(({ pointer, rule }) => `${pointer} ${rule}`);
}

describe('the catalogue', () => {
  it('lists every flow with its contract and titles', async () => {
    const { json } = await call('GET', '/v1/flows');
    const flows = json() as unknown as { id: string }[];
    expect(flows.length).toBeGreaterThan(60);
    expect(flows.find(({ id }) => id === 'manage-access')).toMatchObject({
      service: 'ManageAccess',
      version: '20050930',
      operation: 'ManageAccess',
      transport: 'ssdn',
      kind: 'registration',
      status: 'official',
      titles: { fr: 'Intégration d’un usager (répertoire des personnes)' },
      request: {
        namespace: 'http://www.ksz-bcss.fgov.be/XSD/SSDN/OCMW_CPAS/ManageAccess',
        element: 'ManageAccessRequest',
      },
    });
  });

  it('finds a flow by its alias', async () => {
    expect((await call('GET', '/v1/flows/retrieve-ti-groups.v2')).json()).toMatchObject({ id: 'retrieve-ti-groups' });
  });

  it('gives the JSON Schema of a payload', async () => {
    const { headers, json } = await call('GET', '/v1/flows/manage-access/schema');
    expect(headers['content-type']).toBe('application/schema+json; charset=utf-8');
    expect(json()).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' });
  });

  it('suggests the flow that was probably meant', async () => {
    const said = (await call('GET', '/v1/flows/manage_acess')).json();
    expect(said.code).toBe('unknown-flow');
    expect(said.detail).toContain('manage-access');
    expect((await call('GET', '/v1/flows/nonsense')).json().detail).toBeUndefined();
  });

  it('suggests the parameter that was probably meant', async () => {
    const { errors } = (await call('GET', '/v1/exchanges?flwo=manage-access')).json();
    expect(errors).toMatchObject([{ pointer: '/query/flwo', rule: 'unknown-field' }]);
    expect(JSON.stringify(errors)).toContain('flow');
  });

  it.each(['', '/schema'])('does not know a flow that does not exist%s', async (rest) => {
    const answer = await call('GET', `/v1/flows/nonsense${rest}`);
    expect([answer.status, answer.json().code]).toEqual([404, 'unknown-flow']);
  });
});

describe('mutations', () => {
  it('are listed without personal data, narrowed as asked', async () => {
    const { status, json } = await call('GET', '/v1/mutations?unacknowledged=true&after=m0&limit=5');
    expect(status).toBe(200);
    expect(json()).toMatchObject({ mutations: [{ id: 'm1' }] });
    expect(asked()).toEqual([
      { what: 'mutations', with: [{ organisation: 'demo', unacknowledged: true, after: 'm0', limit: 5 }] },
    ]);
  });

  it('are shown whole one by one', async () => {
    expect((await call('GET', '/v1/mutations/m1')).json()).toMatchObject({ content: { Street: 'x' } });
    expect(asked()).toEqual([{ what: 'mutation', with: ['m1'] }]);
  });

  it('are acknowledged with nothing to say', async () => {
    for (const body of [undefined, {}]) {
      const { status, text } = await call('POST', '/v1/mutations/m1/ack', body);
      expect([status, text]).toEqual([204, '']);
    }
    expect(asked()).toHaveLength(2);
  });

  it.each(['unacknowledged=yes', 'unacknowledged=1', 'limit=1000', 'organisation='])('refuse %s', async (query) => {
    expect((await call('GET', `/v1/mutations?${query}`)).status).toBe(400);
    expect(asked()).toEqual([]);
  });

  it('have no ids like %2e%2e', async () => {
    expect((await call('GET', '/v1/mutations/a%2Fb')).status).toBe(404);
    expect(asked()).toEqual([]);
  });
});

describe('subscriptions', () => {
  const wanted = { url: 'https://cpas.example/hook', events: ['mutation.received'] };

  it('are made for the own centre, and show their secret once', async () => {
    const { status, headers, json } = await call('POST', '/v1/subscriptions', wanted);
    expect(status).toBe(201);
    expect(headers.location).toBe('/v1/subscriptions/s1');
    expect(json()).toMatchObject({ id: 's1', secret: 'whsec_x' });
    expect(asked()).toEqual([{ what: 'create', with: [{ ...wanted, organisation: 'demo' }] }]);
    expect((await call('GET', '/v1/subscriptions/s1')).json()).not.toHaveProperty('secret');
  });

  it.each([
    [{ events: ['mutation.received'] }, '/url required'],
    [{ ...wanted, events: [] }, '/events min-items'],
    [{ ...wanted, events: ['*'] }, '/events/0 enum'],
    [{ ...wanted, url: `https://${'a'.repeat(2_000)}` }, '/url max-length'],
    [{ ...wanted, secret: 'mine' }, '/secret unknown-field'],
  ])('are refused: %j', async (body, defect) => {
    const answer = await call('POST', '/v1/subscriptions', body);
    expect(answer.status).toBe(400);
    expect(defects(answer)).toEqual([defect]);
    expect(asked()).toEqual([]);
  });

  it("name another centre in the body's own place", async () => {
    const answer = await door.app.inject({
      method: 'POST',
      url: '/v1/subscriptions',
      headers: { ...bearer(KEYS.everywhere), 'content-type': 'application/json' },
      payload: JSON.stringify(wanted),
    });
    expect(answer.json<Answer>().errors?.[0]?.pointer).toBe('/organisation');
    expect((await call('POST', '/v1/subscriptions', { ...wanted, organisation: 'other' })).status).toBe(403);
  });

  it('are listed, changed and ended', async () => {
    expect((await call('GET', '/v1/subscriptions')).json()).toMatchObject({ subscriptions: [{ id: 's1' }] });
    expect((await call('PATCH', '/v1/subscriptions/s1', { state: 'disabled' })).status).toBe(200);
    expect((await call('DELETE', '/v1/subscriptions/s1')).status).toBe(204);
    expect(asked()).toEqual([
      { what: 'subscriptions', with: ['demo'] },
      { what: 'update', with: ['s1', { state: 'disabled' }] },
      { what: 'remove', with: ['s1'] },
    ]);
  });

  it('are tried out, and what came of it is explained', async () => {
    const { status, json } = await call('POST', '/v1/subscriptions/s1/test', undefined, { 'accept-language': 'fr' });
    expect(status).toBe(200);
    expect(json()).toMatchObject({
      outcome: 'unreachable',
      code: 'webhook-unreachable',
      explanation: { title: 'Webhook injoignable', responsible: 'subscriber' },
    });
  });

  it('get a new secret', async () => {
    expect((await call('POST', '/v1/subscriptions/s1/rotate-secret')).json()).toEqual({ secret: 'whsec_y' });
  });

  it('are told a period again', async () => {
    const { status, json } = await call('POST', '/v1/subscriptions/s1/replay', { since: '2026-11-01T00:00:00+01:00' });
    expect([status, json()]).toEqual([202, { deliveries: 2 }]);
    const [id, since, until] = asked()[0]?.with as [string, Date, Date];
    expect(id).toBe('s1');
    expect(since.toISOString()).toBe('2026-10-31T23:00:00.000Z');
    expect(Math.abs(until.getTime() - Date.now())).toBeLessThan(60_000);
  });

  it.each([{}, { since: 'yesterday' }, { since: '2026-13-01T00:00:00Z' }])('are not told %j again', async (period) => {
    expect((await call('POST', '/v1/subscriptions/s1/replay', period)).status).toBe(400);
    expect(asked()).toEqual([]);
  });
});

describe('the reading room', () => {
  const purpose = 'yearly inspection of the centre';
  const why = `purpose=${encodeURIComponent(purpose)}`;

  function question(): Record<string, unknown> {
    const [given] = asked()[0]?.with as [Record<string, unknown>];
    return given;
  }

  it.each([
    '',
    'purpose=',
    'purpose=short',
    `purpose=${'x'.repeat(201)}`,
    'purpose=%20%20%20%20%20%20%20%20%20%20%20%20',
    'purpose=............',
    'purpose=%E2%80%8B%E2%80%8B%E2%80%8B%E2%80%8B%E2%80%8B%E2%80%8B%E2%80%8B%E2%80%8B%E2%80%8B%E2%80%8B%E2%80%8B',
  ])('Q2 shows nothing without a purpose: %j', async (query) => {
    const list = await call('GET', `/v1/audit/entries?${query}`);
    const one = await call('GET', `/v1/audit/entries/7?${query}`);
    const search = await call('POST', '/v1/audit/searches', Object.fromEntries(new URLSearchParams(query)));
    for (const { status, json } of [list, one, search]) expect([status, json().code]).toEqual([400, 'purpose-missing']);
    expect(asked()).toEqual([]);
  });

  it('asks for thirty days where no period is given', async () => {
    const { status, json } = await call('GET', `/v1/audit/entries?${why}`);
    expect(status).toBe(200);
    const { since, until, ...rest } = question() as { since: Date; until: Date };
    expect(rest).toEqual({ purpose, organisation: 'demo', limit: 100 });
    expect(until.getTime() - since.getTime()).toBe(30 * 24 * 3_600_000);
    expect(json()).toMatchObject({ readIndex: 8 });
  });

  it('Q8 shows each moment in both zones', async () => {
    const { json } = await call('GET', `/v1/audit/entries?${why}`);
    expect(json()).toMatchObject({
      entries: [{ at: '2026-11-23T09:00:00.000Z', atBrussels: '2026-11-23T10:00:00.000+01:00' }],
    });
  });

  const body = {
    purpose,
    auditor: USER,
    person: PERSON,
    user: OTHER_PERSON,
    flow: 'retrieve-ti-groups.v2',
    exchange: EXCHANGE,
    kind: ['request', 'read'],
    since: '2020-01-01T00:00:00Z',
    until: '2026-01-01T00:00:00Z',
    after: 12,
    limit: 5,
  };

  const expected = {
    purpose,
    user: USER,
    organisation: 'demo',
    subject: PERSON,
    actor: OTHER_PERSON,
    flow: 'retrieve-ti-groups',
    exchange: EXCHANGE,
    kinds: ['request', 'read'],
    since: new Date('2020-01-01T00:00:00Z'),
    until: new Date('2026-01-01T00:00:00Z'),
    after: 12,
    limit: 5,
  };

  it('takes the whole question in a body', async () => {
    expect((await call('POST', '/v1/audit/searches', body)).status).toBe(200);
    expect(question()).toEqual(expected);
  });

  it('takes the same question in a query', async () => {
    const query = new URLSearchParams(
      Object.entries(body).map(([name, value]): [string, string] => [name, String(value)]),
    );
    expect((await call('GET', `/v1/audit/entries?${query.toString()}`)).status).toBe(200);
    expect(question()).toEqual(expected);
  });

  it('takes persons in headers, out of sight of proxies', async () => {
    const { status } = await call('GET', `/v1/audit/entries?${why}`, undefined, {
      'person-ssin': PERSON,
      'user-ssin': OTHER_PERSON,
      'auditor-ssin': USER,
    });
    expect(status).toBe(200);
    expect(question()).toMatchObject({ subject: PERSON, actor: OTHER_PERSON, user: USER });
  });

  it('refuses a person whose check digits are wrong, and does not repeat the number', async () => {
    const wrong = `${PERSON.slice(0, 9)}99`;
    for (const answer of [
      await call('GET', `/v1/audit/entries?${why}&person=${wrong}`),
      await call('GET', `/v1/audit/entries?${why}`, undefined, { 'person-ssin': wrong }),
      await call('POST', '/v1/audit/searches', { purpose, person: wrong }),
    ]) {
      expect(answer.status).toBe(400);
      expect(answer.json().errors?.[0]?.rule).toBe('ssin-check-digits');
      expect(answer.text).not.toContain(wrong);
    }
    expect(JSON.stringify(door.lines)).not.toContain(wrong);
  });

  it('Q2 refuses ten years of everything, and allows ten years of one person', async () => {
    const period = 'since=2016-01-01T00:00:00Z&until=2026-01-01T00:00:00Z';
    const everything = await call('GET', `/v1/audit/entries?${why}&${period}`);
    expect([everything.status, ...defects(everything)]).toEqual([400, '/query/since minimum']);
    expect((await call('GET', `/v1/audit/entries?${why}&${period}&person=${PERSON}`)).status).toBe(200);
  });

  it.each([
    'kind=everything',
    'limit=100000',
    "flow=%27%20OR%20%271%27%3D%271'".padEnd(140, 'x'),
    'order=index',
    'after=-1',
    'exchange=%25',
  ])('Q1 refuses %s', async (query) => {
    expect((await call('GET', `/v1/audit/entries?${why}&${query}`)).status).toBe(400);
    expect(asked()).toEqual([]);
  });

  it("Q3 refuses another centre's log, with a line that an adviser finds", async () => {
    const { status } = await call('GET', `/v1/audit/entries?${why}&organisation=other`);
    expect(status).toBe(403);
    expect(door.lines.at(-1)).toMatchObject({ level: 'warn', code: 'other-organisation', route: '/v1/audit/entries' });
  });

  it('shows one entry with its content', async () => {
    const { json } = await call('GET', `/v1/audit/entries/7?${why}`, undefined, { 'auditor-ssin': USER });
    expect(json()).toMatchObject({ index: 7, body: { text: '{}' } });
    expect(asked()[0]).toEqual({ what: 'entry', with: [7, { purpose, user: USER }] });
  });

  it.each(['-1', 'x', '1e3', '9'.repeat(40)])('has no entry %s', async (index) => {
    expect((await call('GET', `/v1/audit/entries/${index}?${why}`)).status).toBe(404);
  });

  it('never puts a query into the technical log', async () => {
    await call('GET', `/v1/audit/entries?${why}&person=${PERSON}`);
    const line = door.lines.at(-1);
    expect(line).toMatchObject({ route: '/v1/audit/entries', status: 200, client: 'everything' });
    expect(JSON.stringify(door.lines)).not.toContain(PERSON);
    expect(JSON.stringify(door.lines)).not.toContain('inspection');
  });
});

describe('health', () => {
  it('lives without asking anybody', async () => {
    const { status, json } = await call('GET', '/health/live');
    expect([status, json()]).toEqual([200, { live: true }]);
  });

  it('is ready when all it stands on is there', async () => {
    expect((await call('GET', '/health/ready')).json()).toEqual({
      ready: true,
      checks: { database: { ok: true, detail: 'answers' } },
    });
  });

  it('is not ready with 503, naming what is missing', async () => {
    const sick = await openDoor(() => ({
      health: { ready: () => Promise.resolve({ ready: false, checks: { queue: { ok: false, detail: 'no answer' } } }) },
    }));
    const answer = await sick.app.inject({ url: '/health/ready' });
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toEqual({ ready: false, checks: { queue: { ok: false, detail: 'no answer' } } });
    await sick.app.close();
  });

  it('is not ready when the checks themselves fail', async () => {
    const broken = await openDoor(() => ({ health: { ready: () => Promise.reject(new Error('password=x')) } }));
    const answer = await broken.app.inject({ url: '/health/ready' });
    expect(answer.statusCode).toBe(503);
    expect(answer.body).not.toContain('password');
    await broken.app.close();
  });

  it('asks once for all who want to know within a second', async () => {
    let looks = 0;
    const counted = await openDoor((parts) => ({
      health: {
        ready: () => {
          looks += 1;
          return parts.health.ready();
        },
      },
    }));
    await Promise.all(Array.from({ length: 20 }, () => counted.app.inject({ url: '/health/ready' })));
    expect(looks).toBe(1);
    await counted.app.close();
  });

  it('is said quietly in the technical log', async () => {
    await call('GET', '/health/live');
    expect(door.lines.at(-1)).toMatchObject({ level: 'debug', route: '/health/live' });
  });
});

describe('metrics', () => {
  it('are text for Prometheus', async () => {
    const { headers, text } = await call('GET', '/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toBe('gateway_up 1\n');
  });

  it('count every call by the pattern of its route', async () => {
    await call('GET', `/v1/exchanges/${EXCHANGE}`);
    await call('GET', '/nowhere/12345678901');
    const counted = door.asked
      .filter(({ what }) => what === 'metric')
      .map((metric) => (metric.with as unknown[]).slice(0, 3));
    expect(counted).toEqual([
      ['/v1/exchanges/:id', 'GET', 200],
      ['unmatched', 'GET', 404],
    ]);
  });
});
