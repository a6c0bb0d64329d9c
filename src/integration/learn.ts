import { brusselsDate } from '../domain/brussels-time.ts';
import { type CalendarDay, plusDays } from '../domain/calendar-day.ts';
import type { ExchangeState } from '../domain/exchange.ts';
import type { IntegrationId, IntegrationState, Period, StepAction, StepState } from '../domain/integration.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { FinishedExchange } from '../exchanges/finish.ts';
import type { Database } from '../store/pool.ts';
import { closeReplaced } from './close-replaced.ts';
import { holdIntegration } from './find.ts';
import { learnFromMessage } from './learn-from-message.ts';
import type { LearnParts } from './learn-parts.ts';
import { tellChange } from './tell-change.ts';

/** What a step of the register becomes when its exchange is over. */
interface EndedStep extends Period {
  readonly integration: IntegrationId;
  readonly action: StepAction;
  readonly state: Exclude<StepState, 'pending'>;
}

/**
 * The register learns how an exchange ended, in the transaction that ends it: what BCSS accepted and what the register says are never two
 * things. Messages that other software sent on its own teach it too.
 */
export async function learn(parts: LearnParts, database: Database, exchange: FinishedExchange): Promise<void> {
  const state = stepStateOf(exchange.state, exchange.outcome);
  const steps = await database.query<RawStep>(END_STEP, [exchange.id, state]);
  for (const { integration_id, action, first_day, last_day } of steps) {
    const step = { integration: integration_id, action, state, firstDay: first_day, lastDay: last_day ?? undefined };
    await applyStep(parts, database, exchange, step);
  }
  if (steps.length === 0 && state === 'answered') await learnFromMessage(parts, database, exchange);
}

/** How telling BCSS ended. */
function stepStateOf(state: ExchangeState, outcome: Outcome | null): Exclude<StepState, 'pending'> {
  switch (state) {
    case 'done':
      return outcome === 'answered' ? 'answered' : 'refused';
    case 'cancelled':
      return 'withdrawn';
    case 'undecided':
      return 'undecided';
    default:
      return 'failed';
  }
}

async function applyStep(
  parts: LearnParts,
  database: Database,
  exchange: FinishedExchange,
  step: EndedStep,
): Promise<void> {
  const integration = await holdIntegration(database, parts.vault, step.integration);
  if (integration === undefined) throw new Error('a step without its integration');
  // Nobody knows what BCSS did: the register goes on saying that it is on its way, until a person has found out.
  if (step.state !== 'undecided') await MOVES[step.action](database, step, brusselsDate(parts.clock.now()));
  await tellChange(parts, database, exchange, { integration, step });
  if (step.action === 'register' && step.state === 'answered' && integration.replaces !== undefined)
    await closeReplaced(parts, database, exchange, integration, integration.replaces);
}

const MOVES: Readonly<Record<StepAction, (database: Database, step: EndedStep, today: CalendarDay) => Promise<void>>> =
  {
    register: async (database, { integration, state }) => {
      const next: IntegrationState = state === 'answered' ? 'open' : 'failed';
      await database.query(OPENED, [integration, next]);
    },
    unregister: async (database, { integration, state, firstDay }, today) => {
      if (state === 'answered') await database.query(CLOSED, [integration, plusDays(firstDay, -1), today]);
      else await database.query(STAYS_OPEN, [integration]);
    },
  };

interface RawStep {
  readonly integration_id: IntegrationId;
  readonly action: StepAction;
  readonly first_day: CalendarDay;
  readonly last_day: CalendarDay | null;
}

const END_STEP = `
  UPDATE gateway.integration_step s
     SET state = $2, finished_at = clock_timestamp(), code = (SELECT x.code FROM gateway.exchange x WHERE x.id = $1)
   WHERE s.exchange_id = $1
  RETURNING s.integration_id, s.action, s.first_day::text, s.last_day::text`;

// Also where it had been given up: what BCSS has is what the register says.
const OPENED = `
  UPDATE gateway.integration SET state = $2 WHERE id = $1 AND ($2 = 'open' OR state = 'opening')`;

// The proof is kept for as long as there may be something to tell BCSS about what is left.
const CLOSED = `
  UPDATE gateway.integration
     SET state = 'closed', closing_day = NULL, last_day = $2::date,
         proof = CASE WHEN $2::date < $3::date THEN NULL ELSE proof END
   WHERE id = $1 AND (state = 'closing' OR last_day IS NULL OR last_day > $2::date)`;

const STAYS_OPEN = `
  UPDATE gateway.integration i
     SET closing_day = NULL,
         state = CASE WHEN EXISTS (SELECT FROM gateway.integration_step s
                                    WHERE s.integration_id = i.id AND s.action = 'unregister' AND s.state = 'answered')
                      THEN 'closed' ELSE 'open' END
   WHERE id = $1 AND state = 'closing'`;
