import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brusselsDate } from '../../src/domain/brussels-time.ts';
import { plusDays } from '../../src/domain/calendar-day.ts';
import { completeCbeNumber } from '../../src/domain/cbe-number.ts';
import { startWebhookReceiver } from '../../src/demo/webhook-receiver.ts';
import { DAYS } from '../../src/policy/document/policy-document.ts';
import { SHIPPED } from '../policy/shipped.ts';
import { newDataDir, newFolder } from '../support/data-dir.ts';
import { gateway } from '../support/gateway-process.ts';
import { RestClient } from '../support/rest-client.ts';
import { until } from '../support/until.ts';
import { example, startSubject, type Subject } from './subject.ts';

const CENTRE = 'cpas-fictiville';
const OTHER = 'cpas-fictibourg';
const centre = (id: string, base: string, nisCode: string) => ({
  id,
  cbeNumber: completeCbeNumber(base),
  nisCode,
  name: id,
  email: `x@${id}.example`,
});

const now = new Date();
const today = brusselsDate(now);
/** Three days from now, by the week: closed today, whatever happens at midnight. */
const anotherDay = DAYS[(now.getUTCDay() + 2) % 7] ?? 'mon';

/** The shipped table, open all week but for insurability, so that the test means the same at night; taxes ask for a code that is not 1. */
function tableOfTheTest(): object {
  const { document } = SHIPPED;
  const { means, insurability, ...rules } = document.rules;
  return {
    ...document,
    hours: {
      office: [{ days: DAYS, from: '00:00', to: '24:00' }],
      'another-day': [{ days: [anotherDay], from: '00:00', to: '24:00' }],
    },
    rules: {
      ...rules,
      means: { ...means, integration: { own: [2] } },
      insurability: { ...insurability, hours: 'another-day' },
    },
  };
}

describe('only for the people we help', () => {
  let subject: Subject;
  let ours: RestClient;
  let theirs: RestClient;
  let policyFile = '';
  const registration = example('manage-access');
  const person = registration.payload['SSIN'] as string;
  const payloadAbout = (flow: string) =>
    JSON.parse(JSON.stringify(example(flow).payload).replace(/"ssin":"\d{11}"/, `"ssin":"${person}"`)) as object;
  const context = (more: object = {}) => ({
    user: { ssin: '01010100194', role: 'social-worker' },
    purpose: 'social enquiry',
    fileReference: '2026/0002',
    ...more,
  });
  const consult = (client: RestClient, flow: string, more: object = {}) =>
    client.send(flow, { context: context(more), payload: payloadAbout(flow) }, { prefer: 'wait=20' });

  beforeAll(async () => {
    const dataDir = newDataDir();
    const folder = newFolder();
    policyFile = join(folder, 'policy.json');
    const organisationsFile = join(folder, 'organisations.json');
    writeFileSync(policyFile, JSON.stringify(tableOfTheTest()));
    writeFileSync(
      organisationsFile,
      JSON.stringify([centre(CENTRE, '09999990', '99901'), centre(OTHER, '09999989', '99902')]),
    );
    const env = { POLICY_FILE: policyFile, ORGANISATIONS_FILE: organisationsFile };
    subject = await startSubject({ dataDir, env });
    const keyOf = async (id: string, organisation: string): Promise<RestClient> => {
      const rights = 'send,read,decide,audit,subscribe';
      const made = await gateway(['clients', 'add', id, '--organisation', organisation, '--rights', rights], {
        env: { DATA_DIR: dataDir, ...env },
      });
      return new RestClient({ url: subject.gateway.url, apiKey: made.stdout.trim() });
    };
    ours = await keyOf('software', CENTRE);
    theirs = await keyOf('elsewhere', OTHER);
  });
  afterAll(() => subject.gateway.stop());

  /** A refusal: nothing on the wire, one entry, every reason with its remedy. */
  async function refused(client: RestClient, flow: string, more: object, codes: readonly string[]): Promise<void> {
    const before = (await subject.bcss.requests()).length;
    const answer = await consult(client, flow, more);
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ code: 'policy-denied' });
    const { reasons } = answer.body as unknown as { reasons: { code: string; reason: string; remedy: string }[] };
    expect(reasons.map(({ code }) => code).sort()).toEqual([...codes].sort());
    for (const { reason, remedy } of reasons) expect([reason.length > 10, remedy.length > 10]).toEqual([true, true]);
    expect(answer.text).not.toContain(person);
    expect(await subject.bcss.requests()).toHaveLength(before);
    const { body } = await client.call<{ entries: { details: object; policy: string; code: string }[] }>(
      'POST',
      '/v1/audit/searches',
      { purpose: 'who was refused what', kind: ['denied'], flow, person },
    );
    const version = (await client.get<{ version: string }>('/v1/policy')).body.version;
    expect(body.entries.at(-1)).toMatchObject({ code: 'policy-denied', policy: version, details: { reasons: codes } });
  }

  it('nobody is consulted without an integration, and everything that is missing is said at once', async () => {
    await refused(ours, 'retrieve-ti-groups', {}, ['integration-missing']);
    await refused(ours, 'retrieve-ti-groups', { purpose: undefined, fileReference: undefined }, [
      'purpose-missing',
      'file-reference-missing',
      'integration-missing',
    ]);
  });

  it('nobody is looked up among the posted workers by number or by name, and an enterprise is', async () => {
    const search = (criteria: object, more: object = {}) =>
      ours.send('dolsis.find-posted-workers', { context: context(more), payload: { criteria } }, { prefer: 'wait=20' });
    const stranger = '04021100158';
    for (const type of ['national_nr', 'social_security_nr', 'unknown', undefined]) {
      const answer = await search({ id: stranger, ...(type !== undefined && { type }) });
      expect([type, answer.status, answer.body]).toMatchObject([
        type,
        403,
        { code: 'policy-denied', reasons: [{ code: 'integration-missing' }] },
      ]);
    }
    const hidden = await search({ id: stranger, type: 'declared_cbe' });
    expect(hidden.body).toMatchObject({ reasons: [{ code: 'integration-missing' }] });
    const byName = await search({ lastName: 'Loinville', nationality: 111, scope: 'official' });
    expect(byName.body).toMatchObject({ code: 'policy-denied', reasons: [{ code: 'person-without-number' }] });

    const traces = await ours.call<{ entries: { kind: string; flow: string }[] }>('POST', '/v1/audit/searches', {
      purpose: 'who looked at this person',
      person: stranger,
    });
    expect(traces.body.entries.map(({ kind, flow }) => [kind, flow])).toEqual(
      Array.from({ length: 5 }, () => ['denied', 'dolsis.find-posted-workers']),
    );
    const allowed = await search({ cbeNumber: '0999999922' });
    expect([200, 202]).toContain(allowed.status);
  });

  it('a reason lifts that for whoever is on duty only, with an alert to the centre and a line in the report', async () => {
    const user = { ssin: '01010100194', role: 'duty-officer' };
    const emergency = { reason: 'a child alone at night, no family known' };
    await refused(ours, 'retrieve-ti-groups', { emergency }, ['integration-missing', 'emergency-not-foreseen']);
    const receiver = await startWebhookReceiver();
    const subscription = { url: receiver.url, events: ['policy.break-glass'] };
    receiver.secret = (await ours.call<{ secret: string }>('POST', '/v1/subscriptions', subscription)).body.secret;
    const { status, body } = await consult(ours, 'retrieve-ti-groups', { user, emergency });
    expect([200, 202]).toContain(status);
    const report = await ours.get<{ exceptions: object[] }>('/v1/policy/exceptions');
    expect(report.body.exceptions).toContainEqual(
      expect.objectContaining({ exception: 'break-glass', flow: 'retrieve-ti-groups', exchange: body.id }),
    );
    expect(subject.gateway.lines('policy.break-glass')).toMatchObject([
      { exchange: body.id, rule: 'national-register' },
    ]);
    const alert = await receiver.next('policy.break-glass', 10_000);
    await receiver.close();
    expect(alert.data).toMatchObject({
      exchange: body.id,
      flow: 'retrieve-ti-groups',
      client: 'software',
      rule: 'national-register',
    });
    expect(JSON.stringify(alert.data)).not.toContain(person);
    expect(JSON.stringify(alert.data)).not.toContain(emergency.reason);
  });

  it('after the integration the same question is answered, and its entry names the table that allowed it', async () => {
    const payload = {
      ...registration.payload,
      Period: { StartDate: plusDays(today, -1), EndDate: plusDays(today, 30) },
    };
    const registered = await ours.send(
      'manage-access',
      { context: context({ purpose: 'request for help' }), payload },
      { prefer: 'wait=20' },
    );
    expect(registered.body).toMatchObject({ outcome: 'answered' });
    await until(async () => (await consult(ours, 'retrieve-ti-groups')).status !== 403);
    const { body } = await consult(ours, 'retrieve-ti-groups');
    expect(body).toMatchObject({ outcome: 'answered', result: { kind: 'found' } });
    const { version } = (await ours.get<{ version: string }>('/v1/policy')).body;
    const found = await ours.call<{ entries: { kind: string; policy?: string }[] }>('POST', '/v1/audit/searches', {
      purpose: 'which table allowed it',
      exchange: body.id,
    });
    expect(found.body.entries.find(({ kind }) => kind === 'request')).toMatchObject({ policy: version });
  });

  it('with the wrong code, out of hours, without purpose or role, it stays closed', async () => {
    await refused(ours, 'tax-assessment.consult-tax-assessment-data', {}, ['integration-of-another-kind']);
    await refused(ours, 'health-care-insurance.consult-holder-code', {}, ['outside-hours']);
    await refused(ours, 'retrieve-ti-groups', { purpose: undefined }, ['purpose-missing']);
    await refused(ours, 'retrieve-ti-groups', { purpose: 'curiosity' }, ['purpose-not-allowed']);
    await refused(ours, 'retrieve-ti-groups', { user: { ssin: '01010100194' } }, ['role-missing']);
    const reception = { ssin: '01010100194', role: 'reception' };
    await refused(ours, 'retrieve-ti-groups', { user: reception }, ['role-not-allowed']);
  });

  it('another centre learns nothing of it: not its own, not in its name', async () => {
    await refused(theirs, 'retrieve-ti-groups', {}, ['integration-missing']);
    const before = (await subject.bcss.requests()).length;
    const answer = await consult(theirs, 'retrieve-ti-groups', { organisation: CENTRE });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ code: 'other-organisation' });
    expect(await subject.bcss.requests()).toHaveLength(before);
    const { body } = await theirs.call<{ entries: object[] }>('POST', '/v1/audit/searches', {
      purpose: 'who tried what',
      kind: ['denied'],
      person,
    });
    expect(body.entries.at(-1)).toMatchObject({ code: 'other-organisation', organisation: OTHER });
  });

  it('what would be decided is explained without asking BCSS, from the register', async () => {
    const question = { flow: 'retrieve-ti-groups', context: context(), payload: payloadAbout('retrieve-ti-groups') };
    expect((await ours.call('POST', '/v1/policy/explain', question)).body).toMatchObject({
      allowed: true,
      reasons: [],
    });
    expect((await theirs.call('POST', '/v1/policy/explain', question)).body).toMatchObject({ allowed: false });
  });

  it('a bad file keeps the old table and alerts; a good one comes into force without a restart', async () => {
    const version = async () => (await ours.get<{ version: string; stale: boolean }>('/v1/policy')).body;
    const before = await version();
    writeFileSync(policyFile, 'policy: [');
    subject.gateway.signal('SIGHUP');
    await until(async () => (await version()).stale);
    expect((await version()).version).toBe(before.version);
    expect(subject.gateway.lines('policy.refused')).toHaveLength(1);
    expect((await subject.client.get('/metrics')).text).toMatch(/^gateway_policy_stale 1$/m);
    const { title: _title, ...table } = tableOfTheTest() as { title?: object };
    writeFileSync(policyFile, JSON.stringify(table));
    await until(async () => !(await version()).stale);
    expect((await version()).version).not.toBe(before.version);
    const found = await ours.call<{ entries: object[] }>('POST', '/v1/audit/searches', {
      purpose: 'versions of the table',
      kind: ['policy'],
    });
    expect(found.body.entries).toHaveLength(2);
  });
});
