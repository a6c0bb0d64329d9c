import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { USER } from '../support/people.ts';
import { bearer, KEYS, openDoor, type TestDoor } from './door.ts';

let door: TestDoor;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.app.close());

const ID = '01930000-0000-7000-8000-0000000000a1';
const CONTEXT = { user: { ssin: USER }, purpose: 'yearly control' };

async function call(method: string, url: string, body?: object, language = 'en') {
  const answer = await door.app.inject({
    method: method as 'GET',
    url,
    headers: {
      ...bearer(KEYS.all),
      'accept-language': language,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, headers: answer.headers, json: answer.json<Record<string, unknown>>() };
}

const lastAsked = (what: string): unknown => door.asked.filter((one) => one.what === what).at(-1)?.with;

describe('conflicts', () => {
  it.each([
    ['fr', 'CPAS Namur', 'SPP IS'],
    ['nl', 'OCMW Namen', 'POD MI'],
    ['en', 'CPAS Namur', 'SPP IS / POD MI'],
  ])('are shown in %s with the name of the other centre, its code and the procedure', async (language, name, whom) => {
    const { json } = await call('GET', `/v1/integrations/conflicts/${ID}`, undefined, language);
    expect(json).toMatchObject({
      centre: { nisCode: '92094', name },
      qualityCode: 2,
      firstDay: '2026-01-01',
      state: 'open',
    });
    expect(json.procedure).toContain(whom);
    expect(json).not.toHaveProperty('nisCode');
  });

  it('are listed with the page that follows', async () => {
    const { json } = await call('GET', '/v1/integrations/conflicts?organisation=demo&state=open&limit=1');
    expect(json).toMatchObject({ conflicts: [{ id: ID }], next: ID });
    expect(lastAsked('conflicts')).toEqual([{ organisation: 'demo', state: 'open', limit: 1 }]);
  });

  it('are changed by a person, with a note', async () => {
    const change = { state: 'settled', note: 'agreed by telephone', user: { ssin: USER } };
    const { status, json } = await call('PATCH', `/v1/integrations/conflicts/${ID}`, change);
    expect([status, json.state, json.note]).toEqual([200, 'settled', 'agreed by telephone']);
    expect(lastAsked('change conflict')).toEqual([ID, change]);
    const refused = await call('PATCH', `/v1/integrations/conflicts/${ID}`, { state: 'settled' });
    expect(refused.status).toBe(400);
  });
});

describe('comparisons', () => {
  it('begin on behalf of somebody', async () => {
    const { status, headers, json } = await call('POST', '/v1/integrations/reconciliations', {
      context: { ...CONTEXT, organisation: 'demo' },
    });
    expect([status, headers.location]).toEqual([202, `/v1/integrations/reconciliations/${ID}`]);
    expect(json).toMatchObject({ id: ID, state: 'running', persons: { compared: 2 } });
    expect((await call('POST', '/v1/integrations/reconciliations', {})).status).toBe(400);
  });

  it('find differences that are explained, and decided by a person', async () => {
    const { json } = await call('GET', '/v1/integrations/repairs?organisation=demo', undefined, 'fr');
    const [repair] = json.repairs as Record<string, unknown>[];
    expect(repair).toMatchObject({ difference: 'missing-here', action: 'adopt', there: { firstDay: '2026-01-01' } });
    expect(repair?.explanation).toContain('rien n’est envoyé');
    const decision = { context: CONTEXT, reason: 'the file is still open' };
    for (const [verb, state] of [
      ['accept', 'accepted'],
      ['dismiss', 'dismissed'],
    ] as const) {
      const { json: decided } = await call('POST', `/v1/integrations/repairs/${ID}/${verb}`, decision);
      expect(decided.state).toBe(state);
      expect(lastAsked(verb)).toEqual([ID, decision]);
    }
  });
});

describe('imports', () => {
  const file = Buffer.from('ssin;quality_code;start_date\n').toString('base64');
  const context = { ...CONTEXT, organisation: 'demo' };

  it('take a file byte for byte', async () => {
    const { status, headers, json } = await call('POST', '/v1/integrations/imports', { context, file });
    expect([status, headers.location, json.rows]).toEqual([202, `/v1/integrations/imports/${ID}`, 3]);
    const [given] = lastAsked('start import') as { bytes: Buffer }[];
    expect(given?.bytes.toString()).toBe('ssin;quality_code;start_date\n');
  });

  it('only try where that is asked', async () => {
    const { status, json } = await call('POST', '/v1/integrations/imports', { context, file, dryRun: true });
    expect([status, json]).toEqual([200, { rows: 3, known: 1, persons: 2 }]);
  });

  it('take a file in another encoding when it is named, and in lines as base64 tools write it', async () => {
    const body = { context, file: `${file.slice(0, 8)}\n${file.slice(8)}\n`, encoding: 'windows-1252' };
    expect((await call('POST', '/v1/integrations/imports', body)).status).toBe(202);
    const [given] = lastAsked('start import') as { bytes: Buffer; encoding: string }[];
    expect([given?.bytes.toString(), given?.encoding]).toEqual(['ssin;quality_code;start_date\n', 'windows-1252']);
    expect((await call('POST', '/v1/integrations/imports', { ...body, encoding: 'utf-7' })).json.errors).toMatchObject([
      { pointer: '/encoding', rule: 'enum' },
    ]);
  });

  it('answer a file of line ends with a refusal, however many they are', async () => {
    const file = `QQ==${'\n'.repeat(390_000)}!`;
    const { status, json } = await call('POST', '/v1/integrations/imports', { context, file });
    expect([status, json.errors]).toMatchObject([400, [{ pointer: '/file' }]]);
  });

  it.each(['not base64!', 'AB', 'QQ==QQ=='])('refuse a file that is %j', async (text) => {
    const { status, json } = await call('POST', '/v1/integrations/imports', { context, file: text });
    expect([status, json.code]).toEqual([400, 'invalid-request']);
  });

  it('take a file larger than any message', async () => {
    const large = Buffer.alloc(1024 * 1024, 0x61).toString('base64');
    expect((await call('POST', '/v1/integrations/imports', { context, file: large })).status).toBe(202);
  });
});
