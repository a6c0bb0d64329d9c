import type { ExchangeId } from '../../src/domain/exchange.ts';
import type { LogIndex } from '../../src/domain/entry.ts';
import type { FlowId } from '../../src/domain/flow.ts';
import { ticketOf } from '../../src/domain/ticket.ts';
import { acceptExchange, type Acceptance, type NewExchange } from '../../src/exchanges/accept.ts';
import { type Claim, claimExchange } from '../../src/exchanges/claim.ts';
import { carryOut, type Command, type CommandEnd } from '../../src/exchanges/commands.ts';
import type { ExchangeRow } from '../../src/exchanges/exchange-row.ts';
import { type AttemptRow, findExchange, listAttempts } from '../../src/exchanges/find.ts';
import type { FinishedExchange } from '../../src/exchanges/finish.ts';
import { recordIntent } from '../../src/exchanges/record-intent.ts';
import { type AttemptResult, type RecordedResult, recordResult } from '../../src/exchanges/record-result.ts';
import type { Archive } from '../../src/log/archive.ts';
import type { NewEntry } from '../../src/log/entry.ts';
import type { Vault } from '../../src/log/vault.ts';
import type { DatabasePool } from '../../src/store/pool.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { testArchive } from './archive.ts';
import { testDatabase, type TestDatabase } from './database.ts';
import { PERSON, USER } from './people.ts';

export const CENTRE = 'cpas-a';
export const OTHER_CENTRE = 'cpas-b';
export const LEASE_MS = 15_000;

/** A consultation of {@link CENTRE}; `change` makes it another exchange. */
export function newExchange(change: Partial<NewExchange> = {}): NewExchange {
  const id = change.id ?? (systemIds.uuid() as ExchangeId);
  const ticket = ticketOf(systemIds.uuid());
  const organisation = change.organisation ?? CENTRE;
  return {
    id,
    organisation,
    flow: 'test-connection' as FlowId,
    kind: 'consultation',
    client: 'software',
    ticket,
    pace: 'interactive',
    resendSafe: true,
    entry: {
      kind: 'request',
      organisation,
      exchangeId: id,
      flow: 'test-connection',
      ticket,
      client: 'software',
      actor: USER,
      subjects: [PERSON],
      body: Buffer.from('{"context":{},"payload":{}}'),
      contentType: 'application/json',
    },
    ...change,
  };
}

/** What makes an exchange one that must not be sent twice. */
export const DECLARATION = {
  flow: 'manage-access' as FlowId,
  kind: 'registration',
  pace: 'background',
  resendSafe: false,
} as const satisfies Partial<NewExchange>;

/** The ledger of one test file, with the functions of `exchanges/` bound to it. */
export class TestLedger {
  readonly database: TestDatabase;
  readonly archive: Archive;
  readonly vault: Vault;
  /** In the role of the desk, and in that of a worker. */
  readonly desk: DatabasePool;
  readonly pool: DatabasePool;
  /** In the role that checks the log, which reads all of it. */
  readonly logPool: DatabasePool;
  /** Exchanges that subscribers were told of, in order. */
  readonly announced: FinishedExchange[] = [];

  constructor(database: TestDatabase) {
    this.database = database;
    ({ archive: this.archive, vault: this.vault } = testArchive());
    this.desk = database.pool('accept', 8);
    this.pool = database.pool('worker', 8);
    this.logPool = database.pool('verify', 2);
  }

  static async open(): Promise<TestLedger> {
    return new TestLedger(await testDatabase());
  }

  close(): Promise<void> {
    return this.database.drop();
  }

  tryAccept(exchange: NewExchange): Promise<Acceptance> {
    return acceptExchange(this.desk, this.archive, exchange);
  }

  async accept(change: Partial<NewExchange> = {}): Promise<ExchangeId> {
    const exchange = newExchange(change);
    const acceptance = await this.tryAccept(exchange);
    if (acceptance.kind !== 'accepted') throw new Error('not accepted');
    return exchange.id;
  }

  tryClaim(id: ExchangeId, leaseMs = LEASE_MS): Promise<Claim | undefined> {
    return claimExchange(this.pool, id, leaseMs);
  }

  async claim(id: ExchangeId): Promise<Claim> {
    const claim = await this.tryClaim(id);
    if (claim === undefined) throw new Error('nothing to claim');
    return claim;
  }

  intent({ exchange }: Claim, attempt = exchange.attempt + 1): Promise<LogIndex | undefined> {
    const entry = { ...entryOf(exchange, 'intent'), attempt, body: Buffer.from(`attempt ${attempt}`) };
    return recordIntent(this.pool, this.archive, { exchangeId: exchange.id, token: exchange.token, attempt, entry });
  }

  result({ exchange }: Claim, end: Partial<AttemptResult> & Pick<AttemptResult, 'next'>): Promise<RecordedResult> {
    const outcome = end.outcome ?? 'answered';
    return recordResult(this.pool, this.archive, this.announce, {
      exchangeId: exchange.id,
      token: exchange.token,
      attempt: exchange.attempt + 1,
      outcome,
      result: { ...entryOf(exchange, 'result'), outcome },
      ...end,
    });
  }

  /** Claims, intends, and ends the attempt. */
  async attempt(id: ExchangeId, end: Partial<AttemptResult> & Pick<AttemptResult, 'next'>): Promise<Claim> {
    const claim = await this.claim(id);
    await this.intent(claim);
    await this.result(claim, end);
    return claim;
  }

  command(id: ExchangeId, command: Command['command'], more: Partial<Command> = {}): Promise<CommandEnd> {
    const entry: NewEntry = { kind: 'command', organisation: CENTRE, exchangeId: id, outcome: command };
    return carryOut(this.desk, this.archive, this.announce, { id, organisation: CENTRE, command, entry, ...more });
  }

  async row(id: ExchangeId): Promise<ExchangeRow> {
    const row = await findExchange(this.pool, id);
    if (row === undefined) throw new Error('no such exchange');
    return row;
  }

  attempts(id: ExchangeId): Promise<AttemptRow[]> {
    return listAttempts(this.pool, id);
  }

  /** Kinds of the entries about an exchange, in order. */
  async kinds(id: ExchangeId): Promise<string[]> {
    const rows = await this.logPool.query<{ kind: string }>(
      'SELECT kind FROM gateway.entry WHERE exchange_id = $1 ORDER BY index',
      [id],
    );
    return rows.map(({ kind }) => kind);
  }

  /** As if its worker had not been heard of for as long as a lease lasts. */
  async leaseRunsOut(id: ExchangeId): Promise<void> {
    // A lease is longer than a hint lives.
    await this.pool.query(
      `UPDATE gateway.exchange
          SET lease_until = now() - interval '1 ms', relayed_at = relayed_at - interval '1 minute' WHERE id = $1`,
      [id],
    );
  }

  /** As if the time that an exchange waits for had come. */
  async comesDue(id: ExchangeId): Promise<void> {
    await this.pool.query('UPDATE gateway.exchange SET not_before = now() WHERE id = $1 AND finished_at IS NULL', [id]);
  }

  private readonly announce = (_database: unknown, exchange: FinishedExchange): Promise<void> => {
    this.announced.push(exchange);
    return Promise.resolve();
  };
}

function entryOf(exchange: ExchangeRow, kind: NewEntry['kind']): NewEntry {
  const { organisation, id, flow, ticket } = exchange;
  return { kind, organisation, exchangeId: id, flow, ticket };
}
