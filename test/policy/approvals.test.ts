import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { acceptExchange } from '../../src/exchanges/accept.ts';
import { Intake } from '../../src/intake/intake.ts';
import type { Permission } from '../../src/intake/ports.ts';
import { ApprovalDesk } from '../../src/policy/approvals/approval-desk.ts';
import { ApprovalStore } from '../../src/policy/approvals/approval-store.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { CENTRE, OTHER_CENTRE, TestLedger } from '../support/ledger.ts';
import { logLines } from '../support/log-lines.ts';
import { clientOf, ORGANISATIONS } from '../support/organisations.ts';
import { OTHER_USER, USER } from '../support/people.ts';
import { FLOWS, PAYLOADS, requestBody } from '../support/requests.ts';
import { incoming } from '../intake/fake-desk.ts';

const FOUR_EYES = {
  allowed: true,
  policy: 'v1',
  rule: 'careful',
  fourEyes: { approvers: ['head-of-service'], withinHours: 72 },
} as const satisfies Permission;

let ledger: TestLedger;
let intake: Intake;
let desk: ApprovalDesk;
let store: ApprovalStore;
let permission: Permission = FOUR_EYES;
let nudges = 0;

beforeAll(async () => {
  ledger = await TestLedger.open();
  const { archive } = ledger;
  const vault = { personLane: (ssin: string) => Buffer.from(`lane of ${ssin}`) };
  store = new ApprovalStore({ pool: ledger.desk, archive, vault, ids: systemIds });
  intake = new Intake({
    flows: FLOWS,
    organisations: ORGANISATIONS,
    authorisation: { decide: () => Promise.resolve(permission) },
    approvals: store,
    ledger: {
      accept: (exchange) => acceptExchange(ledger.desk, archive, exchange),
      record: async (entry) => {
        await archive.append(ledger.desk, entry);
      },
      isFull: () => false,
    },
    ids: systemIds,
    log: logLines().log,
    nudge: () => undefined,
  });
  desk = new ApprovalDesk({
    store,
    vault,
    content: (index) => archive.read(ledger.desk, index),
    prepare: (request) => intake.prepareApproved(request),
    mayName: (client) => client !== 'payroll',
    nudge: () => (nudges += 1),
  });
});
afterAll(() => ledger.close());

const decider = clientOf({ id: 'cockpit', rights: ['decide'] });
const by = (ssin: string, role = 'head-of-service') => ({ user: { ssin, role }, reason: 'I looked at the file' });

async function ask(key: string = randomUUID(), withinHours = 72) {
  permission = { ...FOUR_EYES, fourEyes: { approvers: ['head-of-service'], withinHours } };
  const receipt = await intake.accept(incoming({ key, body: requestBody(PAYLOADS.register) }));
  return { receipt, id: receipt.approval?.id ?? '' };
}

const exchangesOf = (id: string) => ledger.pool.query('SELECT id, ticket FROM gateway.exchange WHERE id = $1', [id]);

async function codeOf(end: Promise<unknown>): Promise<string> {
  return end.then(
    () => 'no error',
    (error: unknown) => (error as { code: string }).code,
  );
}

describe('a request that a second person must approve', () => {
  it('is kept, and no work before', async () => {
    const { receipt, id } = await ask();
    expect(receipt).toMatchObject({ organisation: CENTRE, replayed: false, approval: { state: 'pending' } });
    expect(await exchangesOf(receipt.id)).toEqual([]);
    const { approval, request } = await desk.view(decider, id);
    expect(approval).toMatchObject({ exchangeId: receipt.id, rule: 'careful', approvers: ['head-of-service'] });
    expect(approval.expiresAt.getTime() - approval.askedAt.getTime()).toBe(72 * 3_600_000);
    expect(request).toMatchObject({ payload: PAYLOADS.register });
  });

  it('is the same one for the same key, and a conflict for another message', async () => {
    const { receipt } = await ask('twice');
    expect((await ask('twice')).receipt).toMatchObject({ id: receipt.id, replayed: true, approval: receipt.approval });
    const other = incoming({ key: 'twice', body: requestBody(PAYLOADS.unregister) });
    expect(await codeOf(intake.accept(other))).toBe('idempotency-key-reused');
  });

  it('becomes the promised exchange when somebody else approves, with both in the log', async () => {
    const { receipt, id } = await ask();
    nudges = 0;
    expect(await desk.approve(decider, id, by(OTHER_USER))).toMatchObject({ state: 'approved' });
    expect(nudges).toBe(1);
    expect(await exchangesOf(receipt.id)).toMatchObject([{ ticket: receipt.ticket }]);
    expect(await ledger.kinds(receipt.id as never)).toEqual(['request', 'command']);
    const asked = await ledger.archive.read(ledger.logPool, receipt.logIndex as never);
    expect(asked?.details).toMatchObject({ user: { ssin: USER }, approval: id, exchange: receipt.id });
  });

  it('is sent once, by however many it is approved at one instant', async () => {
    const { receipt, id } = await ask();
    const ends = await Promise.all(Array.from({ length: 8 }, () => codeOf(desk.approve(decider, id, by(OTHER_USER)))));
    expect(ends.filter((end) => end === 'no error')).toHaveLength(1);
    expect(new Set(ends)).toEqual(new Set(['no error', 'approval-over']));
    expect(await exchangesOf(receipt.id)).toHaveLength(1);
  });

  it.each([
    ['whoever asked', decider, by(USER)],
    ['a role that may not', decider, by(OTHER_USER, 'social-worker')],
    [
      'somebody else whom the asking application names itself',
      clientOf({ rights: ['send', 'decide'] }),
      by(OTHER_USER),
    ],
    ['whoever asked, with another application', clientOf({ id: 'second', rights: ['decide'] }), by(USER)],
    ['an application that may not name the role', clientOf({ id: 'payroll', rights: ['decide'] }), by(OTHER_USER)],
  ])('is not approved by %s, and the attempt is recorded', async (_name, client, decision) => {
    const { receipt, id } = await ask();
    expect(await codeOf(desk.approve(client, id, decision))).toBe('approval-not-yours');
    expect(await exchangesOf(receipt.id)).toEqual([]);
    const [last] = await ledger.logPool.query(
      'SELECT kind, code, client FROM gateway.entry ORDER BY index DESC LIMIT 1',
    );
    expect(last).toEqual({ kind: 'denied', code: 'approval-not-yours', client: client.id });
  });

  it('is checked again when it is approved, as of then', async () => {
    const { receipt, id } = await ask();
    permission = { allowed: false, policy: 'v2', reasons: [] };
    expect(await codeOf(desk.approve(decider, id, by(OTHER_USER)))).toBe('policy-denied');
    expect(await exchangesOf(receipt.id)).toEqual([]);
    permission = FOUR_EYES;
    expect(await desk.approve(decider, id, by(OTHER_USER))).toMatchObject({ state: 'approved' });
  });

  it('runs out', async () => {
    const { id } = await ask(undefined, 0);
    expect((await desk.view(decider, id)).approval.state).toBe('expired');
    expect(await codeOf(desk.approve(decider, id, by(OTHER_USER)))).toBe('approval-over');
    expect((await desk.list({ organisation: CENTRE, state: 'expired', limit: 9 })).map((row) => row.id)).toEqual([id]);
  });

  it('is taken back by whoever asked, or refused by somebody entitled, and then over', async () => {
    for (const decision of [by(USER, 'reception'), by(OTHER_USER)]) {
      const { receipt, id } = await ask();
      expect(await desk.refuse(decider, id, decision)).toMatchObject({ state: 'refused' });
      expect(await codeOf(desk.approve(decider, id, by(OTHER_USER)))).toBe('approval-over');
      expect(await exchangesOf(receipt.id)).toEqual([]);
    }
  });

  it('is refused, but not approved, with the key that asked, which is told why', async () => {
    const { id } = await ask();
    const same = clientOf({ rights: ['decide'] });
    await expect(desk.approve(same, id, by(OTHER_USER))).rejects.toMatchObject({
      code: 'approval-not-yours',
      detail: { en: expect.stringContaining('another application') },
    });
    expect(await desk.refuse(same, id, by(OTHER_USER))).toMatchObject({ state: 'refused' });
  });

  it('does not exist for another centre', async () => {
    const { id } = await ask();
    const stranger = clientOf({ organisation: OTHER_CENTRE });
    for (const attempt of [
      () => desk.view(stranger, id),
      () => desk.approve(stranger, id, by(OTHER_USER)),
      () => desk.view(decider, randomUUID()),
    ])
      expect(await codeOf(attempt())).toBe('not-found');
    expect(await desk.list({ organisation: OTHER_CENTRE, limit: 9 })).toEqual([]);
  });

  it('cannot be part of somebody else’s transaction', async () => {
    permission = FOUR_EYES;
    expect(await codeOf(intake.prepare(incoming({})))).toBe('policy-denied');
  });
});
