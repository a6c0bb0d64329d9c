import type { Period, StepAction, StepState } from '../domain/integration.ts';
import type { FinishedExchange } from '../exchanges/finish.ts';
import type { Database } from '../store/pool.ts';
import type { IntegrationId, IntegrationState } from '../domain/integration.ts';
import type { LearnParts } from './learn-parts.ts';
import type { Integration } from './register-row.ts';

/** What became of an integration, and by which step. */
interface ToldChange {
  readonly integration: Pick<Integration, 'id' | 'householdId' | 'ssin' | 'qualityCode'>;
  readonly step: Period & { readonly action: StepAction; readonly state: StepState };
}

/** Records a change of the register in the log, and tells subscribers, in the transaction that makes it. */
export async function tellChange(
  { vault, log, announcements }: Pick<LearnParts, 'vault' | 'log' | 'announcements'>,
  database: Database,
  exchange: FinishedExchange,
  { integration, step }: ToldChange,
): Promise<void> {
  const { id, householdId, ssin, qualityCode } = integration;
  const { organisation, flow, ticket } = exchange;
  const state = await stateNow(database, id);
  const { action, firstDay, lastDay, state: end } = step;
  await log.record(database, {
    kind: 'integration',
    organisation,
    exchangeId: exchange.id,
    flow,
    ticket,
    subjects: [ssin],
    qualityCode,
    outcome: state,
    details: {
      what: `${action}: ${end}`,
      household: householdId,
      integration: id,
      firstDay,
      lastDay,
      subjects: [ssin],
    },
  });
  await announcements.changed(database, {
    organisation,
    person: vault.personLane(ssin),
    household: householdId,
    integration: id,
    state,
    exchange: exchange.id,
  });
}

async function stateNow(database: Database, id: IntegrationId): Promise<IntegrationState> {
  const [row] = await database.query<{ state: IntegrationState }>(
    'SELECT state FROM gateway.integration WHERE id = $1',
    [id],
  );
  if (row === undefined) throw new Error('an integration vanished');
  return row.state;
}
