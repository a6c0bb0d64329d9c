import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { completeCbeNumber } from '../../src/domain/cbe-number.ts';
import { completeSsin } from '../../src/domain/ssin.ts';
import { PERSON, USER } from '../support/people.ts';
import { quickest } from './quickest.ts';
import { type DeskBooks, realDesk } from './desk.ts';
import { bearer, EXCHANGE, KEYS, openDoor, summary, type TestDoor, UNKNOWN_EXCHANGE } from './door.ts';

let door: TestDoor;
let books: DeskBooks;

beforeAll(async () => {
  door = await openDoor((parts) => {
    const { desk, books: opened } = realDesk(parts);
    books = opened;
    return {
      desk,
      exchanges: { ...parts.exchanges, summary: (_client, id) => Promise.resolve(summary({ id })) },
    };
  });
});

beforeEach(() => {
  books.accepted.length = 0;
});

afterAll(() => door.app.close());

/** A registration that is right in all respects; tests spoil one thing. */
function registration(): { context: Record<string, unknown>; payload: Record<string, unknown> } {
  return {
    context: { user: { ssin: USER }, purpose: 'opening of a file' },
    payload: {
      SSIN: PERSON,
      Purpose: 2,
      Period: { StartDate: '2026-01-01', EndDate: '2026-12-31' },
      Action: 'REGISTER',
      ProofOfAuthentication: { PersonData: { LastName: 'Peeters', BirthDate: '1903-04-12' } },
    },
  };
}

interface Sent {
  readonly type?: string | undefined;
  readonly key?: string | undefined;
  readonly headers?: Record<string, string>;
  readonly flow?: string;
  readonly apiKey?: string;
}

async function send(body: string | Buffer | object, sent: Sent = {}) {
  const {
    type = 'application/json',
    key = randomUUID(),
    headers = {},
    flow = 'manage-access',
    apiKey = KEYS.all,
  } = sent;
  const answer = await door.app.inject({
    method: 'POST',
    url: `/v1/flows/${flow}/exchanges`,
    headers: {
      ...bearer(apiKey),
      ...('type' in sent && sent.type === undefined ? {} : { 'content-type': type }),
      ...('key' in sent && sent.key === undefined ? {} : { 'idempotency-key': key }),
      ...headers,
    },
    payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  });
  return { status: answer.statusCode, headers: answer.headers, text: answer.body, problem: answer.json<Problem>() };
}

interface Problem {
  readonly id: string;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: { readonly pointer: string; readonly rule: string; readonly detail: string }[];
}

/** Code, and the fields at fault. */
function verdict({ status, problem }: Awaited<ReturnType<typeof send>>): string {
  return [status, problem.code, ...(problem.errors ?? []).map(({ pointer, rule }) => `${pointer} ${rule}`)].join(' ');
}

describe('what comes to the door', () => {
  it('is accepted when nothing is wrong with it', async () => {
    const { status } = await send(registration());
    expect(status).toBe(202);
    expect(books.accepted).toHaveLength(1);
  });

  it.each([
    ['application/json; charset=utf-8', 202],
    ['application/json;charset="UTF-8"', 202],
    ['APPLICATION/JSON', 202],
    ['application/json ; charset=utf-8', 202],
    ['application/json;', 202],
    ['application/json ; ', 202],
    ['application/json; charset=utf-8;', 202],
    ['application/json; charset=utf8', 202],
    ["application/json; charset='utf-8'", 202],
    ['Application/Json;Charset="UTF8"', 202],
    ['application/json; charset=', 415],
    ['application/json; charset', 415],
    ['application/json; charset=latin1', 415],
    ['application/json; charset=utf8; charset=latin1', 415],
    ['application/json; boundary=utf-8', 415],
    ['application/json\t; x', 415],
    ['application/json; charset=utf-16', 415],
    ['application/json; charset=utf-8; charset=utf-16', 415],
    ['application/json, text/plain', 415],
    ['application/jsonp', 415],
    ['application/vnd.api+json', 415],
    ['application /json', 415],
    ['json', 415],
  ])('B1 Content-Type %j gets %i, and is checked as JSON or not read at all', async (type, status) => {
    expect((await send(registration(), { type })).status).toBe(status);
    const invalid = await send({ context: {}, payload: { surprise: true } }, { type });
    expect(invalid.status).toBe(status === 202 ? 400 : 415);
  });

  it.each([
    ['text/plain'],
    [undefined],
    ['multipart/form-data; boundary=x'],
    ['application/x-www-form-urlencoded'],
    [''],
  ])('B2 refuses JSON under Content-Type %j', async (type) => {
    expect(verdict(await send(registration(), { type }))).toBe('415 unsupported-media-type');
  });

  it('B3 refuses a key given twice, with its place and without its values', async () => {
    const body = JSON.stringify(registration()).replace('"SSIN":', `"SSIN":"85073003328","SSIN":`);
    const answer = await send(body);
    expect(verdict(answer)).toBe('400 malformed-json /payload/SSIN duplicate-key');
    expect(answer.text).not.toContain('85073003328');
    expect(answer.text).not.toContain(PERSON);
  });

  it.each(['{"__proto__":{"x":1}}', '{"context":{"constructor":{"prototype":{"x":1}}},"payload":{}}'])(
    'B4 refuses %s',
    async (body) => {
      expect((await send(body)).problem.code).toBe('malformed-json');
    },
  );

  it.each([
    ['B5 a number for an SSIN', { SSIN: 85073003328 }, '/payload/SSIN type'],
    ['B6 a list for a text', { SSIN: [PERSON] }, '/payload/SSIN type'],
    ['B7 an unknown property', { Surname: 'x' }, '/payload/Surname unknown-field'],
    ['B8 null for a text', { Action: null }, '/payload/Action type'],
    ['B16 an SSIN of ten digits', { SSIN: '8507300332' }, '/payload/SSIN ssin-format'],
    ['B16 an SSIN of twelve digits', { SSIN: '850730033281' }, '/payload/SSIN ssin-format'],
    ['B16 an SSIN with dots', { SSIN: '85.07.30-033.28' }, '/payload/SSIN ssin-format'],
    ['B16 an SSIN with a space', { SSIN: ' 8507300332' }, '/payload/SSIN ssin-format'],
    ['B16 an SSIN in Arabic-Indic digits', { SSIN: '٨٥٠٧٣٠٠٣٣٢٨' }, '/payload/SSIN ssin-format'],
    ['B16 an SSIN with a line break after it', { SSIN: `${PERSON}\n` }, '/payload/SSIN ssin-format'],
    ['B17 an SSIN whose check digits are wrong', { SSIN: '85073003329' }, '/payload/SSIN ssin-check-digits'],
    ['B18 a BIS number of month 13', { SSIN: completeSsin('851330033') }, '/payload/SSIN ssin-date'],
    ['B18 a BIS number of month 33', { SSIN: completeSsin('853330033') }, '/payload/SSIN ssin-date'],
    ['B18 a BIS number of month 53', { SSIN: completeSsin('855330033') }, '/payload/SSIN ssin-date'],
    ['B19 a thirty-first of February', { Period: { StartDate: '2026-02-31' } }, '/payload/Period/StartDate format'],
    ['B13 a control character in a name', person('\u0001'), `${NAME} characters`],
    ['B13 a zero character in a name', person('\u0000'), `${NAME} characters`],
    ['B12 a character that Unicode calls none', person('\uffff'), `${NAME} characters`],
    ['B15 an object where a text goes', person({ '@a': '1', '?': 'x', '!': 'y' }), `${NAME} type`],
  ])('refuses %s, naming the field and not its value', async (_what, change, field) => {
    const { payload, context } = registration();
    const answer = await send({ context, payload: { ...payload, ...change } });
    expect(verdict(answer).startsWith('400 invalid-payload')).toBe(true);
    expect(verdict(answer)).toContain(field);
    expect(answer.text.replace(/urn:uuid:[0-9a-f-]+/, '')).not.toMatch(/\d{10}/);
    expect(books.accepted).toEqual([]);
  });

  it.each(['852130033', '853230033', '854130033', '855230033', '850000001', '050045123', '052032001'])(
    'B18 accepts the number made of %s',
    async (base) => {
      const { payload, context } = registration();
      expect((await send({ context, payload: { ...payload, SSIN: completeSsin(base) } })).status).toBe(202);
    },
  );

  it.each(['12345678901234567890', '1e400', '-0', 'NaN'])('B9 refuses the number %s', async (number) => {
    const body = JSON.stringify(registration()).replace('"Purpose":2', `"Purpose":${number}`);
    expect((await send(body)).problem.code).toBe('malformed-json');
  });

  it('B10 refuses depth within 50 ms', async () => {
    for (const body of ['['.repeat(10_000), `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`]) {
      expect((await send(body)).problem.code).toBe('malformed-json');
      expect(await quickest(() => send(body))).toBeLessThan(50);
    }
  });

  it('B11 refuses a compressed body, whatever is in it', async () => {
    expect(verdict(await send(registration(), { headers: { 'content-encoding': 'gzip' } }))).toBe(
      '415 unsupported-media-type',
    );
  });

  it('B11 accepts 256 KiB and refuses one byte more', async () => {
    const { context, payload } = registration();
    const whole = (room: number) => JSON.stringify({ context, payload, padding: 'x'.repeat(room) });
    const room = 256 * 1024 - whole(0).length;
    expect(verdict(await send(whole(room)))).toBe('400 invalid-request /padding unknown-field');
    expect(verdict(await send(whole(room + 1)))).toBe('413 body-too-large');
  });

  it.each([
    ['invalid UTF-8', Buffer.from('{"a":"\xff"}', 'latin1')],
    ['UTF-16', Buffer.from('\ufeff{}', 'utf16le')],
    ['a byte order mark', Buffer.from('\ufeff{}')],
    ['half a surrogate pair', Buffer.from('{"a":"\\ud800"}')],
  ])('B12 refuses %s', async (_what, body) => {
    expect((await send(body)).problem.code).toBe('malformed-json');
  });

  it.each([']]>', '-->', '<evil/>', '&x;', '"\'', '<!--', '<?x?>'])(
    'B14 takes %s as text, and keeps every byte of it',
    async (text) => {
      const { context, payload } = registration();
      const body = JSON.stringify({ context, payload: { ...payload, ...person(`Peeters ${text}`) } });
      expect((await send(body)).status).toBe(202);
      expect(Buffer.from(books.accepted[0]?.entry.body ?? []).toString()).toBe(body);
    },
  );

  it('B20 refuses a CBE number whose check digits are wrong', async () => {
    const ask = (enterpriseNumber: string) =>
      send(
        { context: { user: { ssin: USER } }, payload: { searchCriteria: { enterpriseNumber, language: 'FR' } } },
        { flow: 'patrimony.find-division-by-enterprise-number' },
      );
    expect((await ask(completeCbeNumber('05669882'))).status).toBe(202);
    expect(verdict(await ask('0566988258'))).toBe(
      '400 invalid-payload /payload/searchCriteria/enterpriseNumber cbe-number-check-digits',
    );
  });

  it('B21 replays the receipt for the same message, and refuses another under the same key', async () => {
    const first = await send(registration(), { key: 'k-21' });
    const again = await send(registration(), { key: 'k-21' });
    const { context, payload } = registration();
    const other = await send({ context, payload: { ...payload, Purpose: 3 } }, { key: 'k-21' });
    expect([first.status, again.status, again.problem.id]).toEqual([202, 202, first.problem.id]);
    expect([first.headers['idempotent-replayed'], again.headers['idempotent-replayed']]).toEqual([undefined, 'true']);
    expect(verdict(other)).toBe('422 idempotency-key-reused');
    expect(books.accepted).toHaveLength(1);
  });

  it.each([
    ['missing', undefined, '400 idempotency-key-missing'],
    ['ten thousand characters long', 'k'.repeat(10_000), '400 idempotency-key-invalid'],
    ['with a space in it', 'a b', '400 idempotency-key-invalid'],
    ['not ASCII', 'clé', '400 idempotency-key-invalid'],
  ])('B22 refuses a declaration whose key is %s', async (_what, key, expected) => {
    expect(verdict(await send(registration(), { key }))).toBe(expected);
  });

  it("B22 takes another client's key as new", async () => {
    const mine = await send(registration(), { key: 'shared' });
    const theirs = await send(registration(), { key: 'shared', apiKey: KEYS.elsewhere });
    expect([mine.status, theirs.status]).toEqual([202, 202]);
    expect(theirs.problem.id).not.toBe(mine.problem.id);
  });

  it('B23 gives fifty identical calls at once one id', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(registration(), { key: 'k-23' })));
    expect(new Set(answers.map(({ problem }) => problem.id)).size).toBe(1);
    expect(books.accepted).toHaveLength(1);
    expect(answers.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1);
  });

  it.each(['other', 'no-such-centre'])(
    'B24 refuses to act for %s, and says so in the technical log',
    async (organisation) => {
      const { context, payload } = registration();
      const answer = await send({ context: { ...context, organisation }, payload });
      expect(verdict(answer)).toBe('403 other-organisation');
      expect(door.lines.at(-1)).toMatchObject({
        level: 'warn',
        code: 'other-organisation',
        client: 'everything',
        status: 403,
      });
    },
  );

  it("B25 gives another centre's exchange and none at all the same answer", async () => {
    const closed = await openDoor();
    const ask = async (id: string, key: string) => {
      const { statusCode, body } = await closed.app.inject({ url: `/v1/exchanges/${id}`, headers: bearer(key) });
      return [statusCode, body.replace(/urn:uuid:[0-9a-f-]+/, '')];
    };
    const theirs = await ask(EXCHANGE, KEYS.elsewhere);
    expect(theirs[0]).toBe(404);
    expect(await ask(UNKNOWN_EXCHANGE, KEYS.elsewhere)).toEqual(theirs);
    expect(await ask('1', KEYS.elsewhere)).toEqual(theirs);
    expect(await ask("1'%20OR%20'1'='1", KEYS.elsewhere)).toEqual(theirs);
    // What is no id never reaches a query.
    expect(closed.readings.map(({ exchange }) => exchange)).toEqual([EXCHANGE, UNKNOWN_EXCHANGE]);
    await closed.app.close();
  });

  it('B27 ignores forwarded headers of anybody', async () => {
    const limited = await openDoor((parts) => ({ config: { ...parts.config, addressCallsPerMinute: 1 } }));
    const knock = (address: string) =>
      limited.app.inject({
        url: '/v1/flows',
        headers: { 'x-forwarded-for': address, 'x-forwarded-host': 'evil', 'x-forwarded-proto': 'https' },
      });
    expect((await knock('192.0.2.1')).statusCode).toBe(401);
    expect((await knock('192.0.2.2')).statusCode).toBe(429);
    await limited.app.close();
  });

  it('B27 believes the one proxy it was told of', async () => {
    const behind = await openDoor((parts) => ({
      config: { ...parts.config, addressCallsPerMinute: 1, trustedProxies: ['127.0.0.1'] },
    }));
    const knock = (address: string, remoteAddress: string) =>
      behind.app.inject({ url: '/v1/flows', headers: { 'x-forwarded-for': address }, remoteAddress });
    expect((await knock('192.0.2.1', '127.0.0.1')).statusCode).toBe(401);
    expect((await knock('192.0.2.2', '127.0.0.1')).statusCode).toBe(401);
    expect((await knock('192.0.2.2', '127.0.0.1')).statusCode).toBe(429);
    expect((await knock('192.0.2.3', '192.0.2.2')).statusCode).toBe(429);
    await behind.app.close();
  });

  it.each(['loopback', '10.0.0.0/8', '127.0.0.1,10.0.0.1', 'proxy.example', '1', ''])(
    'B27 does not start with %j as a trusted proxy',
    async (proxy) => {
      const opening = openDoor((parts) => ({ config: { ...parts.config, trustedProxies: [proxy] } }));
      await expect(opening).rejects.toMatchObject({ code: 'config-invalid' });
    },
  );

  it.each([
    '//v1/flows',
    '/v1//flows',
    '/v1/..;/admin',
    '/V1/flows',
    '/v1/flows.',
    '/v1/flows/',
    '/v1/flows;a=b',
    '/v1/flows%00',
  ])('B29 finds nothing at %s', async (url) => {
    const named = await door.app.inject({ url, headers: bearer(KEYS.all) });
    expect(named.statusCode).toBe(404);
    const nameless = await door.app.inject({ url });
    expect([401, 404]).toContain(nameless.statusCode);
  });

  it('B29 looks at a key also where there is nothing', async () => {
    const answer = await door.app.inject({ url: '/v1/..;/admin', headers: bearer('wrong') });
    expect(answer.statusCode).toBe(401);
  });

  it.each([
    ['2026-06-30T23:59:60Z', 'a leap second'],
    ['2026-01-01T24:00:00Z', 'twenty-four hours'],
    ['0000-01-01T00:00:00Z', 'the year 0000'],
    ['2026-02-29T00:00:00Z', 'a day that does not exist'],
    ['2026-01-01T00:00:00+14:59', 'an offset of 14:59'],
    ['2026-01-01T00:00:00', 'no offset'],
    ['2026-01-01', 'no time'],
  ])('B32 refuses %s: %s', async (since) => {
    const answer = await door.app.inject({
      url: `/v1/audit/entries?purpose=yearly+inspection&since=${encodeURIComponent(since)}`,
      headers: bearer(KEYS.all),
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.json<Problem>().errors?.[0]?.pointer).toBe('/query/since');
  });

  it('B32 accepts every moment that exists, with its offset', async () => {
    for (const since of ['2026-10-25T02:30:00+02:00', '2024-02-29T23:59:59.999Z', '2026-11-01T00:00:00-13:59']) {
      const answer = await door.app.inject({
        url: `/v1/audit/entries?purpose=yearly+inspection&until=2026-11-23T00:00:00Z&person=${PERSON}&since=${encodeURIComponent(since)}`,
        headers: bearer(KEYS.all),
      });
      expect(answer.statusCode).toBe(200);
    }
  });
});

const NAME = '/payload/ProofOfAuthentication/PersonData/LastName';

function person(LastName: unknown): object {
  return { ProofOfAuthentication: { PersonData: { LastName, BirthDate: '1903-04-12' } } };
}
