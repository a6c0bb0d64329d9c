import type { CalendarDay } from '../domain/calendar-day.ts';
import { brusselsDate } from '../domain/brussels-time.ts';
import type { Client } from '../domain/client.ts';
import type { ExchangeId } from '../domain/exchange.ts';
import type { HouseholdId } from '../domain/integration.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { IdempotencyClaim } from '../exchanges/accept.ts';
import { keyClaim } from '../intake/idempotency-key.ts';
import type { NewEntry } from '../log/entry.ts';
import type { Vault } from '../log/vault.ts';
import type { Database, DatabasePool } from '../store/pool.ts';
import type { Clock } from '../telemetry/clock.ts';
import type { Ids } from '../telemetry/ids.ts';
import { holdPersons, integrationsIn, integrationsOf, type IntegrationWithStep } from './find.ts';
import { findHousehold, holdHousehold } from './household-row.ts';
import type { Desk, Ledger, Log, RegistrationFlow } from './ports.ts';
import { type Act, samePlan } from './plan.ts';
import { type PreparedAct, prepareActs } from './prepare-acts.ts';
import { householdOf } from './register.ts';
import type { CallContext } from './wishes.ts';
import { writeAct } from './write-act.ts';

/** What calls are carried out with. */
export interface CallParts {
  readonly pool: DatabasePool;
  readonly vault: Vault;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly desk: Desk;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly registration: RegistrationFlow;
  /** Something was accepted. */
  readonly nudge: () => void;
}

/** A call about a household, as it came in. */
export interface Call {
  readonly client: Client;
  readonly organisation: string;
  /** What is done, in a word for the log: `open`, `close`, … */
  readonly operation: string;
  readonly context: CallContext;
  readonly body: unknown;
  readonly bytes: Uint8Array;
  readonly idempotencyKey: string | undefined;
  /** The household, or the file and the people of one that may be new. */
  readonly about: { readonly household: HouseholdId } | { readonly file: string; readonly persons: readonly string[] };
}

/** What a plan is made from. */
export interface Seen {
  /** All integrations of the household. */
  readonly rows: readonly IntegrationWithStep[];
  /** All integrations that the centre has of these people, in whichever file. */
  readonly own: readonly IntegrationWithStep[];
  readonly today: CalendarDay;
}

/** Our promise: what was planned is in the register, and its messages will leave. */
export interface CallEnd {
  readonly household: HouseholdId;
  /** True: this is what an earlier call with the same key and the same body did. */
  readonly replayed: boolean;
  /** The messages that leave. */
  readonly exchanges: readonly ExchangeId[];
}

/**
 * Carries out a call: was it made before → plan → may each message be sent, says the desk → and in one transaction: the key, the log entry,
 * the register, and all the messages. So a household is never half accepted, whatever dies when.
 *
 * @param plan pure; called again inside the transaction, see {@link Act}.
 * @throws GatewayError what the plan and the desk refuse; `state-conflict` when the register changed in between; `not-found`;
 *   `idempotency-key-missing`, `-invalid`, `-reused`
 */
export async function carryOut(parts: CallParts, call: Call, plan: (seen: Seen) => Act[]): Promise<CallEnd> {
  const claim = claimOf(call);
  const known = await endOfEarlier(parts.pool, call, claim);
  if (known !== undefined) return known;
  try {
    const { reference, ...seen } = await see(parts, parts.pool, call);
    const prepared = await prepareActs(parts, call, plan(seen), reference);
    const end = await parts.pool.transaction((database) => write(parts, database, call, claim, plan, prepared));
    parts.nudge();
    return end;
  } catch (error) {
    // The same call may have arrived twice at once: then what stands in its way is its own twin.
    const twin = error instanceof GatewayError ? await endOfEarlier(parts.pool, call, claim) : undefined;
    if (twin === undefined) throw error;
    return twin;
  }
}

function claimOf({ idempotencyKey, operation, organisation, about, body }: Call): IdempotencyClaim {
  if (idempotencyKey === undefined) throw new GatewayError('idempotency-key-missing');
  const where = 'household' in about ? about.household : '';
  return keyClaim(idempotencyKey, `integrations ${operation} ${organisation} ${where}`, body);
}

/** @throws GatewayError `idempotency-key-reused` */
async function endOfEarlier(
  database: Database,
  { client }: Call,
  claim: IdempotencyClaim,
): Promise<CallEnd | undefined> {
  const [row] = await database.query<{ household_id: HouseholdId; body_hash: Buffer }>(
    'SELECT household_id, body_hash FROM gateway.integration_call WHERE client = $1 AND key_hash = $2',
    [client.id, claim.keyHash],
  );
  if (row === undefined) return undefined;
  if (!row.body_hash.equals(claim.bodyHash)) throw new GatewayError('idempotency-key-reused');
  return { household: row.household_id, replayed: true, exchanges: [] };
}

/** What the register has about the household and its people now. @throws GatewayError `not-found` */
async function see(
  { vault, clock }: CallParts,
  database: Database,
  { about, organisation }: Call,
): Promise<Seen & { readonly reference: string | undefined }> {
  const household =
    'household' in about ? await findHousehold(database, vault, organisation, about.household) : undefined;
  const rows = household === undefined ? [] : await integrationsIn(database, vault, [household.id]);
  const persons = 'file' in about ? about.persons : rows.map(({ ssin }) => ssin);
  const own = await integrationsOf(database, vault, organisation, [...new Set(persons)]);
  const reference = 'file' in about ? about.file : household?.reference;
  return { rows, own, today: brusselsDate(clock.now()), reference };
}

async function write(
  parts: CallParts,
  database: Database,
  call: Call,
  claim: IdempotencyClaim,
  plan: (seen: Seen) => Act[],
  prepared: readonly PreparedAct[],
): Promise<CallEnd> {
  const { vault, log } = parts;
  const { organisation, about, client } = call;
  const household =
    'file' in about
      ? await householdOf(database, parts, organisation, { reference: about.file })
      : await holdHousehold(database, organisation, about.household);
  const claimed = await database.query(CLAIM, [client.id, claim.keyHash, claim.bodyHash, household]);
  if (claimed.length === 0) throw new GatewayError('state-conflict', { detail: CHANGED_MEANWHILE });
  const persons = prepared.map(({ ssin }) => ssin);
  await holdPersons(database, vault, organisation, persons);
  const acts = plan(await see(parts, database, call));
  if (
    !samePlan(
      acts,
      prepared.map(({ act }) => act),
    )
  )
    throw new GatewayError('state-conflict', { detail: CHANGED_MEANWHILE });
  await log.record(database, entryOf(call, household, persons));
  const exchanges: ExchangeId[] = [];
  for (const one of prepared) exchanges.push(...(await writeAct(parts, database, organisation, household, one)));
  return { household, replayed: false, exchanges };
}

function entryOf(
  { client, organisation, operation, context, bytes }: Call,
  household: HouseholdId,
  persons: string[],
): NewEntry {
  const subjects = [...new Set(persons)];
  return {
    kind: 'integration',
    organisation,
    client: client.id,
    actor: context.user.ssin,
    subjects,
    outcome: operation,
    details: { what: `household: ${operation}`, household, user: context.user, purpose: context.purpose, subjects },
    body: bytes,
    contentType: 'application/json',
  };
}

const CLAIM = `
  INSERT INTO gateway.integration_call (client, key_hash, body_hash, household_id) VALUES ($1, $2, $3, $4)
  ON CONFLICT DO NOTHING RETURNING household_id`;

const CHANGED_MEANWHILE = {
  fr: 'le registre a changé pendant l’appel : relisez le ménage et recommencez',
  nl: 'het register veranderde tijdens de oproep: lees het gezin opnieuw en probeer nog eens',
  en: 'the register changed during the call: read the household again and repeat it',
  de: 'das Register hat sich während des Aufrufs geändert: lesen Sie den Haushalt erneut und versuchen Sie es noch einmal',
};
