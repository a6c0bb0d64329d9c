import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExchangeId } from '../../src/domain/exchange.ts';
import type { FlowId } from '../../src/domain/flow.ts';
import { carryOut } from '../../src/exchanges/commands.ts';
import { REFUSALS_MAX } from '../../src/domain/service-state.ts';
import { countRefusal, findServiceWait, hold } from '../../src/exchanges/service-state.ts';
import { findExchange, listAttempts, listExchanges, listPages } from '../../src/exchanges/find.ts';
import type { AttemptResult } from '../../src/exchanges/record-result.ts';
import { presentExchange } from '../../src/http/present.ts';
import { type CommandRequest, Status } from '../../src/status/status.ts';
import { asSuperuser } from '../support/database.ts';
import { CENTRE, DECLARATION, OTHER_CENTRE, TestLedger } from '../support/ledger.ts';
import { clientOf } from '../support/organisations.ts';
import { PERSON, USER } from '../support/people.ts';
import { fault, fileReply, unsigned } from '../support/replies.ts';
import { FLOWS } from '../support/requests.ts';

const FILE_FLOW = 'retrieve-ti-groups' as FlowId;
const OURS = clientOf();
const THEIRS = clientOf({ id: 'theirs', organisation: OTHER_CENTRE });
const EVERYBODYS = clientOf({ id: 'operator', organisation: '*' });

let ledger: TestLedger;
let ports: ConstructorParameters<typeof Status>[0];
let status: Status;
beforeAll(async () => {
  ledger = await TestLedger.open();
  const { desk, archive } = ledger;
  ports = {
    find: (id, organisation) => findExchange(desk, id, organisation),
    list: (filter) => listExchanges(desk, filter),
    attempts: (id) => listAttempts(desk, id),
    content: (index) => archive.read(desk, index),
    pages: (first) => listPages(desk, first),
    record: async (entry) => {
      await archive.append(desk, entry);
    },
    carryOut: (command) => carryOut(desk, archive, () => Promise.resolve(), command),
    flow: (id) => FLOWS.find(id),
    serviceWait: (key) => findServiceWait(desk, key),
  };
  status = new Status(ports);
});
afterAll(() => ledger.close());

/** An exchange that BCSS has answered with these bytes. */
async function answered(body: Buffer, end: Partial<AttemptResult> = {}): Promise<ExchangeId> {
  const id = await ledger.accept({ flow: FILE_FLOW });
  const reply = { kind: 'reply', organisation: CENTRE, exchangeId: id, body } as const;
  await ledger.attempt(id, { reply, replyIsAnswer: true, trust: 'signature', next: { state: 'done' }, ...end });
  return id;
}

const aFile = (): Promise<ExchangeId> => answered(unsigned(fileReply({ ticket: undefined })), { resultKind: 'found' });

describe('an exchange that waits for a service that lets nothing in', () => {
  it('says so, what the service answers, since when, and when it is tried again', async () => {
    const key = { organisation: CENTRE, address: 'https://bcss.example/closed' };
    for (let n = 0; n < REFUSALS_MAX; n += 1) await countRefusal(ledger.pool, key, 403, false);
    const id = await ledger.accept();
    const { exchange } = await ledger.claim(id);
    await hold(ledger.pool, { id, ...key, token: exchange.token, waitMs: 1_000, code: 'bcss-service-waits' });
    const moment = expect.stringMatching(/Z$/) as string;
    const said = {
      state: 'waiting',
      code: 'bcss-service-waits',
      nextAttemptAt: moment,
      serviceWait: { httpStatus: 403, since: moment, nextTryAt: moment },
    };
    expect(await status.summary(OURS, id)).toMatchObject(said);
    expect(await status.view(OURS, id)).toMatchObject({ ...said, attempts: [] });
  });
});

/** What the log says of readings of an exchange. */
async function readings(id: ExchangeId): Promise<{ client: string; flow: string }[]> {
  return ledger.logPool.query(
    "SELECT client, flow FROM gateway.entry WHERE exchange_id = $1 AND kind = 'read' ORDER BY index",
    [id],
  );
}

describe('an exchange that is looked at', () => {
  it('shows what BCSS answered, read again from the bytes in the log', async () => {
    const view = await status.view(OURS, await aFile());
    expect(view).toMatchObject({
      flow: 'retrieve-ti-groups',
      state: 'done',
      outcome: 'answered',
      result: { kind: 'found' },
      reply: { searchInformation: { ssin: PERSON } },
      attempts: [{ number: 1, outcome: 'answered', trust: 'signature' }],
    });
    const { requestIndex, replyIndex } = await ledger.row(view.id as ExchangeId);
    expect(view.logIndex).toBe(Number(requestIndex));
    expect(view.attempts[0]?.logIndexes.reply).toBe(Number(replyIndex));
    expect(view.attempts[0]?.durationMs).toBeGreaterThanOrEqual(0);
  });

  it('is a reading of personal data and recorded, each time but the first answer to the call itself', async () => {
    const id = await aFile();
    await status.view(OURS, id, true);
    expect(await readings(id)).toEqual([]);
    await status.view(OURS, id);
    await status.view(OURS, id);
    expect(await readings(id)).toEqual([
      { client: 'software', flow: 'retrieve-ti-groups' },
      { client: 'software', flow: 'retrieve-ti-groups' },
    ]);
  });

  it('is no such reading while there is nothing of BCSS to read, nor in summary', async () => {
    const waiting = await ledger.accept({ flow: FILE_FLOW });
    await status.view(OURS, waiting);
    const done = await aFile();
    const summary = await status.summary(OURS, done);
    expect(summary).not.toHaveProperty('reply');
    expect([await readings(waiting), await readings(done)]).toEqual([[], []]);
  });

  it('shows nothing when the reading cannot be recorded', async () => {
    const id = await aFile();
    const blind = new Status({ ...ports, record: () => Promise.reject(new Error('the log is away')) });
    await expect(blind.view(OURS, id)).rejects.toThrow('the log is away');
  });

  it('shows a fault of the service as what it is', async () => {
    const id = await answered(unsigned(fault('soapenv:Client')), { outcome: 'refused', code: 'bcss-refused' });
    const view = await status.view(OURS, id);
    expect(view).toMatchObject({ outcome: 'refused', fault: { code: expect.stringContaining('Client') } });
    expect(view).not.toHaveProperty('reply');
  });

  it('shows no page of an appliance as an answer, though the log has it', async () => {
    const id = await answered(Buffer.from('<html>Forbidden</html>'), { outcome: 'refused', code: 'bcss-refused' });
    const view = await status.view(OURS, id);
    expect(view).toMatchObject({ outcome: 'refused', attempts: [{ number: 1 }] });
    expect(Object.keys(view)).not.toEqual(expect.arrayContaining(['reply']));
    expect(await readings(id)).toEqual([]);
  });

  it.each(['unreachable', 'uncertain'] as const)('shows no reply of an attempt that ended %s', async (outcome) => {
    const id = await answered(unsigned(fileReply({ ticket: undefined })), { outcome, next: { state: 'dead-letter' } });
    expect(await status.view(OURS, id)).not.toHaveProperty('reply');
  });

  it('says so when the content was destroyed, and still shows what is left', async () => {
    const id = await aFile();
    const { replyIndex } = await ledger.row(id);
    await asSuperuser(ledger.database.superuserUrl, (client) =>
      client.query('UPDATE gateway.entry_key SET body_key = NULL WHERE entry_index = $1', [replyIndex]),
    );
    const view = await status.view(OURS, id);
    expect(view).toMatchObject({ replyDestroyed: true, outcome: 'answered', attempts: [{ number: 1 }] });
    expect(view).not.toHaveProperty('reply');
  });

  it('says when the next attempt is due, as long as one is', async () => {
    const id = await ledger.accept();
    expect(await status.summary(OURS, id)).not.toHaveProperty('nextAttemptAt');
    await ledger.attempt(id, { outcome: 'unreachable', next: { state: 'waiting', delayMs: 60_000 } });
    const { nextAttemptAt = '' } = await status.summary(OURS, id);
    expect(Date.parse(nextAttemptAt)).toBeGreaterThan(Date.now() + 50_000);
  });

  it('names the declaration that it asks about', async () => {
    const parent = await ledger.accept(DECLARATION);
    const question = await ledger.accept({ parentId: parent });
    expect(await status.summary(OURS, question)).toMatchObject({ about: parent });
  });
});

describe('another centre', () => {
  it('finds nothing: not the exchange, not its summary, and cannot command it', async () => {
    const id = await aFile();
    await expect(status.view(THEIRS, id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(status.summary(THEIRS, id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(status.command(THEIRS, id, order('requeue'))).rejects.toMatchObject({ code: 'not-found' });
    expect(await readings(id)).toEqual([]);
  });

  it('is seen by a client that acts for all, and the reading is recorded for the centre whose data it is', async () => {
    const id = await aFile();
    await status.view(EVERYBODYS, id);
    const rows = await ledger.logPool.query<object>(
      "SELECT client, organisation FROM gateway.entry WHERE exchange_id = $1 AND kind = 'read'",
      [id],
    );
    expect(rows).toEqual([{ client: 'operator', organisation: CENTRE }]);
  });

  it('has a list of its own', async () => {
    const id = await ledger.accept({ organisation: OTHER_CENTRE });
    await ledger.accept();
    const theirs = await status.list({ organisation: OTHER_CENTRE, limit: 100 });
    expect(theirs.map((summary) => summary.id)).toEqual([id]);
  });
});

const order = (command: CommandRequest['command'], more: Partial<CommandRequest> = {}): CommandRequest => ({
  command,
  reason: 'the service is back',
  user: { ssin: USER, name: 'A. Person' },
  ...more,
});

describe('a command', () => {
  it('is carried out, and the log says who gave it and why', async () => {
    const id = await ledger.accept();
    await ledger.attempt(id, { outcome: 'unreachable', next: { state: 'dead-letter' } });
    await status.command(OURS, id, order('requeue'));
    expect((await ledger.row(id)).state).toBe('queued');
    const [entry] = await ledger.logPool.query<{ index: string; outcome: string; client: string }>(
      "SELECT index, outcome, client FROM gateway.entry WHERE exchange_id = $1 AND kind = 'command'",
      [id],
    );
    expect(entry).toMatchObject({ outcome: 'requeue', client: 'software' });
    const content = await ledger.archive.read(ledger.logPool, entry?.index as never);
    expect(content?.details).toMatchObject({ user: { ssin: USER }, reason: 'the service is back' });
  });

  it('that does not fit the state is refused, names the state, and leaves no trace', async () => {
    const id = await aFile();
    await expect(status.command(OURS, id, order('cancel'))).rejects.toMatchObject({
      code: 'state-conflict',
      detail: { en: expect.stringContaining('done') },
    });
    expect(await ledger.kinds(id)).not.toContain('command');
  });

  it('to resolve says what was found out', async () => {
    const id = await ledger.accept(DECLARATION);
    await ledger.attempt(id, { outcome: 'uncertain', next: { state: 'undecided' } });
    await expect(status.command(OURS, id, order('resolve'))).rejects.toMatchObject({ code: 'state-conflict' });
    await status.command(OURS, id, order('resolve', { verdict: 'happened' }));
    expect(await status.summary(OURS, id)).toMatchObject({ state: 'done', outcome: 'answered' });
  });
});

describe('a declaration of which nobody knows whether it happened', () => {
  const LAW_65 = { ...DECLARATION, flow: 'law65-c' as FlowId, kind: 'declaration' } as const;

  async function uncertain(
    to: typeof LAW_65 | typeof DECLARATION,
    body: Buffer | undefined,
    end: Partial<AttemptResult>,
  ) {
    const id = await ledger.accept(to);
    const reply = body && ({ kind: 'reply', organisation: CENTRE, exchangeId: id, body } as const);
    const state = to === LAW_65 ? 'undecided' : 'reconciling';
    const next = state === 'reconciling' ? ({ state, delayMs: 60_000 } as const) : ({ state } as const);
    await ledger.attempt(id, { outcome: 'uncertain', ...(reply && { reply }), ...end, next });
    return { id, view: await status.view(OURS, id) };
  }

  it('shows the code and the text of the fault, without numbers of persons, and whom to ask with what', async () => {
    const text = `file of ${PERSON}, that is ${PERSON.slice(0, 6)}-${PERSON.slice(6, 9)}.${PERSON.slice(9)}, is locked (line 20260105)`;
    const body = unsigned(fault('soapenv:Server', '', text));
    const { id, view } = await uncertain(LAW_65, body, {
      code: 'bcss-fault',
      httpStatus: 500,
      trust: 'signature',
      replyIsAnswer: true,
    });
    expect(view).toMatchObject({
      state: 'undecided',
      uncertain: {
        came: {
          what: 'fault',
          httpStatus: 500,
          faultCode: 'Server',
          text: 'file of ***, that is ***, is locked (line 20260105)',
        },
        next: { by: 'person', decide: `POST /v1/exchanges/${id}/resolve` },
        ask: { ticket: view.ticket, sentAt: view.attempts[0]?.startedAt },
      },
    });
    expect(JSON.stringify(view)).not.toContain(PERSON);
    const german = presentExchange(view, 'de') as { readonly uncertain: { readonly ask: object } };
    expect(german.uncertain.ask).toMatchObject({
      whom: 'den FÖD Sozialeingliederung (Front Office)',
      with: 'der eindeutigen Nummer jedes Formulars (UniqueAttestID) und der Akte (FileID)',
    });
  });

  it('says that nothing came, and which question the gateway asks next, and when', async () => {
    const { id, view } = await uncertain(DECLARATION, undefined, { code: 'bcss-timeout' });
    const at = (await ledger.row(id)).notBefore.toISOString();
    expect(view.uncertain).toMatchObject({
      came: { what: 'nothing' },
      next: { by: 'question', flow: 'manage-access', at },
    });
  });

  it('shows of a reply that is not believed its HTTP status, and nothing that it says', async () => {
    const body = unsigned(fault('soapenv:Server', '', `about ${PERSON}`));
    const { view } = await uncertain(LAW_65, body, {
      code: 'reply-signature-missing',
      httpStatus: 200,
    });
    expect(view.uncertain?.came).toEqual({ what: 'not-believed', httpStatus: 200 });
  });

  it('says no more once it is decided', async () => {
    const body = unsigned(fault('soapenv:Server'));
    const { id } = await uncertain(LAW_65, body, { code: 'bcss-fault', trust: 'signature', replyIsAnswer: true });
    await status.command(OURS, id, order('resolve', { verdict: 'happened' }));
    const decided = await status.view(OURS, id);
    expect(decided).toMatchObject({ state: 'done', outcome: 'answered' });
    for (const key of ['uncertain', 'fault', 'result']) expect(decided).not.toHaveProperty(key);
  });
});
