import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/delivery/read-answer.ts';
import { valueAt } from '../../src/flows/pointer.ts';
import { checkFaultOrder, type Fault, FAULT_KINDS, type FaultOrder } from '../../src/simulator/faults/fault.ts';
import { SPECIAL } from '../../src/simulator/town/special-people.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { type Harness, type Raw, startHarness } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ signed: true });
});
afterAll(() => harness.close());
afterEach(() => harness.simulator.control.clear());

const ssinOf = (key: string): string => harness.simulator.town.person(key).ssin;
const soap = (): [string, object] => ['retrieve-ti-groups', { searchInformation: { ssin: ssinOf('mirage.anselme') } }];
const ssdn = (): [string, object] => ['identify-person', { SearchCriteria: { SSIN: ssinOf('mirage.anselme') } }];

/** The answer under a fault, as the gateway reads it. */
async function under(fault: Fault, [flow, payload] = soap()): Promise<Answer> {
  harness.simulator.control.next({ fault });
  return harness.ask(flow, payload as never, { ticket: TICKET });
}
async function rawUnder(fault: Fault, [flow, payload] = soap()): Promise<Raw> {
  harness.simulator.control.next({ fault });
  return harness.askRaw(flow, payload as never, { ticket: TICKET });
}
const TICKET = '5bd1e995-0000-4000-8000-000000000003';

describe('a reply that says something else', () => {
  it.each([
    ['soap', soap],
    ['ssdn', ssdn],
  ])('has another ticket, or none: %s', async (_transport, message) => {
    expect((await under({ kind: 'wrong-ticket' }, message())).ticket).not.toBe(TICKET);
    expect((await under({ kind: 'no-ticket' }, message())).ticket).toBeUndefined();
  });

  it('is about another person, who exists', async () => {
    const answer = await under({ kind: 'other-person' });
    const ssin = valueAt(answer.reply, '/searchInformation/ssin') as string;
    expect(ssin).not.toBe(ssinOf('mirage.anselme'));
    expect(harness.simulator.town.find(ssin)).toBeDefined();
    const other = await under({ kind: 'other-person' }, ssdn());
    expect(JSON.stringify(other.reply)).not.toContain(ssinOf('mirage.anselme'));
  });

  it('belongs to another flow', async () => {
    await expect(under({ kind: 'other-flow' })).rejects.toThrow('other-root');
    await expect(under({ kind: 'other-flow' }, ssdn())).rejects.toThrow('other-root');
    await expect(under({ kind: 'other-flow', flow: 'self-employed.consult-career' })).rejects.toThrow('other-root');
  });

  it('declines with the code that was ordered, in the form of its transport', async () => {
    const declined = await under({ kind: 'refuse', code: 'MSG00001' });
    expect(declined.result).toMatchObject({ kind: 'refused', status: 'NO_RESULT', messages: [{ code: 'MSG00001' }] });
    const inSsdn = await under({ kind: 'refuse', code: 'MSG00001' }, ssdn());
    expect(inSsdn.result.messages.at(-1)).toMatchObject({ code: 'MSG00001', severity: 'ERROR' });
  });

  it('is a fault of the server, with the detail that its contract declares', async () => {
    const answer = await under({ kind: 'soap-fault' });
    expect(answer).toMatchObject({ kind: 'fault', fault: { by: 'server' } });
    expect(answer.result.messages).toMatchObject([{ code: 'MSG00003' }]);
    expect((await rawUnder({ kind: 'soap-fault' })).status).toBe(500);
  });
});

describe('a reply that is written as nobody should accept', () => {
  it.each([
    ['processing-instruction', 'processing-instruction'],
    ['comment', 'comment'],
    ['doctype', 'doctype'],
  ] as const)('with a %s, under a signature or inside an SSDN document', async (kind, defect) => {
    await expect(under({ kind })).rejects.toThrow(`reply-malformed: ${defect}`);
    await expect(under({ kind }, ssdn())).rejects.toThrow(`reply-malformed: ${defect}`);
  });

  it('with an element twice, and a good signature', async () => {
    await expect(under({ kind: 'duplicate-element', element: 'status' })).rejects.toThrow('repeated-element');
    await expect(under({ kind: 'duplicate-element' }, ssdn())).rejects.toThrow('repeated-element');
  });
});

describe('a seal that is not what it should be', () => {
  it.each([
    ['unsigned', 'missing'],
    ['tampered', 'digest'],
    ['other-signer', 'other-certificate'],
    ['expired', 'timestamp-out-of-time'],
    ['future', 'timestamp-out-of-time'],
  ] as const)('%s', async (kind, defect) => {
    await expect(under({ kind })).rejects.toMatchObject({ defect });
    await expect(under({ kind }, ssdn())).rejects.toMatchObject({ defect });
  });
});

describe('a reply that does not arrive as it left', () => {
  it('comes late', async () => {
    const start = performance.now();
    expect((await under({ kind: 'slow', delayMs: 300 })).result.kind).toBe('found');
    expect(performance.now() - start).toBeGreaterThan(295);
  });

  it('never comes', async () => {
    const silence = new Promise((resolve) => setTimeout(resolve, 300, 'silence'));
    const answer = rawUnder({ kind: 'never-answer' }).catch(() => 'ended');
    expect(await Promise.race([answer, silence])).toBe('silence');
    harness.agent.destroy();
  });

  it.each([
    [{ kind: 'cut' }],
    [{ kind: 'cut', at: 'after-headers' }],
    [{ kind: 'cut', at: 'middle' }],
    [{ kind: 'reset' }],
    [{ kind: 'lose-before-effect' }],
    [{ kind: 'lose-after-effect' }],
  ] as const)('is cut: %j', async (fault) => {
    await expect(rawUnder(fault)).rejects.toThrow(/aborted|ECONNRESET|hang up/);
  });

  it('is cut short, and looks complete to HTTP', async () => {
    for (const offset of [0, 1, 100, 1500]) {
      const raw = await rawUnder({ kind: 'truncated', offset });
      expect(raw.body.length).toBe(offset);
      expect(() => harness.read('retrieve-ti-groups', raw)).toThrow('reply-malformed');
    }
  });

  it('drips', async () => {
    const start = performance.now();
    expect((await under({ kind: 'drip', intervalMs: 5, bytes: 400 })).result.kind).toBe('found');
    expect(performance.now() - start).toBeGreaterThan(50);
  });

  it('is longer than anybody should read, and well-formed', async () => {
    const raw = await rawUnder({ kind: 'huge', bytes: 3_000_000 });
    expect(raw.body.length).toBeGreaterThan(3_000_000);
    expect(parseXml(raw.body.subarray()).local).toBe('Envelope');
  });

  it('is packed, small on the wire however long it is', async () => {
    const raw = await rawUnder({ kind: 'huge', bytes: 20_000_000, gzip: true });
    expect(raw.headers['content-encoding']).toBe('gzip');
    expect(raw.body.length).toBeLessThan(100_000);
    expect((await rawUnder({ kind: 'gzip' })).headers['content-encoding']).toBe('gzip');
  });

  it('says it is something else, or is written in another encoding', async () => {
    await expect(under({ kind: 'content-type', value: 'text/html' })).rejects.toThrow('not XML');
    await expect(under({ kind: 'utf-16' })).rejects.toThrow('not UTF-8');
    expect((await rawUnder({ kind: 'utf-16' })).body.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xfe]));
  });

  it('comes from an appliance on the way', async () => {
    const busy = await rawUnder({ kind: 'http', status: 503, retryAfterSeconds: 7, html: true });
    expect(busy).toMatchObject({ status: 503, headers: { 'retry-after': '7', 'content-type': /html/ } });
    expect(busy.body.toString()).toContain('<html>');
    const moved = await rawUnder({ kind: 'http', status: 302, location: 'https://elsewhere.example/' });
    expect(moved).toMatchObject({ status: 302, headers: { location: 'https://elsewhere.example/' } });
    expect((await rawUnder({ kind: 'http', status: 401 })).status).toBe(401);
  });
});

describe('a declaration that is lost', () => {
  const register = (): Promise<Answer> => {
    const { ssin, lastName, birth } = harness.simulator.town.person(SPECIAL.neverIntegrated);
    return harness.ask('manage-access', {
      SSIN: ssin,
      Purpose: 1,
      Period: { StartDate: '2026-01-01', EndDate: '2026-02-28' },
      Action: 'REGISTER',
      ProofOfAuthentication: { PersonData: { LastName: lastName, BirthDate: birth.date } },
    });
  };
  const integrations = (): number => harness.simulator.integrations.of(ssinOf(SPECIAL.neverIntegrated)).length;

  it('before its effect has none; after it, it has one that nobody heard of', async () => {
    harness.simulator.control.next({ fault: { kind: 'lose-before-effect' } });
    await expect(register()).rejects.toThrow();
    expect(integrations()).toBe(0);
    harness.simulator.control.next({ fault: { kind: 'lose-after-effect' } });
    await expect(register()).rejects.toThrow();
    expect(integrations()).toBe(1);
    expect(harness.simulator.requests().at(-1)).toMatchObject({ fault: 'lose-after-effect', status: 200 });
  });
});

describe('an order', () => {
  it('is for one request, for some, or for all until it is taken back', async () => {
    const refused = async (): Promise<boolean> =>
      (await harness.ask(...(soap() as [string, never]))).result.kind === 'refused';
    const fault = { kind: 'refuse', code: 'MSG00003' } as const;
    harness.simulator.control.next({ fault, times: 2 });
    expect([await refused(), await refused(), await refused()]).toEqual([true, true, false]);
    harness.simulator.control.next({ fault, times: 'always' });
    expect([await refused(), await refused()]).toEqual([true, true]);
    harness.simulator.control.clear();
    expect(await refused()).toBe(false);
  });

  it('waits for the flow, the path or the person it is meant for', async () => {
    const fault = { kind: 'refuse', code: 'MSG00003' } as const;
    const next = (order: FaultOrder): void => harness.simulator.control.next(order);
    next({ fault, match: { flow: 'identify-person' } });
    next({ fault, match: { path: '/retrieveTI' } });
    next({ fault, match: { ssin: ssinOf('mirage.odile') } });
    const about = (key: string): Promise<Answer> =>
      harness.ask('self-employed.consult-career', { criteria: { ssin: ssinOf(key) } });
    expect((await about('mirage.zelie')).result.kind).not.toBe('refused');
    expect((await about('mirage.odile')).result.kind).toBe('refused');
    expect((await harness.ask(...(soap() as [string, never]))).result.kind).toBe('refused');
    expect((await harness.ask(...(ssdn() as [string, never]))).result.kind).toBe('refused');
    expect((await harness.ask(...(ssdn() as [string, never]))).result.kind).toBe('found');
  });

  it('is checked when it comes as JSON, with the reason', () => {
    expect(checkFaultOrder({ fault: { kind: 'slow', delayMs: 5 }, times: 3 })).toEqual({
      fault: { kind: 'slow', delayMs: 5 },
      times: 3,
    });
    expect(() => checkFaultOrder({ fault: { kind: 'slwo' } })).toThrow('fault.kind is one of: ');
    expect(() => checkFaultOrder({ fault: { kind: 'slow' } })).toThrow('delayMs is a number');
    expect(() => checkFaultOrder({ fault: { kind: 'slow', delayMs: '5' } })).toThrow('delayMs is a number');
    expect(() => checkFaultOrder({ fault: { kind: 'cut', where: 'here' } })).toThrow('where is not known');
    expect(() => checkFaultOrder({ fault: { kind: 'cut' }, times: 0 })).toThrow('times is a positive number');
    expect(() => checkFaultOrder({ fault: { kind: 'cut' }, match: { flwo: 'x' } })).toThrow('flwo is not known');
    expect(() => checkFaultOrder([])).toThrow('an order is an object');
    expect(FAULT_KINDS).toContain('lose-after-effect');
  });
});
