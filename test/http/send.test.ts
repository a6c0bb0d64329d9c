import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import type { ExchangeView } from '../../src/status/view.ts';
import { bearer, EXCHANGE, KEYS, keyWith, openDoor, type TestDoor } from './door.ts';
import { converse, listen, pause, requestText } from './wire.ts';

let door: TestDoor;

beforeEach(async () => {
  door = await openDoor();
});

afterEach(() => door.app.close());

const URL = '/v1/flows/handi.consult-payments/exchanges';

function send(headers: Record<string, string> = {}, body = '{"context":{},"payload":{}}') {
  return door.app.inject({
    method: 'POST',
    url: URL,
    headers: { ...bearer(KEYS.all), 'content-type': 'application/json', ...headers },
    payload: body,
  });
}

/** An answer of BCSS, with the codes that are explained. */
const ANSWERED: Partial<ExchangeView> = {
  outcome: 'answered',
  result: {
    kind: 'nothing-found',
    status: 'NO_DATA_FOUND',
    messages: [
      {
        severity: 'WARNING',
        code: 'MSG00005',
        explanation: { fr: 'inconnu', nl: 'onbekend', en: 'unknown', de: 'unknown' },
        remedy: { fr: 'vérifiez', nl: 'controleer', en: 'check', de: 'check' },
      },
      { severity: 'INFORMATION', code: 'X1', text: 'as BCSS says it' },
    ],
  },
  reply: { status: 'NO_DATA_FOUND' },
};

describe('sending a message', () => {
  it('is answered 202 with a receipt and where to look', async () => {
    const answer = await send();
    expect(answer.statusCode).toBe(202);
    expect(answer.headers.location).toBe(`/v1/exchanges/${EXCHANGE}`);
    expect(answer.headers).not.toHaveProperty('idempotent-replayed');
    expect(answer.json()).toEqual({
      id: EXCHANGE,
      flow: 'handi.consult-payments',
      organisation: 'demo',
      ticket: '0b8a6c9e-57f5-4b0e-b6d5-2f8dc3bd3f10',
      state: 'queued',
      acceptedAt: '2026-11-23T09:00:00.000Z',
      logIndex: 7,
    });
  });

  it('hands the desk the bytes as they came, and the body they mean', async () => {
    const body = '{ "context" : {},\r\n"payload":{"é":"\\u00e9"} }';
    await send({ 'idempotency-key': 'k1' }, body);
    expect(door.accepted[0]).toMatchObject({
      flow: 'handi.consult-payments',
      idempotencyKey: 'k1',
      interactive: false,
      body: { context: {}, payload: { é: 'é' } },
      client: { id: 'everything' },
    });
    expect(Buffer.from(door.accepted[0]?.bytes ?? []).toString()).toBe(body);
  });

  it('replays a receipt under the same key, as the exchange stands now', async () => {
    const first = await send({ 'idempotency-key': 'k1' });
    door.move('sending');
    const again = await send({ 'idempotency-key': 'k1' });
    expect(again.statusCode).toBe(202);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.headers.location).toBe(first.headers.location);
    expect(again.json()).toEqual({ ...first.json<object>(), state: 'sending' });
  });

  it('of an unknown flow is answered 404', async () => {
    const answer = await door.app.inject({
      method: 'POST',
      url: '/v1/flows/nonsense/exchanges',
      headers: { ...bearer(KEYS.all), 'content-type': 'application/json' },
      payload: '{}',
    });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'unknown-flow' });
  });

  it('without a body is answered 415', async () => {
    const answer = await door.app.inject({ method: 'POST', url: URL, headers: bearer(KEYS.all) });
    expect(answer.statusCode).toBe(415);
  });

  it('while the database is away is answered 503 with a time to come back', async () => {
    const away = await openDoor((parts) => ({
      desk: {
        ...parts.desk,
        accept: () => Promise.reject(new GatewayError('database-unavailable', { cause: new Error('ECONNREFUSED') })),
      },
    }));
    const answer = await away.app.inject({
      method: 'POST',
      url: URL,
      headers: { ...bearer(KEYS.all), 'content-type': 'application/json', 'accept-language': 'fr-BE' },
      payload: '{}',
    });
    expect(answer.statusCode).toBe(503);
    expect(answer.headers).toMatchObject({ 'retry-after': '5', 'content-language': 'fr' });
    expect(answer.json()).toMatchObject({
      code: 'database-unavailable',
      responsible: 'operator',
      title: 'Base de données injoignable',
    });
    await away.app.close();
  });
});

describe('Prefer: wait', () => {
  it('is answered 200 with the whole exchange when it is final in time', async () => {
    const sent = send({ prefer: 'wait=10', 'accept-language': 'nl' });
    await pause(50);
    door.move('done', ANSWERED);
    const answer = await sent;
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'preference-applied': 'wait=10',
      location: `/v1/exchanges/${EXCHANGE}`,
      'content-language': 'nl',
    });
    expect(answer.json()).toMatchObject({
      id: EXCHANGE,
      state: 'done',
      reply: { status: 'NO_DATA_FOUND' },
      result: {
        messages: [
          { code: 'MSG00005', explanation: 'onbekend', remedy: 'controleer' },
          { code: 'X1', text: 'as BCSS says it' },
        ],
      },
    });
    expect(door.accepted[0]?.interactive).toBe(true);
  });

  it('is the answer to the very call that asked, and so no reading; to a repeated call it is one', async () => {
    door.move('done', ANSWERED);
    await send({ prefer: 'wait=5', 'idempotency-key': 'k' });
    await send({ prefer: 'wait=5', 'idempotency-key': 'k' });
    expect(door.readings).toEqual([
      { exchange: EXCHANGE, first: true },
      { exchange: EXCHANGE, first: false },
    ]);
  });

  it('is answered 202 when the time is up', async () => {
    const start = performance.now();
    const answer = await send({ prefer: 'wait=1' });
    expect(performance.now() - start).toBeGreaterThan(900);
    expect(answer.statusCode).toBe(202);
    expect(answer.json()).toMatchObject({ id: EXCHANGE, state: 'queued' });
    expect(answer.headers['preference-applied']).toBe('wait=1');
  });

  it('waits no longer than a minute', async () => {
    door.move('done', ANSWERED);
    const answer = await send({ prefer: 'wait=100000' });
    expect(answer.headers['preference-applied']).toBe('wait=60');
  });

  it('stops waiting when the caller hangs up', async () => {
    const port = await listen(door.app);
    const body = '{}';
    await converse(port, {
      write: [
        requestText(
          `POST ${URL} HTTP/1.1`,
          {
            Host: 'a',
            Authorization: bearer(KEYS.all).authorization,
            'Content-Type': 'application/json',
            'Content-Length': '2',
            Prefer: 'wait=30',
          },
          body,
        ),
      ],
      forMs: 300,
    });
    await expect.poll(() => door.waiting[0]?.aborted).toBe(true);
  });

  it('stops waiting when the door closes, with a receipt', async () => {
    const sent = send({ prefer: 'wait=30' });
    await expect.poll(() => door.waiting.length).toBe(1);
    await door.app.close();
    expect((await sent).statusCode).toBe(202);
  });

  it('explains a code beside it', async () => {
    door.move('dead-letter', { outcome: 'unreachable', code: 'bcss-unreachable' });
    const answer = await send({ prefer: 'wait=5', 'accept-language': 'fr' });
    expect(answer.json()).toMatchObject({
      state: 'dead-letter',
      code: 'bcss-unreachable',
      explanation: { title: 'BCSS injoignable', responsible: 'bcss' },
    });
  });

  it('asks for no more than the right to send', async () => {
    door.move('done', ANSWERED);
    const answer = await send({ ...bearer(keyWith('send')), prefer: 'wait=5' });
    expect(answer.statusCode).toBe(200);
  });
});

describe('Prefer: validate-only', () => {
  it('checks the message and accepts nothing', async () => {
    const answer = await send({ prefer: 'validate-only' });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['preference-applied']).toBe('validate-only');
    expect(answer.json()).toEqual({
      valid: true,
      flow: 'handi.consult-payments',
      organisation: 'demo',
      kind: 'consultation',
    });
    expect(door.accepted).toEqual([]);
    expect(answer.headers).not.toHaveProperty('location');
  });
});

describe('Prefer: respond-async', () => {
  it('is what happens anyway, and is said to be applied', async () => {
    const answer = await send({ prefer: 'respond-async' });
    expect(answer.statusCode).toBe(202);
    expect(answer.headers['preference-applied']).toBe('respond-async');
  });
});
