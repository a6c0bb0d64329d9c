import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bearer, EXCHANGE, KEYS, openDoor, type TestDoor, UNKNOWN_EXCHANGE } from './door.ts';
import { listen, pause } from './wire.ts';
import { patient } from '../support/patient.ts';

let door: TestDoor;

beforeEach(async () => {
  door = await openDoor();
});

afterEach(() => door.app.close());

function ask(path: string, key: string = KEYS.all, headers: Record<string, string> = {}) {
  return door.app.inject({ url: path, headers: { ...bearer(key), ...headers } });
}

describe('the list of exchanges', () => {
  it("is that of the client's centre", async () => {
    const answer = await ask('/v1/exchanges');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ exchanges: [{ id: EXCHANGE, state: 'queued' }] });
    expect(door.asked[0]).toEqual({ what: 'list', with: { organisation: 'demo', limit: 50 } });
  });

  it('is narrowed by state, flow and page', async () => {
    const answer = await ask(
      `/v1/exchanges?state=queued,sending&state=done&flow=retrieve-ti-groups.v2&before=${EXCHANGE}&limit=1`,
    );
    expect(answer.json()).toMatchObject({ next: EXCHANGE });
    expect(door.asked[0]?.with).toEqual({
      organisation: 'demo',
      states: ['queued', 'sending', 'done'],
      flow: 'retrieve-ti-groups',
      before: EXCHANGE,
      limit: 1,
    });
  });

  it.each([
    ['state=finished', '/query/state/0 enum'],
    ['state=', '/query/state/0 enum'],
    ['limit=0', '/query/limit minimum'],
    ['limit=201', '/query/limit maximum'],
    ['limit=ten', '/query/limit type'],
    ['limit=1e2', '/query/limit type'],
    ['limit=1&limit=2', '/query/limit type'],
    ['before=1', '/query/before min-length'],
    ['before=../../../../../../../../../../../../..', '/query/before max-length'],
    ['stat=queued', '/query/stat unknown-field'],
    ['__proto__=x', '/query/__proto__ unknown-field'],
    ["flow='%20OR%201=1--", undefined],
  ])('refuses %s', async (query, expected) => {
    const answer = await ask(`/v1/exchanges?${query}`);
    const { errors } = answer.json<{ errors?: { pointer: string; rule: string }[] }>();
    expect([400, 404]).toContain(answer.statusCode);
    expect(errors?.map(({ pointer, rule }) => `${pointer} ${rule}`)[0]).toBe(expected);
    expect(door.asked.filter(({ what }) => what === 'list')).toEqual([]);
  });

  it('of another centre is refused, and so is that of one that does not exist', async () => {
    for (const organisation of ['other', 'nowhere']) {
      const answer = await ask(`/v1/exchanges?organisation=${organisation}`);
      expect(answer.statusCode).toBe(403);
      expect(answer.json()).toMatchObject({ code: 'other-organisation' });
    }
  });

  it('must name the centre where a client serves all of them', async () => {
    expect((await ask('/v1/exchanges', KEYS.everywhere)).json()).toMatchObject({
      code: 'invalid-request',
      errors: [{ pointer: '/query/organisation', rule: 'required' }],
    });
    expect((await ask('/v1/exchanges?organisation=other', KEYS.everywhere)).statusCode).toBe(200);
  });

  it('need not name it where there is only one', async () => {
    const single = await openDoor((parts) => ({
      organisations: { ...parts.organisations, only: () => parts.organisations.find('demo') },
    }));
    const answer = await single.app.inject({ url: '/v1/exchanges', headers: bearer(KEYS.everywhere) });
    expect(answer.statusCode).toBe(200);
    await single.app.close();
  });
});

describe('one exchange', () => {
  it('shows itself in the language asked for', async () => {
    door.move('waiting', { outcome: 'uncertain', code: 'bcss-timeout' });
    const answer = await ask(`/v1/exchanges/${EXCHANGE}`, KEYS.all, { 'accept-language': 'it, nl;q=0.9, de;q=0.2' });
    expect(answer.headers['content-language']).toBe('nl');
    expect(answer.json()).toMatchObject({
      code: 'bcss-timeout',
      explanation: { title: 'De KSZ heeft niet tijdig geantwoord', responsible: 'bcss' },
    });
    expect(door.readings).toEqual([{ exchange: EXCHANGE, first: false }]);
  });

  it('shows a code of a later version without an explanation', async () => {
    door.move('waiting', { code: 'code-of-tomorrow' });
    const body = (await ask(`/v1/exchanges/${EXCHANGE}`)).json<object>();
    expect(body).toMatchObject({ code: 'code-of-tomorrow' });
    expect(body).not.toHaveProperty('explanation');
  });

  it('is found whatever the case of its id', async () => {
    expect((await ask(`/v1/exchanges/${EXCHANGE.toUpperCase()}`)).statusCode).toBe(200);
  });
});

describe("a person's decision", () => {
  const user = { ssin: '01010100148', name: 'A. Chef' };

  function decide(command: string, body: object) {
    return door.app.inject({
      method: 'POST',
      url: `/v1/exchanges/${EXCHANGE}/${command}`,
      headers: { ...bearer(KEYS.all), 'content-type': 'application/json' },
      payload: JSON.stringify(body),
    });
  }

  it.each([
    ['cancel', {}],
    ['requeue', {}],
    ['resolve', { verdict: 'happened' }],
  ])('to %s is carried out with who and why', async (command, verdict) => {
    const decision = { reason: 'asked at BCSS', user: { ...user, ssin: ssinOf(user.ssin) }, ...verdict };
    const answer = await decide(command, decision);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ id: EXCHANGE });
    expect(answer.json()).not.toHaveProperty('reply');
    expect(door.asked[0]).toEqual({ what: 'command', with: { command, ...decision } });
  });

  it.each([
    ['cancel', { user }, '/reason required'],
    ['cancel', { reason: 'asked', user: {} }, '/user/ssin required'],
    ['cancel', { reason: 'asked', user: { ssin: '01010100199' } }, '/user/ssin ssin-check-digits'],
    ['cancel', { reason: 'asked', user, verdict: 'happened' }, '/verdict unknown-field'],
    ['resolve', { reason: 'asked', user }, '/verdict required'],
    ['resolve', { reason: 'asked', user, verdict: 'perhaps' }, '/verdict enum'],
    ['requeue', { reason: 'a\u0000b', user }, '/reason characters'],
  ])('to %s %j is refused', async (command, body, expected) => {
    const answer = await decide(command, body);
    const { errors = [] } = answer.json<{ errors?: { pointer: string; rule: string }[] }>();
    expect(answer.statusCode).toBe(400);
    expect(errors.map(({ pointer, rule }) => `${pointer} ${rule}`)).toContain(expected);
    expect(door.asked.filter(({ what }) => what === 'command')).toEqual([]);
  });
});

/** The number with check digits that fit. */
function ssinOf(text: string): string {
  const base = Number(text.slice(0, 9));
  return `${text.slice(0, 9)}${String(97 - (base % 97)).padStart(2, '0')}`;
}

describe('the stream of events', () => {
  interface Reading {
    readonly response: IncomingMessage;
    text(): string;
    ended(): boolean;
    hangUp(): void;
  }

  async function watch(port: number, key: string = KEYS.all, id: string = EXCHANGE): Promise<Reading> {
    return new Promise((resolve, reject) => {
      const request = get(
        { port, path: `/v1/exchanges/${id}/events`, headers: { ...bearer(key), 'accept-language': 'fr' } },
        (response) => {
          let text = '';
          let ended = false;
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.on('end', () => (ended = true)).on('error', () => (ended = true));
          resolve({ response, text: () => text, ended: () => ended, hangUp: () => request.destroy() });
        },
      );
      request.on('error', reject);
    });
  }

  function statesIn(text: string): string[] {
    return [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => (JSON.parse(data) as { state: string }).state);
  }

  it('tells the present state, each one after it, and ends with the final one', async () => {
    const port = await listen(door.app);
    const reading = await watch(port);
    expect(reading.response.statusCode).toBe(200);
    expect(reading.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'content-language': 'fr',
    });
    await expect.poll(() => statesIn(reading.text())).toEqual(['queued']);
    door.move('sending');
    await expect.poll(() => statesIn(reading.text())).toEqual(['queued', 'sending']);
    door.move('waiting', { code: 'bcss-unreachable' });
    await expect.poll(() => statesIn(reading.text())).toEqual(['queued', 'sending', 'waiting']);
    door.move('done', { code: undefined as never });
    await expect.poll(() => reading.ended()).toBe(true);
    expect(statesIn(reading.text())).toEqual(['queued', 'sending', 'waiting', 'done']);
    expect(reading.text()).toContain('event: state\nid: 1\ndata: {');
    expect(reading.text()).toContain('BCSS injoignable');
    expect(reading.text()).not.toContain('attempts');
  });

  it('ends at once where everything is over', async () => {
    door.move('cancelled');
    const reading = await watch(await listen(door.app));
    await expect.poll(() => reading.ended()).toBe(true);
    expect(statesIn(reading.text())).toEqual(['cancelled']);
  });

  it('says that it is still there', async () => {
    const beating = await openDoor((parts) => ({
      clock: { ...parts.clock, sleep: (_ms, signal) => parts.clock.sleep(20, signal) },
    }));
    const reading = await watch(await listen(beating.app));
    await expect.poll(() => reading.text()).toContain(': still here\n\n: still here\n\n');
    expect(statesIn(reading.text())).toEqual(['queued']);
    reading.hangUp();
    await beating.app.close();
  });

  it('is let go when the reader hangs up', async () => {
    const reading = await watch(await listen(door.app));
    await expect.poll(() => reading.text()).toContain('queued');
    reading.hangUp();
    await expect.poll(() => door.waiting[0]?.aborted).toBe(true);
  });

  it('ends when the door closes, and does not hold it up', async () => {
    const reading = await watch(await listen(door.app));
    await expect.poll(() => reading.text()).toContain('queued');
    const start = performance.now();
    await door.app.close();
    expect(performance.now() - start).toBeLessThan(patient(2_000));
    await expect.poll(() => reading.ended()).toBe(true);
  });

  it('is refused beyond the number that may be open, until one ends', async () => {
    const port = await listen(door.app);
    const readings = await Promise.all([watch(port), watch(port), watch(port)]);
    const refused = await watch(port);
    expect(refused.response.statusCode).toBe(503);
    expect(refused.response.headers['retry-after']).toBe('30');
    readings[0].hangUp();
    await expect
      .poll(async () => {
        const next = await watch(port);
        next.hangUp();
        return next.response.statusCode;
      })
      .toBe(200);
    for (const reading of readings) reading.hangUp();
  });

  it('is one look at a time where too many are watched already', async () => {
    const full = await openDoor((parts) => ({
      watching: {
        ...parts.watching,
        // eslint-disable-next-line @typescript-eslint/require-await
        changes: async function* () {
          return;
        },
      },
    }));
    const reading = await watch(await listen(full.app));
    await expect.poll(() => reading.ended()).toBe(true);
    expect(statesIn(reading.text())).toEqual(['queued']);
    expect(reading.text()).toMatch(/^retry: 3000\n\n/);
    await full.app.close();
  });

  it("is that of the client's own centre only", async () => {
    const port = await listen(door.app);
    expect((await watch(port, KEYS.elsewhere)).response.statusCode).toBe(404);
    expect((await watch(port, KEYS.all, UNKNOWN_EXCHANGE)).response.statusCode).toBe(404);
    expect(door.waiting).toEqual([]);
  });

  it('has no HEAD', async () => {
    const answer = await door.app.inject({
      method: 'HEAD',
      url: `/v1/exchanges/${EXCHANGE}/events`,
      headers: bearer(KEYS.all),
    });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe('GET, OPTIONS');
    await pause(0);
  });
});
