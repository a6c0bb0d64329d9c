import { beforeEach, describe, expect, it } from 'vitest';
import type { Descriptor } from '../../src/flows/descriptor.ts';
import type { Payload } from '../../src/flows/flow.ts';
import { integrationProblems } from '../../src/flows/integration-rules.ts';
import { clientOf } from '../support/organisations.ts';
import { FLOWS, PAYLOADS, requestBody } from '../support/requests.ts';
import { FakeDesk, incoming } from './fake-desk.ts';

let desk: FakeDesk;
beforeEach(() => {
  desk = new FakeDesk();
});

const registered = (Purpose: unknown, StartDate: string, EndDate?: string): Payload => ({
  ...PAYLOADS.register,
  Purpose: Purpose as number,
  Period: { StartDate, ...(EndDate !== undefined && { EndDate }) },
});

const END = '/payload/Period/EndDate';
const WRONG: readonly (readonly [name: string, payload: Payload, fault: string])[] = [
  ['code 1 without an end', registered(1, '2026-01-06'), `${END} period-end-missing`],
  ['code 1 for two months and a day', registered(1, '2026-01-06', '2026-03-06'), `${END} period-too-long`],
  ['code 2 for three years', registered(2, '2026-01-06', '2029-01-05'), `${END} period-too-long`],
  ['code 2 for three years, long past', registered(2, '1996-01-06', '1999-01-05'), `${END} period-too-long`],
  ['code 7 for five years and a day', registered(7, '2026-01-06', '2031-01-06'), `${END} period-too-long`],
  ['code 9 without an end', registered(9, '2026-01-06'), `${END} period-end-missing`],
  ['code 40 over the turn of the year', registered(40, '2026-11-01', '2027-01-31'), `${END} period-calendar-year`],
  ['code 40 without an end', registered(40, '2026-11-01'), `${END} period-end-missing`],
  ['a code that nobody has', registered(99, '2026-01-06', '2026-02-05'), '/payload/Purpose enum'],
  ['code 0', registered(0, '2026-01-06', '2026-02-05'), '/payload/Purpose enum'],
  ['a code below 0', registered(-2, '2026-01-06', '2026-02-05'), '/payload/Purpose enum'],
  ['no code', registered(undefined, '2026-01-06', '2026-02-05'), '/payload/Purpose required'],
  ['an end before its start', registered(2, '2026-02-05', '2026-01-06'), `${END} period-order`],
  ['an end before its start, with time zones', registered(2, '2026-02-05Z', '2026-01-06+01:00'), `${END} period-order`],
  ['three years with time zones', registered(2, '2026-01-06+01:00', '2029-01-05+01:00'), `${END} period-too-long`],
  ['a year of five digits', registered(11, '12026-01-06'), '/payload/Period/StartDate calendar-day'],
  ['a year before our era', registered(11, '-2026-01-06'), '/payload/Period/StartDate calendar-day'],
  [
    'an end that takes a code from nowhere',
    { ...registered(undefined, '2026-01-06'), Action: 'UNREGISTER' },
    '/payload/Purpose required',
  ],
  [
    'an end whose days are turned round',
    { ...registered(2, '2026-02-05', '2026-01-06'), Action: 'UNREGISTER' },
    `${END} period-order`,
  ],
];

describe.each([
  ['a client', clientOf()],
  ['the first client, which is exempt from the table', clientOf({ bootstrap: true })],
])('a registration past the register of integrations, by %s', (_name, client) => {
  it.each(WRONG)('is refused with %s, naming the field', async (_wrong, payload, fault) => {
    const request = incoming({ client, body: requestBody(payload) });
    for (const call of [desk.intake.accept(request), desk.intake.check(request)]) {
      const error = (await call.catch((refused: unknown) => refused)) as { code: string; fields: [] };
      const faults = error.fields.map(({ pointer, rule }) => `${pointer as string} ${rule as string}`);
      expect([error.code, faults]).toEqual(['integration-not-allowed', [fault]]);
    }
    expect(desk.accepted).toEqual([]);
  });

  it.each<[string, Payload]>([
    ['two months of code 1', registered(1, '2026-01-06', '2026-03-05')],
    ['a calendar year of code 40', registered(40, '2026-01-01', '2026-12-31')],
    ['code 11 without an end', registered(11, '2026-01-06')],
    ['a year of code 2, long past', registered(2, '1996-01-06', '1997-01-05')],
    ['the end of one that was too long', { ...registered(2, '2020-01-01', '2026-12-31'), Action: 'UNREGISTER' }],
    ['the end of one without an end', { ...registered(1, '2020-01-01'), Action: 'UNREGISTER' }],
    ['the end of one under a code that never was', { ...registered(99, '2020-01-01'), Action: 'UNREGISTER' }],
    [
      'a question about ten years of a code',
      { ...PAYLOADS.list, ...registered(1, '2020-01-01', '2029-12-31'), Action: 'LIST' },
    ],
    ['a question about every code', PAYLOADS.list],
  ])('is accepted: %s', async (_name, payload) => {
    await desk.intake.accept(incoming({ client, body: requestBody(payload) }));
    expect(desk.accepted).toHaveLength(1);
  });
});

it.each([99, 0, 10, 41])('the quality code %i, which nobody has, opens no consultation', async (qualityCode) => {
  const body = requestBody(PAYLOADS.file, { qualityCode });
  await expect(desk.intake.accept(incoming({ flow: 'retrieve-ti-groups', body }))).rejects.toMatchObject({
    code: 'invalid-request',
    fields: [{ pointer: '/context/qualityCode', rule: 'enum' }],
  });
});

describe('a contract of another make, which declares integrations in its own words', () => {
  const integration = {
    ...FLOWS.get('manage-access').descriptor.integration,
    qualityCode: '/why/code',
    firstDay: '/from',
    lastDay: '/to',
    action: { at: '/do', register: 'OPEN', unregister: 'SHUT' },
  };
  const flow = { descriptor: { integration } as Descriptor } as never;
  const problems = (payload: Payload) =>
    integrationProblems(flow, payload).map(({ pointer, rule }) => `${pointer} ${rule}`);

  it.each<[string, Payload, string[]]>([
    [
      'a code as text',
      { do: 'OPEN', why: { code: '2' }, from: '2026-01-06', to: '2029-01-05' },
      ['/to period-too-long'],
    ],
    [
      'a code with zeros before it',
      { do: 'OPEN', why: { code: '001' }, from: '2026-01-06' },
      ['/to period-end-missing'],
    ],
    ['a code that is no number', { do: 'OPEN', why: { code: '0x2' }, from: '2026-01-06' }, ['/why/code enum']],
    [
      'days with their hours',
      { do: 'OPEN', why: { code: 2 }, from: '2026-01-06T00:00:00Z', to: '2029-01-05T00:00:00Z' },
      ['/to period-too-long'],
    ],
    ['neither code nor day', { do: 'OPEN' }, ['/why/code required', '/from required']],
    ['a question', { do: 'SHOW' }, []],
  ])('is held to the same rules: %s', (_name, payload, expected) => {
    expect(problems(payload)).toEqual(expected);
  });
});
