import { beforeEach, describe, expect, it } from 'vitest';
import type { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import { Organisations } from '../../src/organisations/organisations.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';
import { clientOf, ORGANISATION } from '../support/organisations.ts';
import { fixtureOf } from '../flows/fixture.ts';
import { PERSON, USER } from '../support/people.ts';
import { PAYLOADS, requestBody } from '../support/requests.ts';
import { FakeDesk, incoming, type Wish } from './fake-desk.ts';
import { WRONG_REQUESTS } from './wrong-requests.ts';

let desk: FakeDesk;
beforeEach(() => {
  desk = new FakeDesk();
});

async function refusal(wish: Wish): Promise<GatewayError> {
  const end: unknown = await desk.intake.accept(incoming(wish)).catch((error: unknown) => error);
  expect(end).toMatchObject({ name: 'GatewayError' });
  expect([desk.accepted, desk.nudges]).toEqual([[], 0]);
  return end as GatewayError;
}

describe('the desk refuses', () => {
  it.each(WRONG_REQUESTS)('%s', async (_name, wish, code, fault) => {
    const error = await refusal(wish);
    expect(error.code).toBe(code);
    const faults = error.fields.map(({ pointer, rule }) => `${pointer} ${rule}`);
    if (fault !== '') expect(faults).toContain(fault);
    expect(desk.recorded.filter((entry) => entry.code !== 'other-organisation')).toEqual([]);
  });

  it('another’s centre and no centre in the very same words', async () => {
    const said = [OTHER_CENTRE, 'cpas-z'].map(async (organisation) => {
      const { code, message, detail, fields } = await refusal({
        body: requestBody(PAYLOADS.register, { organisation }),
      });
      return { code, message, detail, fields };
    });
    expect(await said[0]).toEqual(await said[1]);
  });

  it('another’s centre, and keeps in its own who tried that with whom', async () => {
    await refusal({ body: requestBody(PAYLOADS.register, { organisation: OTHER_CENTRE }) });
    const tried = { kind: 'denied', organisation: CENTRE, code: 'other-organisation', actor: USER, subjects: [PERSON] };
    expect(desk.recorded).toMatchObject([tried]);
    expect(desk.lines.of('message.denied')).toMatchObject([{ organisation: CENTRE, code: 'other-organisation' }]);
  });

  it('to guess the centre of a client that serves several', async () => {
    const client = clientOf({ organisation: '*' });
    expect((await refusal({ client })).fields).toEqual([{ pointer: '/context/organisation', rule: 'required' }]);
    desk.organisations = new Organisations([ORGANISATION]);
    await desk.intake.accept(incoming({ client }));
    expect(desk.accepted[0]?.organisation).toBe(CENTRE);
  });

  it('to force access at BCSS without a reason that somebody answers for', async () => {
    const flow = 'dolsis.find-employers-by-worker';
    const { payload } = fixtureOf(flow).request;
    const forced = { ...payload, securityContext: { forceDataAccess: true } };
    const error = await refusal({ flow, body: requestBody(forced) });
    expect(error.fields).toEqual([{ pointer: '/context/emergency', rule: 'required' }]);
    const emergency = { reason: 'an accident at work this morning' };
    await desk.intake.accept(incoming({ flow, body: requestBody(forced, { emergency }) }));
    expect(desk.accepted[0]?.entry.details).toMatchObject({ emergency });
  });

  it('with at most twenty of a thousand faults', async () => {
    const faults = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`x${i}`, 1]));
    expect((await refusal({ body: requestBody({ ...PAYLOADS.register, ...faults }) })).fields).toHaveLength(20);
  });

  it('every field at fault at once, and never says what stood there', async () => {
    const wrong = { SSIN: '03041200100', Action: 'DELETE' };
    const body = requestBody({ ...PAYLOADS.register, ...wrong }, { user: { ssin: '01010100100' } });
    const error = await refusal({ body });
    const places = error.fields.map(({ pointer }) => pointer).sort();
    expect(places).toEqual(['/context/user/ssin', '/payload/Action', '/payload/SSIN']);
    const said = JSON.stringify([error.message, error.fields, error.detail]);
    for (const value of ['03041200100', 'DELETE', '01010100100']) expect(said).not.toContain(value);
  });

  it('more work when so much is waiting that it would only wait longer', async () => {
    desk.full = true;
    expect(await refusal({})).toMatchObject({ code: 'overloaded', retryAfterSeconds: 30 });
  });

  it('what the policy does not allow, records who asked what about whom, and gives the reason', async () => {
    const reason = { fr: 'heures de bureau', nl: 'kantooruren', en: 'office hours', de: 'office hours' };
    const reasons = [{ code: 'outside-hours', reason, remedy: reason }];
    desk.permission = { allowed: false, policy: 'sha256:abc', rule: 'means', reasons };
    expect(await refusal({})).toMatchObject({ code: 'policy-denied', detail: reason, reasons });
    const asked = { organisation: CENTRE, flow: 'manage-access', client: 'software', actor: USER, subjects: [PERSON] };
    const denial = { kind: 'denied', code: 'policy-denied', policy: 'sha256:abc', body: incoming({}).bytes };
    const details = { purpose: 'a file is open', rule: 'means', reasons: ['outside-hours'] };
    expect(desk.recorded).toMatchObject([{ ...asked, ...denial, details }]);
    expect(desk.lines.of('message.denied')).toHaveLength(1);
  });

  it('with "unavailable" what it could not even record as denied', async () => {
    desk.permission = { allowed: false, reasons: [] };
    desk.record = () => Promise.reject(new Error('no log'));
    await expect(desk.intake.accept(incoming({}))).rejects.toThrow('no log');
  });
});
