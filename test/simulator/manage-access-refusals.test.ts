/** What a centre can meet when it integrates somebody, and how a test brings it about (`docs/simulator.md` says it in words). */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/delivery/read-answer.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import { valueAt } from '../../src/flows/pointer.ts';
import { FICTIVILLE, NERGENSDORP, UTOPIEUX } from '../../src/simulator/town/places.ts';
import { CANCELLED_SSIN, REPLACED_SSIN, SPECIAL, UNKNOWN_SSIN } from '../../src/simulator/town/special-people.ts';
import { clientAgent, type Harness, send, startHarness } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ control: true });
});
// Nobody has integrated him when a test begins.
afterEach(() => {
  const { integrations } = harness.simulator;
  for (const integration of integrations.of(ssin())) integrations.unregister(integration);
});
afterAll(() => harness.close());

const YEAR = { StartDate: '2026-01-01', EndDate: '2026-12-31' };
const ssin = (): string => harness.simulator.town.person(SPECIAL.neverIntegrated).ssin;
const ULYSSE = { PersonData: { LastName: 'FANTASQUE', BirthDate: '1907-07-07' } };

function ask(Action: string, Purpose: number | undefined, given: Record<string, JsonValue> = {}): Promise<Answer> {
  const own = { SSIN: ssin(), Period: YEAR, Action, ProofOfAuthentication: ULYSSE };
  return harness.ask('manage-access', { ...own, ...(Purpose !== undefined && { Purpose }), ...given });
}

const registrations = (answer: Answer): JsonValue => valueAt(answer.reply, '/Registrations') ?? [];
const refusal = ({ result }: Answer) => ({ kind: result.kind, ...result.messages.at(-1) });
const plant = (nisCode: string, qualityCode: number, start = '2025-11-01', end?: string): void =>
  harness.simulator.integrations.register({
    ssin: ssin(),
    nisCode,
    qualityCode,
    period: { start, ...(end !== undefined && { end }) },
  });

describe('the registration of another centre', () => {
  it('is planted by a test with integrations.register, and comes back with its NIS code', async () => {
    plant(UTOPIEUX.nisCode, 2);
    const answer = await ask('REGISTER', 2);
    expect(answer.result.kind).toBe('found');
    expect(registrations(answer)).toMatchObject([
      { OrgUnit: UTOPIEUX.nisCode, Purpose: 2, Period: { StartDate: '2025-11-01+01:00' } },
      { OrgUnit: FICTIVILLE.nisCode, Purpose: 2 },
    ]);
  });

  it('is planted by another program over the control door', async () => {
    const order = {
      ssin: ssin(),
      nisCode: NERGENSDORP.nisCode,
      qualityCode: 4,
      start: '2026-02-01',
      end: '2026-03-31',
    };
    expect(await control(order)).toEqual({ status: 204, text: '' });
    expect(registrations(await ask('REGISTER', 2))).toMatchObject([
      { OrgUnit: FICTIVILLE.nisCode },
      { OrgUnit: NERGENSDORP.nisCode, Purpose: 4, Period: { EndDate: '2026-03-31+02:00' } },
    ]);
  });

  it.each([
    ['nothing', null, 'an integration is an object'],
    ['a number without its zero', { qualityCode: 2, ssin: '7070720374' }, 'ssin is not'],
    ['a code as text', { ssin: '07070720374', qualityCode: '2' }, 'qualityCode is a number'],
    [
      'a day of another form',
      { ssin: '07070720374', nisCode: '99902', qualityCode: 2, start: '1/1/2026' },
      'start is not',
    ],
    ['something else', { ssin: '07070720374', purpose: 2 }, 'purpose is not known here'],
  ])('is not planted from %s', async (_what, order, reason) => {
    expect(await control(order)).toMatchObject({ status: 400, text: expect.stringContaining(reason) });
  });

  it('is no hindrance when it ended before', async () => {
    plant(UTOPIEUX.nisCode, 2, '2025-01-01', '2025-12-31');
    expect(registrations(await ask('REGISTER', 2))).toMatchObject([{ OrgUnit: FICTIVILLE.nisCode }]);
  });

  async function control(order: unknown): Promise<{ status: number; text: string }> {
    const url = `${harness.simulator.url}/control/integrations`;
    const { status, body } = await send(url, 'POST', JSON.stringify(order), {}, harness.agent);
    return { status, text: body.toString() };
  }
});

describe('a wrong proof', () => {
  it.each([
    ['another birth date', { PersonData: { LastName: 'FANTASQUE', BirthDate: '1907-07-08' } }, ['BirthDate']],
    ['another name', { PersonData: { LastName: 'FANTOCHE', BirthDate: '1907-07-07' } }, ['LastName']],
    [
      'another first name too',
      { PersonData: { LastName: 'FANTOCHE', FirstName: 'Ursule', BirthDate: '1907-07-07' } },
      ['LastName', 'FirstName'],
    ],
    ['the card of somebody else', { IdentityCardNumber: '592000000101' }, ['IdentityCardNumber']],
    ['another SIS card', { SISCardNumber: '9900000101' }, ['SISCardNumber']],
  ])('of %s changes nothing, whatever is asked', async (_what, proof, fields) => {
    plant(FICTIVILLE.nisCode, 4);
    for (const action of ['REGISTER', 'UNREGISTER', 'LIST']) {
      const answer = await ask(action, action === 'REGISTER' ? 2 : 4, { ProofOfAuthentication: proof });
      expect(refusal(answer)).toMatchObject({ severity: 'WARNING', code: '22007007', fields });
      expect(registrations(answer)).toEqual([]);
    }
    const codes = harness.simulator.integrations.of(ssin()).map(({ qualityCode }) => qualityCode);
    expect(codes).toEqual([4]);
  });

  it('beside a right one does no harm', async () => {
    const answer = await ask('REGISTER', 2, { ProofOfAuthentication: { ...ULYSSE, SISCardNumber: '9900000101' } });
    expect(registrations(answer)).toMatchObject([{ Purpose: 2 }]);
  });
});

describe('a change that is refused', () => {
  it.each([0, 10, 13, 30, 902, 999])('for a code that is none of a centre: %i', async (code) => {
    expect(refusal(await ask('REGISTER', code))).toMatchObject({
      kind: 'refused',
      code: '99990004',
      fields: ['Purpose'],
    });
    expect(harness.simulator.integrations.of(ssin())).toEqual([]);
  });

  it.each([
    [1, '2026-01-06', '2026-03-05', '2026-03-06'],
    [1, '2025-12-31', '2026-02-28', '2026-03-01'],
    [2, '2026-01-06', '2027-01-05', '2027-01-06'],
    [3, '2024-02-29', '2025-02-28', '2025-03-01'],
    [6, '2026-01-01', '2026-12-31', '2027-01-01'],
    [7, '2026-01-01', '2030-12-31', '2031-01-01'],
    [8, '2026-01-01', '2030-12-31', '2031-01-01'],
    [9, '2026-01-01', '2027-12-31', '2028-01-01'],
    [40, '2026-10-01', '2026-12-31', '2027-01-01'],
  ])('for a period that is too long: code %i from %s lasts to %s, not to %s', async (code, StartDate, last, after) => {
    const tooLong = await ask('REGISTER', code, { Period: { StartDate, EndDate: after } });
    expect(refusal(tooLong)).toMatchObject({ kind: 'refused', code: '99990005', fields: ['Period'] });
    expect((await ask('REGISTER', code, { Period: { StartDate, EndDate: last } })).result.kind).toBe('found');
  });

  it('has no limit where none is known, and none without an end, but for the heating fund', async () => {
    const long = { Period: { StartDate: '2026-01-01', EndDate: '2056-01-01' } };
    for (const code of [11, 12, 20, 21]) expect((await ask('REGISTER', code, long)).result.kind).toBe('found');
    const open = { Period: { StartDate: '2026-01-01' } };
    expect((await ask('REGISTER', 7, open)).result.kind).toBe('found');
    expect(refusal(await ask('REGISTER', 40, open))).toMatchObject({ code: '99990005' });
  });

  it.each(['REGISTER', 'UNREGISTER', 'LIST'])('for a period that ends before it begins: %s', async (action) => {
    const backwards = { Period: { StartDate: '2026-02-01', EndDate: '2026-01-31' } };
    expect(refusal(await ask(action, 2, backwards))).toMatchObject({ kind: 'refused', code: '99990006' });
  });

  it('for what is integrated already; a longer period is another matter', async () => {
    await ask('REGISTER', 2);
    const { reply, ...again } = await ask('REGISTER', 2);
    expect(refusal({ reply, ...again })).toMatchObject({ kind: 'refused', code: '99990003', author: 'FICTIONAL' });
    expect(reply).toBeUndefined();
    const within = { Period: { StartDate: '2026-03-01', EndDate: '2026-04-30' } };
    expect(refusal(await ask('REGISTER', 2, within))).toMatchObject({ code: '99990003' });
    const longer = { Period: { StartDate: '2026-12-01', EndDate: '2027-02-28' } };
    expect(registrations(await ask('REGISTER', 2, longer))).toMatchObject([
      { Period: { StartDate: '2026-01-01+01:00', EndDate: '2027-02-28+01:00' } },
    ]);
    expect((await ask('REGISTER', 4)).result.kind).toBe('found');
  });

  it('for the end of what is not there: another code, another centre, another time', async () => {
    plant(UTOPIEUX.nisCode, 2);
    plant(FICTIVILLE.nisCode, 4, '2024-01-01', '2024-12-31');
    for (const code of [2, 4, 5]) {
      expect(refusal(await ask('UNREGISTER', code))).toMatchObject({ kind: 'refused', code: '99990001' });
    }
    expect(harness.simulator.integrations.of(ssin())).toHaveLength(2);
  });

  it.each([
    [UNKNOWN_SSIN, 'MSG00005'],
    [REPLACED_SSIN, 'MSG00006'],
    [CANCELLED_SSIN, 'MSG00007'],
  ])('for a number that does not stand: %s', async (SSIN, code) => {
    for (const action of ['REGISTER', 'UNREGISTER', 'LIST']) {
      expect(refusal(await ask(action, 2, { SSIN }))).toMatchObject({ kind: 'refused', code });
    }
  });

  it('of another kind is ordered as a fault, by its code', async () => {
    harness.simulator.control.next({ fault: { kind: 'refuse', code: 'MSG00003' }, match: { flow: 'manage-access' } });
    expect(refusal(await ask('REGISTER', 2))).toMatchObject({ kind: 'refused', code: 'MSG00003' });
    expect((await ask('REGISTER', 2)).result.kind).toBe('found');
  });
});

describe('LIST', () => {
  it('shows all codes of all centres in the order of their beginning, and one end to the sector', async () => {
    plant(UTOPIEUX.nisCode, 2, '2026-05-01', '2026-08-31');
    plant(FICTIVILLE.nisCode, 8, '2026-02-01');
    plant(FICTIVILLE.nisCode, 4, '2026-03-01', '2026-06-30');
    expect(registrations(await ask('LIST', undefined))).toMatchObject([
      { OrgUnit: '99901', Purpose: 8 },
      { OrgUnit: '99901', Purpose: 4, Period: { EndDate: '2026-06-30+02:00' } },
      { OrgUnit: '99902', Purpose: 2 },
      { OrgUnit: '17', Purpose: 0, Register: 'PRIMARY', Period: { StartDate: '2026-02-01+01:00' } },
    ]);
    const [, , , primary] = registrations(await ask('LIST', undefined)) as JsonValue[];
    expect(valueAt(primary, '/Period/EndDate')).toBeUndefined();
  });

  it('is empty where nobody is integrated, which is no refusal', async () => {
    const answer = await ask('LIST', undefined);
    expect(answer.result).toMatchObject({ kind: 'nothing-found', messages: [] });
    expect(registrations(answer)).toEqual([]);
  });
});

it('keeps the control door shut where nobody opened it', async () => {
  const alone = await startHarness();
  const agent = clientAgent(alone.keys.client);
  const { status } = await send(`${alone.simulator.url}/control/integrations`, 'POST', '{}', {}, agent);
  expect(status).toBe(500);
  agent.destroy();
  await alone.close();
});
