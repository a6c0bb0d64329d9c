import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ticketOf } from '../../src/domain/ticket.ts';
import type { LogIndex } from '../../src/domain/entry.ts';
import { denialOf } from '../../src/intake/denial.ts';
import { OTHER_USER, PERSON } from '../support/people.ts';
import { APPROVAL, bearer, EXCHANGE, KEYS, keyWith, openDoor, type TestDoor } from './door.ts';

let door: TestDoor;
beforeEach(async () => {
  door = await openDoor();
});
afterEach(() => door.app.close());

interface Called {
  readonly key?: string;
  readonly body?: object;
  readonly language?: string;
}

async function call(method: 'GET' | 'POST', url: string, { key = KEYS.all, body, language = 'en' }: Called = {}) {
  const answer = await door.app.inject({
    method,
    url,
    headers: {
      ...bearer(key),
      'accept-language': language,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { payload: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, headers: answer.headers, json: answer.json<Record<string, never>>() };
}

describe('the authorisation table over HTTP', () => {
  it('is shown to every client in its language, with the flows of each rule by their ids', async () => {
    const { status, json } = await call('GET', '/v1/policy', { key: KEYS.none, language: 'nl' });
    expect(status).toBe(200);
    expect(json).toMatchObject({ stale: false, version: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(json['roles']).toContainEqual({ role: 'reception', title: 'onthaal', inherits: [] });
    expect(json['purposes']).toContainEqual({ purpose: 'social-enquiry', title: 'sociaal onderzoek' });
    expect(json['rules']).toContainEqual(
      expect.objectContaining({ rule: 'integration', flows: ['manage-access'], fileReference: 'required' }),
    );
    expect(json['rules']).toContainEqual(
      expect.objectContaining({
        rule: 'connection',
        integration: { exempt: 'De verbindingstest gaat over niemand.' },
      }),
    );
  });

  it.each([
    ['fr', 'intégrez'],
    ['nl', 'integreer'],
    ['en', 'integrate'],
  ])('explains a decision in %s', async (language, remedy) => {
    const { status, json, headers } = await call('POST', '/v1/policy/explain', {
      language,
      body: { flow: 'retrieve-ti-groups.v2', persons: [{ own: [2] }] },
    });
    expect(status).toBe(200);
    expect(headers['content-language']).toBe(language);
    expect(json).toMatchObject({ flow: 'retrieve-ti-groups', allowed: false, rule: 'means', reasons: [{ remedy }] });
    expect(json).toMatchObject({ rules: [{ rule: 'means', reasons: [{ code: 'integration-missing', remedy }] }] });
  });

  it('hands the question on as it was asked', async () => {
    const context = {
      user: { role: 'social-worker' },
      purpose: 'social enquiry',
      emergency: { reason: 'a child alone' },
    };
    const body = { flow: 'manage-access', context, payload: { SSIN: PERSON }, at: '2026-11-23T03:00:00+01:00' };
    await door.app.close();
    const asked: object[] = [];
    door = await openDoor(({ policy }) => ({
      policy: { ...policy, explain: (question) => (asked.push(question), policy.explain(question)) },
    }));
    await call('POST', '/v1/policy/explain', { body });
    const { flow: _flow, ...rest } = body;
    expect(asked).toMatchObject([
      {
        ...rest,
        at: new Date('2026-11-23T02:00:00Z'),
        context: { ...context, user: { ssin: '', role: 'social-worker' } },
        client: { id: 'everything' },
        organisation: { id: 'demo' },
        flow: { id: 'manage-access' },
      },
    ]);
  });

  it.each([
    ['a flow that does not exist', { flow: 'nonsense' }, 404, 'unknown-flow'],
    ['a flow that BCSS sends', { flow: 'mutations' }, 400, 'flow-inbound'],
    ['another centre', { flow: 'manage-access', context: { organisation: 'other' } }, 403, 'other-organisation'],
    [
      'a centre that does not exist',
      { flow: 'manage-access', context: { organisation: 'no' } },
      403,
      'other-organisation',
    ],
    ['a day that no calendar has', { flow: 'manage-access', at: '2026-02-30T10:00:00Z' }, 400, 'invalid-request'],
    ['a field that it does not know', { flow: 'manage-access', role: 'reception' }, 400, 'invalid-request'],
    [
      'a reason for an emergency that says nothing',
      { flow: 'manage-access', context: { emergency: { reason: 'x' } } },
      400,
      'invalid-request',
    ],
  ])('refuses to explain %s', async (_name, body, status, code) => {
    expect(await call('POST', '/v1/policy/explain', { body })).toMatchObject({ status, json: { code } });
  });

  it('reports exceptions to auditors, and to nobody else', async () => {
    const path = '/v1/policy/exceptions?since=2026-11-01T00:00:00Z&until=2026-12-01T00:00:00Z&limit=1';
    const { json } = await call('GET', path, { key: keyWith('audit') });
    expect(json).toMatchObject({ exceptions: [{ index: 7, exception: 'break-glass' }], next: 7 });
    expect((await call('GET', path, { key: keyWith('send') })).status).toBe(403);
  });

  it('answers a denial with every reason and every remedy in the language asked', async () => {
    const words = (what: string) => ({ fr: `${what} fr`, nl: `${what} nl`, de: `${what} de`, en: `${what} en` });
    const reasons = ['hours', 'role'].map((code) => ({
      code,
      reason: words(`why ${code}`),
      remedy: words(`do ${code}`),
    }));
    await door.app.close();
    door = await openDoor((parts) => ({
      desk: { ...parts.desk, accept: () => Promise.reject(denialOf({ reasons })) },
    }));
    const answer = await call('POST', '/v1/flows/manage-access/exchanges', { body: {}, language: 'fr' });
    expect(answer.status).toBe(403);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json).toMatchObject({
      code: 'policy-denied',
      detail: 'why hours fr why role fr',
      remedy: 'do hours fr do role fr',
      reasons: [
        { code: 'hours', reason: 'why hours fr', remedy: 'do hours fr' },
        { code: 'role', reason: 'why role fr', remedy: 'do role fr' },
      ],
    });
  });
});

describe('approvals over HTTP', () => {
  const decision = { user: { ssin: OTHER_USER, role: 'head-of-service' }, reason: 'looked at the file' };

  it('are listed without who asked', async () => {
    const { json } = await call('GET', '/v1/approvals?state=pending&limit=1');
    expect(json).toMatchObject({ approvals: [{ id: APPROVAL, state: 'pending', logIndex: 9 }], next: APPROVAL });
    expect(JSON.stringify(json)).not.toContain('requester');
  });

  it('are decided by somebody with a role and a reason', async () => {
    const path = `/v1/approvals/${APPROVAL}/approve`;
    expect((await call('POST', path, { body: decision })).json).toMatchObject({ state: 'approved' });
    expect(door.asked).toContainEqual({ what: 'approve', with: [APPROVAL, decision] });
    for (const body of [{ reason: 'x' }, { ...decision, reason: '' }, { ...decision, user: { ssin: OTHER_USER } }])
      expect((await call('POST', path, { body })).status).toBe(400);
    expect((await call('POST', path, { body: decision, key: keyWith('send') })).status).toBe(403);
    expect((await call('POST', '/v1/approvals/x/approve', { body: decision })).status).toBe(404);
  });

  it('are what a request that needs one is answered with: 202, and where to decide', async () => {
    await door.app.close();
    const asked = {
      id: APPROVAL,
      state: 'pending' as const,
      ticket: ticketOf('0b8a6c9e-57f5-4b0e-b6d5-2f8dc3bd3f10'),
      logIndex: '9' as LogIndex,
      askedAt: new Date('2026-11-23T09:00:00Z'),
      expiresAt: new Date('2026-11-26T09:00:00Z'),
      approvers: ['head-of-service'],
    };
    door = await openDoor((parts) => ({
      desk: {
        ...parts.desk,
        accept: async (request) => ({
          ...(await parts.desk.accept(request)),
          ticket: asked.ticket,
          logIndex: asked.logIndex,
          acceptedAt: asked.askedAt,
          approval: asked,
        }),
      },
    }));
    const answer = await call('POST', '/v1/flows/manage-access/exchanges', { body: {} });
    expect(answer.status).toBe(202);
    expect(answer.headers.location).toBe(`/v1/approvals/${APPROVAL}`);
    expect(answer.json).toMatchObject({
      id: EXCHANGE,
      state: 'awaiting-approval',
      approval: { id: APPROVAL, state: 'pending', approvers: ['head-of-service'] },
    });
  });
});
