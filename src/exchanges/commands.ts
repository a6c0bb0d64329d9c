import { ALLOWED_COMMANDS, type ExchangeCommand, type ExchangeId, isFinal, type Verdict } from '../domain/exchange.ts';
import type { Archive } from '../log/archive.ts';
import type { NewEntry } from '../log/entry.ts';
import type { DatabasePool } from '../store/pool.ts';
import { exchangeColumns, type RawExchangeRow, toExchangeRow } from './exchange-row.ts';
import { hastenProbe } from './service-state.ts';
import { type Announce, finish, FINISHED_COLUMNS, type FinishedRow } from './finish.ts';

/** A person's command about an exchange, with the entry that records who gave it and why. */
export interface Command {
  readonly id: ExchangeId;
  readonly organisation: string;
  readonly command: ExchangeCommand;
  /** For `resolve`, which does nothing without it: what the person found out. */
  readonly verdict?: Verdict;
  readonly entry: NewEntry;
}

export type CommandEnd = 'done' | 'not-found' | 'not-now';

/**
 * Carries out a command, and records it, in one transaction.
 *
 * - cancel: before anything was sent, or out of the dead letters;
 * - requeue: a dead letter starts again, with its ticket and a fresh pace;
 * - resolve: an undecided declaration did happen (done), or did not (it is sent again).
 *
 * A declaration that may have reached BCSS cannot be cancelled, and a requeue of one goes through `resolve` first.
 */
export function carryOut(
  pool: DatabasePool,
  archive: Archive,
  announce: Announce,
  command: Command,
): Promise<CommandEnd> {
  return pool.transaction(async (database) => {
    const [raw] = await database.query<RawExchangeRow>(
      `SELECT ${exchangeColumns('x')} FROM gateway.exchange x WHERE x.id = $1 AND x.organisation = $2 FOR UPDATE`,
      [command.id, command.organisation],
    );
    if (raw === undefined) return 'not-found';
    const exchange = toExchangeRow(raw);
    if (!ALLOWED_COMMANDS[exchange.state].includes(command.command)) return 'not-now';
    if (command.command === 'cancel' && exchange.outcome === 'uncertain' && !exchange.resendSafe) return 'not-now';
    const statement = statementOf(command);
    if (statement === undefined) return 'not-now';
    await archive.append(database, command.entry);
    const { organisation, address } = exchange;
    if (command.command === 'requeue' && address !== undefined) await hastenProbe(database, { organisation, address });
    const [moved] = await database.query<FinishedRow>(statement, [command.id]);
    if (moved !== undefined && isFinal(moved.state)) await finish(database, announce, moved);
    return 'done';
  });
}

function statementOf({ command, verdict }: Command): string | undefined {
  switch (command) {
    case 'cancel':
      return CANCEL;
    case 'requeue':
      return START_AGAIN;
    case 'resolve':
      return verdict === undefined ? undefined : RESOLVE[verdict];
  }
}

const CANCEL = `
  UPDATE gateway.exchange
     SET state = 'cancelled', finished_at = clock_timestamp(), lease_until = NULL, token = token + 1
   WHERE id = $1
  RETURNING ${FINISHED_COLUMNS}`;

const START_AGAIN = `
  UPDATE gateway.exchange
     SET state = 'queued', finished_at = NULL, outcome = NULL, code = NULL, reply_index = NULL, result_kind = NULL, address = NULL,
         attempt_base = attempt, reconcile_step = 0, not_before = clock_timestamp(), lease_until = NULL, relayed_at = NULL,
         token = token + 1
   WHERE id = $1
  RETURNING ${FINISHED_COLUMNS}`;

const SETTLE = `
  UPDATE gateway.exchange
     SET state = 'done', outcome = 'answered', code = NULL, reply_index = NULL, result_kind = 'found', finished_at = clock_timestamp(), token = token + 1
   WHERE id = $1
  RETURNING ${FINISHED_COLUMNS}`;

const RESOLVE: Readonly<Record<Verdict, string>> = { happened: SETTLE, 'did-not-happen': START_AGAIN };
