import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogIndex } from '../../src/domain/entry.ts';
import { acceptExchange } from '../../src/exchanges/accept.ts';
import { findLatestChild } from '../../src/exchanges/find.ts';
import { Intake, type IncomingRequest } from '../../src/intake/intake.ts';
import { askQuestion, GATEWAY_CLIENT } from '../../src/intake/questions.ts';
import type { Ledger } from '../../src/intake/ports.ts';
import { type DatabasePool, openPool } from '../../src/store/pool.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { NO_APPROVALS } from '../support/approvals.ts';
import { CENTRE, TestLedger } from '../support/ledger.ts';
import { logLines } from '../support/log-lines.ts';
import { clientOf, ORGANISATIONS } from '../support/organisations.ts';
import { USER } from '../support/people.ts';
import { FLOWS, PAYLOADS, requestBody } from '../support/requests.ts';
import { tcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { incoming } from './fake-desk.ts';
import { patient } from '../support/patient.ts';

let ledger: TestLedger;
let proxy: TcpProxy;
let distant: DatabasePool;
beforeAll(async () => {
  ledger = await TestLedger.open();
  const url = new URL(ledger.database.url);
  proxy = await tcpProxy(Number(url.port));
  url.port = String(proxy.port);
  distant = openPool({ url: url.href, role: 'accept', connectionsMax: 4, statementTimeoutMs: 500 });
});
afterAll(async () => {
  await distant.close();
  await proxy.close();
  await ledger.close();
});

const ledgerOn = (pool: DatabasePool): Ledger => ({
  accept: (exchange) => acceptExchange(pool, ledger.archive, exchange),
  record: async (entry) => {
    await ledger.archive.append(pool, entry);
  },
  isFull: () => false,
});

function deskOn(pool: DatabasePool): Intake {
  return new Intake({
    flows: FLOWS,
    organisations: ORGANISATIONS,
    authorisation: { decide: ({ client }) => Promise.resolve(client.rights.includes('send') ? YES : NO) },
    approvals: NO_APPROVALS,
    ledger: ledgerOn(pool),
    ids: systemIds,
    log: logLines().log,
    nudge: () => undefined,
  });
}

const YES = { allowed: true } as const;
const NO = { allowed: false, reasons: [] } as const;

/** A request whose bytes are not how we would have written them. */
function spaced(key: string): IncomingRequest {
  const body = requestBody(PAYLOADS.register, { fileReference: `étude ${key}` });
  return { ...incoming({ body, key }), bytes: Buffer.from(`\n${JSON.stringify(body, null, 3)}\t`) };
}

const entries = async (): Promise<string[]> =>
  (await ledger.logPool.query<{ kind: string }>('SELECT kind FROM gateway.entry ORDER BY index')).map(
    ({ kind }) => kind,
  );
const exchanges = () => ledger.pool.query('SELECT id FROM gateway.exchange');

describe('the desk and its database', () => {
  it('keep the body byte for byte, with who, about whom and why', async () => {
    const request = spaced('bytes');
    const receipt = await deskOn(ledger.desk).accept(request);
    expect(receipt).toMatchObject({ flow: 'manage-access', organisation: CENTRE, replayed: false });
    const content = await ledger.archive.read(ledger.logPool, receipt.logIndex as LogIndex);
    expect(content?.body).toEqual(request.bytes);
    expect(content?.details).toMatchObject({ user: { ssin: USER }, fileReference: 'étude bytes' });
  });

  it('give the first receipt again to a call that is repeated', async () => {
    const desk = deskOn(ledger.desk);
    const first = await desk.accept(spaced('again'));
    const before = await entries();
    const second = await desk.accept({ ...spaced('again'), bytes: Buffer.from('{"other":"spelling"}') });
    expect(second).toMatchObject({ id: first.id, replayed: true });
    const other = incoming({ key: 'again', body: requestBody(PAYLOADS.unregister) });
    await expect(desk.accept(other)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    expect(await entries()).toEqual(before);
  });

  it('write nothing when it is only asked whether a request would be accepted', async () => {
    const before = [await entries(), await exchanges()];
    await deskOn(ledger.desk).check(spaced('only-asked'));
    expect([await entries(), await exchanges()]).toEqual(before);
  });

  it('record a refusal, and nothing else of it', async () => {
    const before = [await entries(), await exchanges()];
    const client = clientOf({ rights: ['read'] });
    await expect(deskOn(ledger.desk).accept({ ...spaced('denied'), client })).rejects.toMatchObject({
      code: 'policy-denied',
    });
    expect([await entries(), await exchanges()]).toEqual([[...(before[0] as string[]), 'denied'], before[1]]);
    // The key is free: the refused call claimed nothing.
    expect(await deskOn(ledger.desk).accept(spaced('denied'))).toMatchObject({ replayed: false });
  });

  it('accept a question about a declaration in the name of the person who made it', async () => {
    const { id } = await deskOn(ledger.desk).accept(spaced('uncertain'));
    await ledger.attempt(id, { outcome: 'uncertain', next: { state: 'reconciling' } });
    const parent = await ledger.row(id);
    const parts = { ledger: ledgerOn(ledger.pool), ids: systemIds, nudge: () => undefined };
    const context = requestBody({}).context;
    await askQuestion(parts, { ...parent, reconcileStep: 2 }, FLOWS.get('manage-access'), PAYLOADS.list, context);
    const question = await findLatestChild(ledger.pool, id);
    expect(question).toMatchObject({
      client: GATEWAY_CLIENT,
      kind: 'consultation',
      resendSafe: true,
      reconcileStep: 2,
    });
    expect(question?.ticket).not.toBe(parent.ticket);
    const content = await ledger.archive.read(ledger.logPool, question?.requestIndex as LogIndex);
    expect(content?.details).toMatchObject({
      user: { ssin: USER },
      purpose: `outcome of ${parent.ticket}`,
      parent: id,
    });
  });
});

describe('without its database', () => {
  const unavailable = { code: 'database-unavailable', retryAfterSeconds: 5 };

  it('the desk says so at once, and nothing is half done', async () => {
    const desk = deskOn(distant);
    await desk.accept(spaced('there'));
    const before = [await entries(), await exchanges()];
    await proxy.refuse();
    const started = Date.now();
    await expect(desk.accept(spaced('away'))).rejects.toMatchObject(unavailable);
    await expect(desk.accept({ ...spaced('away'), client: clientOf({ rights: [] }) })).rejects.toMatchObject(
      unavailable,
    );
    expect(Date.now() - started).toBeLessThan(patient(1_000));
    await proxy.readmit();
    expect([await entries(), await exchanges()]).toEqual(before);
    expect(await desk.accept(spaced('away'))).toMatchObject({ replayed: false });
  });

  it('a call that was never answered is found again under its key, whether it was kept or not', async () => {
    const desk = deskOn(distant);
    await desk.accept(spaced('warm'));
    proxy.freeze();
    await expect(desk.accept(spaced('frozen'))).rejects.toMatchObject(unavailable);
    proxy.cut();
    proxy.thaw();
    const answers = [await desk.accept(spaced('frozen')), await desk.accept(spaced('frozen'))];
    expect(answers[0]?.id).toBe(answers[1]?.id);
    const kept = await ledger.logPool.query('SELECT FROM gateway.entry WHERE exchange_id = $1', [answers[0]?.id]);
    expect(kept).toHaveLength(1);
  });
});
