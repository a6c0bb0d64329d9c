import type { ExchangeId } from '../domain/exchange.ts';
import type { HouseholdId, IntegrationId } from '../domain/integration.ts';
import type { NewExchange } from '../exchanges/accept.ts';
import type { Vault } from '../log/vault.ts';
import type { Database } from '../store/pool.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { Change } from './messages.ts';
import type { CloseAct, OpenAct, ReopenAct } from './plan.ts';
import type { Ledger } from './ports.ts';
import type { PreparedAct } from './prepare-acts.ts';
import type { Proof } from './proof.ts';
import { addIntegration } from './register.ts';
import { proofPlace } from './register-row.ts';

/** What writing acts needs besides the connection. */
export interface WriteParts {
  readonly vault: Vault;
  readonly ids: Ids;
  readonly ledger: Ledger;
}

/** Writes one act into the register, with its message. @returns the message, where there is one */
export async function writeAct(
  parts: WriteParts,
  database: Database,
  organisation: string,
  household: HouseholdId,
  { act, exchange }: PreparedAct,
): Promise<ExchangeId[]> {
  if (act.kind === 'abandon') {
    await database.query(ABANDON, [act.integration.id]);
    await withdrawEarlier(parts, database, act.integration.step?.exchange);
    return [];
  }
  if (exchange === undefined) throw new Error('an act without its message');
  switch (act.kind) {
    case 'open':
      await open(parts, database, organisation, household, act, exchange);
      break;
    case 'reopen':
      await reopen(parts, database, act, exchange);
      break;
    case 'close':
      await close(parts, database, act, exchange);
  }
  return [exchange.id];
}

async function open(
  parts: WriteParts,
  database: Database,
  organisation: string,
  householdId: HouseholdId,
  { change, replaces }: OpenAct,
  exchange: NewExchange,
): Promise<void> {
  const { ssin, qualityCode, firstDay, lastDay, proof } = change;
  const { id } = await addIntegration(database, parts, {
    organisation,
    householdId,
    ssin,
    qualityCode,
    firstDay,
    lastDay,
    proof,
    state: 'opening',
    source: 'household',
    ...(replaces !== undefined && { replaces: replaces.integration }),
  });
  await takeStep(parts, database, id, change, exchange);
}

async function reopen(
  parts: WriteParts,
  database: Database,
  { integration, change }: ReopenAct,
  exchange: NewExchange,
): Promise<void> {
  await withdrawEarlier(parts, database, integration.step?.exchange);
  await database.query(REOPEN, [integration.id, sealed(parts, integration.id, change.proof)]);
  await takeStep(parts, database, integration.id, change, exchange);
}

/** Marks an integration as being closed and sends its end. Also where the end follows from something that BCSS has answered. */
export async function close(
  parts: WriteParts,
  database: Database,
  {
    integration,
    closingDay,
    change,
  }: Pick<CloseAct, 'closingDay' | 'change'> & {
    readonly integration: { readonly id: IntegrationId; readonly step?: { readonly exchange: ExchangeId } | undefined };
  },
  exchange: NewExchange,
): Promise<void> {
  await withdrawEarlier(parts, database, integration.step?.exchange);
  await database.query(CLOSE, [integration.id, closingDay, sealed(parts, integration.id, change.proof)]);
  await takeStep(parts, database, integration.id, change, exchange);
}

/** Accepts the message, and remembers for which integration it is. */
async function takeStep(
  { ledger }: WriteParts,
  database: Database,
  integration: IntegrationId,
  { action, firstDay, lastDay }: Change,
  exchange: NewExchange,
): Promise<void> {
  await ledger.accept(database, exchange);
  await database.query(STEP, [exchange.id, integration, action, firstDay, lastDay ?? null, 'pending', null]);
}

/** A message that was never delivered stays away: otherwise somebody could requeue it beside the one that takes its place. */
async function withdrawEarlier(
  { ledger }: WriteParts,
  database: Database,
  earlier: ExchangeId | undefined,
): Promise<void> {
  if (earlier !== undefined) await ledger.withdraw(database, earlier);
}

function sealed({ vault }: WriteParts, id: IntegrationId, proof: Proof | undefined): Buffer | null {
  return proof === undefined ? null : vault.sealSecret(JSON.stringify(proof), proofPlace(id));
}

const ABANDON = "UPDATE gateway.integration SET state = 'abandoned', proof = NULL WHERE id = $1";
const REOPEN = "UPDATE gateway.integration SET state = 'opening', proof = $2 WHERE id = $1";
const CLOSE = "UPDATE gateway.integration SET state = 'closing', closing_day = $2, proof = $3 WHERE id = $1";

/** A step: exchange, integration, action, days, state, code. */
export const STEP = `
  INSERT INTO gateway.integration_step (exchange_id, integration_id, action, first_day, last_day, state, code)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;
