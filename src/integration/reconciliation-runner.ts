import { brusselsDate } from '../domain/brussels-time.ts';
import type { CalendarDay } from '../domain/calendar-day.ts';
import { forEachAlone } from '../domain/each-alone.ts';
import type { Vault } from '../log/vault.ts';
import type { Database, DatabasePool } from '../store/pool.ts';
import type { Clock } from '../telemetry/clock.ts';
import type { Ids } from '../telemetry/ids.ts';
import { listQuestion } from './list-question.ts';
import type { Ledger, Log, RegistrationFlow } from './ports.ts';
import { openIntegration, integrationColumns, type RawIntegration } from './register-row.ts';
import { contextPlace } from './reconciliations.ts';
import type { CallContext } from './wishes.ts';

export interface RunnerParts {
  readonly pool: DatabasePool;
  readonly vault: Vault;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly log: Log;
  readonly ledger: Ledger;
  readonly registration: RegistrationFlow;
  /** Something was accepted. */
  readonly nudge: () => void;
  /** People of one night's comparison; the next night goes on after them. */
  readonly nightPersonsMax: number;
}

/** Questions of one centre that are on their way at once: a comparison must not stand before the work of the day. */
const UNDER_WAY_MAX = 10;

/**
 * Moves comparisons on, a little at each step: asks about the next people, notices who was not answered, and ends what is complete. Each
 * step of a comparison is one transaction under its row, so that several processes may step, and one that dies leaves nothing half done.
 */
export class ReconciliationRunner {
  private readonly parts: RunnerParts;

  constructor(parts: RunnerParts) {
    this.parts = parts;
  }

  /** One step of every comparison that runs and that nobody else holds. @returns how many there were. */
  async step(): Promise<number> {
    const { pool, nudge } = this.parts;
    const running = await pool.query<{ id: string }>("SELECT id FROM gateway.reconciliation WHERE state = 'running'");
    try {
      await forEachAlone(running, ({ id }) => pool.transaction((database) => this.stepOf(database, id)));
    } finally {
      if (running.length > 0) nudge();
    }
    return running.length;
  }

  private async stepOf(database: Database, id: string): Promise<void> {
    const [run] = await database.query<RawRun>(HOLD, [id]);
    if (run === undefined) return;
    await database.query(UNANSWERED, [id]);
    const [counted] = await database.query<{ asked: number; all: number }>(COUNT, [id]);
    const { asked = 0, all = 0 } = counted ?? {};
    const left = run.occasion === 'night' ? this.parts.nightPersonsMax - all : UNDER_WAY_MAX;
    const wanted = Math.min(UNDER_WAY_MAX - asked, left);
    if (!run.listed_all && wanted > 0) await this.ask(database, run, wanted);
    else if (asked === 0 && (run.listed_all || left <= 0)) await this.end(database, run);
  }

  /** Asks about the next people of the register; about one without a proof of identity BCSS would not say anything. */
  private async ask(database: Database, run: RawRun, wanted: number): Promise<void> {
    const { vault, clock } = this.parts;
    const today = brusselsDate(clock.now());
    const context = JSON.parse(vault.openSecret(run.context, contextPlace(run.id))) as CallContext;
    const people = await database.query<RawIntegration & { readonly person: Buffer }>(NEXT, [
      run.organisation,
      run.reached ?? Buffer.alloc(0),
      today,
      wanted,
    ]);
    for (const person of people) await this.askAbout(database, run, context, today, person);
    const last = people.at(-1);
    await database.query(REACHED, [run.id, last?.person ?? null, people.length < wanted]);
  }

  private async askAbout(
    database: Database,
    { id, organisation }: RawRun,
    context: CallContext,
    firstDay: CalendarDay,
    raw: RawIntegration & { readonly person: Buffer },
  ): Promise<void> {
    const { vault, ids, ledger, registration } = this.parts;
    const opened = opening(raw, vault);
    if (opened?.proof === undefined) {
      await database.query(LISTED, [id, raw.person, null, 'unaskable']);
      return;
    }
    const { ssin, proof } = opened;
    const question = listQuestion(registration, ids, organisation, context, { ssin, proof, firstDay });
    await ledger.accept(database, question);
    await database.query(LISTED, [id, raw.person, question.id, 'asked']);
  }

  private async end(database: Database, { id, organisation }: RawRun): Promise<void> {
    const [row] = await database.query<{ persons: string; differences: string }>(END, [id]);
    const details = {
      what: 'comparison with BCSS ended',
      id,
      persons: Number(row?.persons ?? 0),
      differences: Number(row?.differences ?? 0),
    };
    await this.parts.log.record(database, { kind: 'integration', organisation, details });
  }
}

/** Undefined for a row that is sealed under a key that is not here: about that person nobody can ask, about the next one they can. */
function opening(raw: RawIntegration, vault: Vault): ReturnType<typeof openIntegration> | undefined {
  try {
    return openIntegration(raw, vault);
  } catch {
    return undefined;
  }
}

interface RawRun {
  readonly id: string;
  readonly organisation: string;
  readonly occasion: string;
  readonly context: Buffer;
  readonly reached: Buffer | null;
  readonly listed_all: boolean;
}

const HOLD = `
  SELECT id, organisation, occasion, context, reached, listed_all FROM gateway.reconciliation
   WHERE id = $1 AND state = 'running' FOR UPDATE SKIP LOCKED`;

/** A question whose exchange is over, and whose answer did not say who is integrated. */
const UNANSWERED = `
  UPDATE gateway.reconciliation_person p SET state = 'unanswered'
    FROM gateway.exchange x
   WHERE p.reconciliation_id = $1 AND p.state = 'asked' AND x.id = p.exchange_id
     AND x.state IN ('done', 'dead-letter', 'cancelled', 'undecided')`;

const COUNT = `
  SELECT count(*) FILTER (WHERE state = 'asked')::int AS asked, count(*)::int AS all
    FROM gateway.reconciliation_person WHERE reconciliation_id = $1`;

/** The next people who have, or may have, something that holds from today on; of each, a row with a proof where there is one. */
const NEXT = `
  SELECT DISTINCT ON (i.person) i.person, ${integrationColumns('i')}
    FROM gateway.integration i
   WHERE i.organisation = $1 AND i.person > $2
     AND i.state IN ('open', 'closing', 'closed') AND coalesce(i.last_day, 'infinity') >= $3::date
   ORDER BY i.person, (i.proof IS NULL), i.id DESC
   LIMIT $4`;

const LISTED = `
  INSERT INTO gateway.reconciliation_person (reconciliation_id, person, exchange_id, state) VALUES ($1, $2, $3, $4)`;

const REACHED = `
  UPDATE gateway.reconciliation SET reached = coalesce($2, reached), listed_all = $3 WHERE id = $1`;

const END = `
  WITH ended AS (UPDATE gateway.reconciliation SET state = 'done', finished_at = clock_timestamp() WHERE id = $1)
  SELECT count(*) AS persons, coalesce(sum(differences), 0) AS differences
    FROM gateway.reconciliation_person WHERE reconciliation_id = $1`;
