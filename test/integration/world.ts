import { expect } from 'vitest';
import type { CalendarDay } from '../../src/domain/calendar-day.ts';
import type { ExchangeId } from '../../src/domain/exchange.ts';
import type { HouseholdId } from '../../src/domain/integration.ts';
import type { ExchangeState } from '../../src/domain/exchange.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import { acceptExchange } from '../../src/exchanges/accept.ts';
import { claimExchange } from '../../src/exchanges/claim.ts';
import { carryOut } from '../../src/exchanges/commands.ts';
import { findExchange } from '../../src/exchanges/find.ts';
import type { Announce } from '../../src/exchanges/finish.ts';
import { recordIntent } from '../../src/exchanges/record-intent.ts';
import { recordResult } from '../../src/exchanges/record-result.ts';
import { requestBodyOf } from '../../src/exchanges/request-body.ts';
import { withdrawDeadLetter } from '../../src/exchanges/withdraw.ts';
import type { Payload } from '../../src/flows/flow.ts';
import type { Authorisation } from '../../src/intake/ports.ts';
import { Intake } from '../../src/intake/intake.ts';
import type { CallEnd } from '../../src/integration/call.ts';
import { HouseholdRegister, type IncomingCall } from '../../src/integration/household-register.ts';
import { learn } from '../../src/integration/learn.ts';
import type { AnnouncedChange, ExpiryNotice, Ledger, Log } from '../../src/integration/ports.ts';
import { RegisterStandings } from '../../src/integration/standings.ts';
import type { HouseholdView, IntegrationView } from '../../src/integration/view.ts';
import type { OpenWish } from '../../src/integration/wishes.ts';
import type { Database, DatabasePool } from '../../src/store/pool.ts';
import { systemIds } from '../../src/telemetry/ids.ts';
import { NO_APPROVALS } from '../support/approvals.ts';
import { testArchive } from '../support/archive.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { clientOf, ORGANISATIONS } from '../support/organisations.ts';
import { CENTRE } from '../support/ledger.ts';
import { USER } from '../support/people.ts';
import { FLOWS } from '../support/requests.ts';

/** The day it is in the world. */
export const TODAY = '2026-06-15' as CalendarDay;
export const CONTEXT = { user: { ssin: USER, name: 'A. Worker' }, purpose: 'help is given' };
export const PROOF = { person: { lastName: 'FANTOCHE', birthDate: '1903-04-12' } };

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** How BCSS answers a message, as the ledger has it afterwards. */
export type Ending = 'answered' | 'refused' | 'unreachable' | 'undecided';

const ENDINGS: Readonly<Record<Ending, { outcome: Outcome; next: { state: ExchangeState }; code?: string }>> = {
  answered: { outcome: 'answered', next: { state: 'done' } },
  refused: { outcome: 'refused', next: { state: 'done' }, code: 'bcss-refused' },
  unreachable: { outcome: 'unreachable', next: { state: 'dead-letter' }, code: 'bcss-unreachable' },
  undecided: { outcome: 'uncertain', next: { state: 'undecided' }, code: 'outcome-unknown' },
};

/** The register on a real database, with a desk that lets everything through and a BCSS that answers as a test wishes. */
export class World {
  readonly database: TestDatabase;
  readonly pool: DatabasePool;
  readonly worker: DatabasePool;
  /** In the role that checks the log, which reads all of it. */
  readonly logPool;
  readonly register: HouseholdRegister;
  readonly standings: RegisterStandings;
  readonly changes: AnnouncedChange[] = [];
  readonly notices: ExpiryNotice[] = [];
  readonly vault;
  /** What the desk says; a test may change it. */
  authorisation: Authorisation = { decide: () => Promise.resolve({ allowed: true }) };
  /** Called before a message is accepted inside a call's transaction; a test may throw. */
  beforeAccept: () => void = () => undefined;
  private readonly archive;

  constructor(database: TestDatabase) {
    const { archive, vault } = testArchive();
    this.database = database;
    this.archive = archive;
    this.vault = vault;
    this.pool = database.pool('accept', 8);
    this.worker = database.pool('worker', 4);
    this.logPool = database.pool('verify', 2);
    this.standings = new RegisterStandings(this.pool, vault);
    const flow = FLOWS.get('manage-access');
    const { integration: places } = flow.descriptor;
    if (places === undefined) throw new Error('no places');
    this.register = new HouseholdRegister({
      pool: this.pool,
      vault,
      ids: systemIds,
      clock: CLOCK,
      desk: this.desk,
      ledger: this.ledger,
      log: this.log,
      registration: { flow, places },
      nudge: () => undefined,
    });
  }

  static async open(): Promise<World> {
    return new World(await testDatabase());
  }

  close(): Promise<void> {
    return this.database.drop();
  }

  /** A call of the software of the centre. */
  call<Wish>(wish: Wish, key: string = systemIds.uuid()): IncomingCall<Wish> {
    return { client: clientOf(), wish, bytes: Buffer.from(JSON.stringify(wish)), idempotencyKey: key };
  }

  /** Integrates a household of its own file, and has BCSS answer. */
  async integrate(
    members: OpenWish['members'],
    more: Partial<OpenWish> = {},
    ending: Ending = 'answered',
  ): Promise<HouseholdId> {
    const end = await this.register.open(CENTRE, this.call(openWish(members, more)));
    await this.endAll(end, ending);
    return end.household;
  }

  async endAll({ exchanges }: Pick<CallEnd, 'exchanges'>, ending: Ending): Promise<void> {
    for (const id of exchanges) await this.end(id, ending);
  }

  /** BCSS answers one message. */
  async end(id: ExchangeId, ending: Ending): Promise<void> {
    const claim = await claimExchange(this.worker, id, 15_000);
    if (claim === undefined) throw new Error('nothing to claim');
    const { organisation, flow, ticket, token, attempt } = claim.exchange;
    const entry = { organisation, exchangeId: id, flow, ticket };
    await recordIntent(this.worker, this.archive, {
      exchangeId: id,
      token,
      attempt: attempt + 1,
      entry: { ...entry, kind: 'intent' },
    });
    await recordResult(this.worker, this.archive, this.announce, {
      exchangeId: id,
      token,
      attempt: attempt + 1,
      result: { ...entry, kind: 'result' },
      ...ENDINGS[ending],
    });
  }

  /** Software sends a message of its own, past the register, and BCSS answers. */
  async send(payload: Payload, ending: Ending = 'answered', fileReference?: string): Promise<ExchangeId> {
    const body = { context: { ...CONTEXT, ...(fileReference !== undefined && { fileReference }) }, payload };
    const { exchange } = await this.desk.prepare({
      client: clientOf(),
      flow: 'manage-access',
      body,
      bytes: Buffer.from(JSON.stringify(body)),
      idempotencyKey: systemIds.uuid(),
      interactive: false,
    });
    await acceptExchange(this.pool, this.archive, exchange);
    await this.end(exchange.id, ending);
    return exchange.id;
  }

  /** A person decides about an exchange. */
  async decide(
    id: ExchangeId,
    command: 'cancel' | 'requeue' | 'resolve',
    verdict?: 'happened' | 'did-not-happen',
  ): Promise<void> {
    const entry = { kind: 'command', organisation: CENTRE, exchangeId: id } as const;
    const end = await carryOut(this.pool, this.archive, this.announce, {
      id,
      organisation: CENTRE,
      command,
      entry,
      ...(verdict !== undefined && { verdict }),
    });
    expect(end).toBe('done');
  }

  view(id: HouseholdId): Promise<HouseholdView> {
    return this.register.view(clientOf(), id);
  }

  /** The integrations of a household, in the order they were made. */
  async integrations(id: HouseholdId): Promise<(IntegrationView & { readonly ssin: string })[]> {
    const { members } = await this.view(id);
    return members
      .flatMap(({ ssin, integrations }) => integrations.map((one) => ({ ...one, ssin })))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** What a message says, as it lies in the log. */
  async payloadOf(id: ExchangeId): Promise<Payload> {
    const row = await findExchange(this.pool, id);
    const content = row === undefined ? undefined : await this.archive.read(this.logPool, row.requestIndex);
    if (content === undefined) throw new Error('no such message');
    return requestBodyOf(content).payload;
  }

  /** Messages that have not been answered, oldest first. */
  async underway(): Promise<ExchangeId[]> {
    const rows = await this.pool.query<{ id: ExchangeId }>(
      "SELECT id FROM gateway.exchange WHERE state NOT IN ('done', 'dead-letter', 'cancelled', 'undecided') ORDER BY id",
    );
    return rows.map(({ id }) => id);
  }

  /** Outcomes of the entries that record changes of the register. */
  async recorded(): Promise<string[]> {
    const rows = await this.logPool.query<{ outcome: string }>(
      "SELECT outcome FROM gateway.entry WHERE kind = 'integration' ORDER BY index",
    );
    return rows.map(({ outcome }) => outcome);
  }

  get announce(): Announce {
    const parts = {
      vault: this.vault,
      ids: systemIds,
      clock: CLOCK,
      ledger: this.ledger,
      log: this.log,
      flows: FLOWS,
      announcements: this.announcements,
    };
    return (database, exchange) => learn(parts, database, exchange);
  }

  readonly announcements = {
    changed: (_database: Database, change: AnnouncedChange): Promise<void> => {
      this.changes.push(change);
      return Promise.resolve();
    },
    expiring: (_database: Database, notice: ExpiryNotice): Promise<void> => {
      this.notices.push(notice);
      return Promise.resolve();
    },
  };

  private get desk(): Intake {
    return new Intake({
      flows: FLOWS,
      organisations: ORGANISATIONS,
      authorisation: { decide: (request) => this.authorisation.decide(request) },
      approvals: NO_APPROVALS,
      ledger: {
        accept: (exchange) => acceptExchange(this.pool, this.archive, exchange),
        record: async (entry) => {
          await this.archive.append(this.pool, entry);
        },
        isFull: () => false,
      },
      ids: systemIds,
      log: silent,
      nudge: () => undefined,
    });
  }

  private get ledger(): Ledger {
    return {
      accept: async (database, exchange) => {
        this.beforeAccept();
        await acceptExchange(database, this.archive, exchange);
      },
      request: async (database, index) => {
        const content = await this.archive.read(database, index);
        return content?.body === undefined ? undefined : requestBodyOf(content);
      },
      withdraw: withdrawDeadLetter,
    };
  }

  private get log(): Log {
    return { record: async (database, entry) => (await this.archive.append(database, entry)).index };
  }
}

const CLOCK = { now: () => new Date(`${TODAY}T10:00:00Z`), sleep: () => Promise.resolve() };

/** A household to integrate, for a year from today unless a member says otherwise. */
export function openWish(members: OpenWish['members'], more: Partial<OpenWish> = {}): OpenWish {
  return {
    context: CONTEXT,
    fileReference: systemIds.uuid(),
    period: { firstDay: TODAY, lastDay: '2027-06-14' },
    members,
    ...more,
  };
}

/** A member under some quality codes. */
export function member(ssin: string, ...codes: readonly number[]): OpenWish['members'][number] {
  return { ssin, proof: PROOF, integrations: codes.map((qualityCode) => ({ qualityCode })) };
}
