/** Two services that remember what was sent to them: the heating fund, and the alerts about forms. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Payload } from '../../src/flows/flow.ts';
import { valueAt, valuesAt } from '../../src/flows/pointer.ts';
import type { Bcss } from '../../src/simulator/bcss.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { catalogue } from '../flows/fixture.ts';
import { freshBcss } from '../flows/simulated-reply.ts';
import { ask, codesOf, kindOf, textAt, textsIn } from './asking.ts';

const town = new Town();
const ssinOf = (key: string): string => town.person(key).ssin;

let bcss: Bcss;
beforeEach(() => {
  bcss = freshBcss();
});

const send = (flow: string, payload: object) => ask(catalogue.get(flow), { payload: payload as Payload, bcss });

describe('heating', () => {
  const bill = (
    Quantity: number,
    more: { invoice?: object; others?: readonly number[]; Category?: number; key?: string } = {},
  ) =>
    send('heating-allocation', {
      ComputeAllocation: {
        PrimaryBeneficiary: { SSIN: ssinOf(more.key ?? 'ailleurs.isidore'), Category: more.Category ?? 2 },
        Invoice: [invoiceOf(Quantity, more.invoice), ...(more.others ?? []).map((litres) => invoiceOf(litres))],
      },
    });
  const invoiceOf = (Quantity: number, more: object = {}): object => ({
    Amount: Quantity * 10_000,
    Quantity,
    HousingNumber: 1,
    DeliveryDate: '2025-12-15',
    UnitFuel: 3,
    ...more,
  });
  const part = ({ answer }: ReturnType<typeof send>, name: string): number =>
    Number(new RegExp(`:${name}>(\\d+)<`).exec(textAt(answer?.reply, '/any/0'))?.[1]);

  it('is given for so many litres a year, and no more', () => {
    const whole = bill(1_000);
    expect([part(whole, 'LitresLeftThisYear'), codesOf(whole)]).toEqual([500, []]);
    const cut = bill(700);
    expect(cut.answer?.result.messages.at(-1)).toMatchObject({ code: '99990015', severity: 'WARNING' });
    expect(part(cut, 'Litres')).toBe(500);
    expect(codesOf(bill(1))).toContain('99990014');
    expect(part(bill(300, { invoice: { DeliveryDate: '2026-01-05' } }), 'LitresLeftThisYear')).toBe(1_200);
  });

  it('is given for several invoices of one request', () => {
    const { answer } = bill(300, { others: [400, 500] });
    expect(valuesAt(answer?.reply ?? null, '/any/*')).toHaveLength(3);
    expect(part(bill(300), 'LitresLeftThisYear')).toBe(300);
  });

  it('is computed once for a bill, however often it is sent', () => {
    expect(part(bill(1_000), 'LitresLeftThisYear')).toBe(500);
    expect(part(bill(1_000), 'LitresLeftThisYear')).toBe(500);
  });

  it('is shared by the dwellings of a house, and more where fuel costs more', () => {
    expect(part(bill(1_000, { invoice: { HousingNumber: 4 } }), 'Litres')).toBe(250);
    const cents = (amount: number) => part(bill(100, { invoice: { Amount: 100 * amount } }), 'CentsPerLitre');
    expect([8_000, 9_549, 9_550, 10_800, 20_000].map(cents)).toEqual([14, 14, 15, 20, 20]);
  });

  it('is for deliveries that took place, of something, to somebody of the category', () => {
    expect(codesOf(bill(100, { invoice: { DeliveryDate: '2026-01-07' } }))).toContain('99990012');
    expect(kindOf(bill(1, { invoice: { DeliveryDate: '2026-01-06' } }))).toBe('found');
    expect(codesOf(bill(0))).toContain('31000007');
    expect(codesOf(bill(100, { invoice: { Amount: 0 } }))).toContain('31000007');
    expect(codesOf(bill(100, { Category: 4 }))).toContain('99990013');
    expect(codesOf(bill(100, { Category: 1 }))).toContain('99990013');
    const ssin = ssinOf('brumeux.celestine');
    bcss.world.integrations.register({ ssin, nisCode: '99901', qualityCode: 40, period: { start: '2025-11-01' } });
    expect(kindOf(bill(100, { Category: 1, key: 'brumeux.celestine' }))).toBe('found');
  });
});

describe('alerts about forms', () => {
  const react = (...motivation: object[]) => send('alert-reaction', { motivations: { motivation } });
  const known = { alertId: '900003', formNumber: '9900010204', code: 2 };
  const words = ({ answer }: ReturnType<typeof send>) =>
    valuesAt(answer?.reply, '/motivationResponses/motivationResponse/*').map((one) =>
      [textAt(one, '/status'), ...textsIn(one, '/error/*/code')].join(' '),
    );

  it('are answered once each, about the form that they are about, for a reason that exists', () => {
    const ending = react(
      known,
      { ...known, alertId: '900009' },
      { ...known, alertId: '900001' },
      { alertId: '900002', formNumber: '9900010122', code: 10 },
    );
    expect(words(ending)).toEqual(['OK', 'ERROR FICT01', 'ERROR FICT02', 'ERROR FICT04']);
    expect(kindOf(ending)).toBe('partial');
    expect(words(react(known))).toEqual(['ERROR FICT03']);
    expect(valueAt(react(known).answer?.reply, '/status/value')).toBe('NOK');
    expect(words(react({ alertId: '900002', formNumber: '9900010122', code: 9 }))).toEqual(['OK']);
  });

  it('are refused together when one of them is answered twice', () => {
    const ending = react({ ...known, code: 1 }, { ...known, code: 2 });
    expect(codesOf(ending)).toEqual(['MSG00008']);
    expect(ending.answer?.result.messages[0]?.fields).toEqual(['alertId']);
    expect(words(react(known))).toEqual(['OK']);
  });
});
