import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brusselsDate } from '../../src/domain/brussels-time.ts';
import { plusDays } from '../../src/domain/calendar-day.ts';
import { usedDataDir } from '../support/data-dir.ts';
import { until } from '../support/until.ts';
import { CENTRE, startSubject, type Subject } from './subject.ts';

const today = brusselsDate(new Date());
/** What the simulator's BCSS has of the first from the start; of the second it has nothing. */
const KNOWN = {
  ssin: '01031210166',
  lastName: 'MIRAGE',
  birthDate: '1901-03-12',
  start: plusDays(today, -90),
  end: plusDays(today, 270),
};
const FORGOTTEN = {
  ssin: '07070720374',
  lastName: 'FANTASQUE',
  birthDate: '1907-07-07',
  start: plusDays(today, -10),
  end: plusDays(today, 100),
};
const NAMUR = '92094';

const HEADER = 'ssin;quality_code;start_date;end_date;file_reference;last_name;birth_date';
const FILE = [KNOWN, FORGOTTEN].map(
  ({ ssin, lastName, birthDate, start, end }, at) => `${ssin};2;${start};${end};2026/10${at};${lastName};${birthDate}`,
);

const context = { user: { ssin: '01010100194' }, purpose: 'register of before the gateway' };

interface Comparison {
  readonly id: string;
  readonly occasion: string;
  readonly state: string;
  readonly persons: Readonly<Record<string, number>>;
  readonly differences: Readonly<Record<string, number>>;
}
interface Difference {
  readonly id: string;
  readonly ssin: string;
  readonly explanation: string;
}
interface Collision {
  readonly id: string;
  readonly note?: string;
}

describe('what stands around the register, with the BCSS behind it', () => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await startSubject({ dataDir: await usedDataDir() });
    await subject.bcss.plantIntegration({ ...dates(KNOWN), ssin: KNOWN.ssin, nisCode: NAMUR, qualityCode: 2 });
  });
  afterAll(() => subject.gateway.stop());

  const change = <Body>(path: string, body: object, method = 'POST') =>
    subject.client.call<Body>(method, path, body, { 'idempotency-key': randomUUID() });
  const bring = (more: object = {}) =>
    change<{ id: string; state: string }>('/v1/integrations/imports', {
      context,
      file: Buffer.from([HEADER, ...FILE].join('\n')).toString('base64'),
      ...more,
    });
  const comparisons = async () =>
    (await subject.client.get<{ reconciliations: Comparison[] }>('/v1/integrations/reconciliations')).body
      .reconciliations;
  /** The latest comparison, once it has ended. */
  async function ended(occasion: string): Promise<Comparison | undefined> {
    await until(async () => {
      const [latest] = await comparisons();
      return latest?.occasion === occasion && latest.state === 'done';
    }, 25_000);
    return (await comparisons())[0];
  }
  const repairs = async (state: string) =>
    (await subject.client.get<{ repairs: Difference[] }>(`/v1/integrations/repairs?state=${state}`)).body.repairs;
  const conflicts = async (language: string) => {
    const headers = { 'accept-language': language };
    return (await subject.client.get<{ conflicts: Collision[] }>('/v1/integrations/conflicts', headers)).body.conflicts;
  };

  it('a file that is only tried changes nothing', async () => {
    const tried = await bring({ dryRun: true });
    expect([tried.status, tried.body]).toEqual([200, { rows: 2, known: 0, persons: 2 }]);
    const found = await subject.client.get('/v1/integrations', { 'person-ssin': FORGOTTEN.ssin });
    expect(found.body).toMatchObject({ households: [] });
    expect(await comparisons()).toEqual([]);
  });

  it('a file that is brought in is compared with BCSS, person by person', async () => {
    const started = await bring();
    expect([200, 202]).toContain(started.status);
    expect(await ended('import')).toMatchObject({
      persons: { compared: 2, unanswered: 0, unaskable: 0 },
      differences: { 'missing-there': 1, 'missing-here': 0, 'other-period': 0 },
    });
    const view = await subject.client.get(`/v1/integrations/imports/${started.body.id}`);
    expect(view.body).toMatchObject({ state: 'done', rows: 2, done: 2 });
  });

  it('whoever is missing at BCSS is shown, and declared only when a person says so', async () => {
    const [missing, ...others] = await repairs('proposed');
    expect(others).toEqual([]);
    expect(missing).toMatchObject({ ssin: FORGOTTEN.ssin, difference: 'missing-there', action: 'register' });
    expect(await listed(FORGOTTEN)).toEqual([]);
    const decision = { context, reason: 'the declaration of then never arrived' };
    const accepted = await change(`/v1/integrations/repairs/${missing?.id ?? ''}/accept`, decision);
    expect([accepted.status, accepted.body]).toMatchObject([200, { state: 'accepted' }]);
    await until(async () => (await stateOf(FORGOTTEN)) === 'open');
    expect(await listed(FORGOTTEN)).toMatchObject([{ Purpose: 2, OrgUnit: '99901' }]);
  });

  it('another centre that has a person too is shown by its name, and what was agreed is kept', async () => {
    const [conflict, ...others] = await conflicts('fr');
    expect(others).toEqual([]);
    expect(conflict).toMatchObject({
      organisation: CENTRE,
      ssin: KNOWN.ssin,
      centre: { nisCode: NAMUR, name: 'CPAS Namur' },
      state: 'open',
    });
    expect(await conflicts('nl')).toMatchObject([{ centre: { name: 'OCMW Namen' } }]);
    const agreed = { state: 'settled', note: 'Namur closes its own, by telephone', user: context.user };
    const path = `/v1/integrations/conflicts/${conflict?.id ?? ''}`;
    expect((await change(path, agreed, 'PATCH')).status).toBe(200);
    expect((await subject.client.get(path)).body).toMatchObject({ state: 'settled', note: agreed.note });
  });

  it('the next comparison finds nothing more, and leaves settled what was settled', async () => {
    expect((await change('/v1/integrations/reconciliations', { context })).status).toBe(202);
    expect(await ended('demand')).toMatchObject({
      persons: { compared: 2 },
      differences: { 'missing-there': 0, 'missing-here': 0, 'other-period': 0 },
    });
    expect(await repairs('proposed')).toEqual([]);
    expect(await conflicts('en')).toMatchObject([{ state: 'settled' }]);
  });

  /** What BCSS has of a person. */
  async function listed({ ssin, lastName, birthDate }: typeof KNOWN): Promise<unknown> {
    const payload = {
      SSIN: ssin,
      Period: { StartDate: today },
      Action: 'LIST',
      Sector: 17,
      QueryRegister: 'SECONDARY',
      ProofOfAuthentication: { PersonData: { LastName: lastName, BirthDate: birthDate } },
    };
    const { body } = await subject.client.send('manage-access', { context, payload }, { prefer: 'wait=20' });
    expect(body).toMatchObject({ outcome: 'answered' });
    return (body.reply as { Registrations?: unknown[] }).Registrations ?? [];
  }

  async function stateOf({ ssin }: typeof KNOWN): Promise<string | undefined> {
    type Found = { households: { id: string }[] };
    const { body } = await subject.client.get<Found>('/v1/integrations', { 'person-ssin': ssin });
    type Household = { members: { integrations: { state: string }[] }[] };
    const path = `/v1/integrations/${body.households[0]?.id ?? ''}`;
    return (await subject.client.get<Household>(path)).body.members[0]?.integrations[0]?.state;
  }
});

function dates({ start, end }: typeof KNOWN): { readonly start: string; readonly end: string } {
  return { start, end };
}
