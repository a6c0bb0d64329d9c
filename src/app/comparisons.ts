import { ImportRunner, type EndedImport } from '../integration/import/import-runner.ts';
import { ReconciliationRunner } from '../integration/reconciliation-runner.ts';
import { Reconciliations } from '../integration/reconciliations.ts';
import type { DatabasePool } from '../store/pool.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { Foundation } from './foundation.ts';
import { keepNightly } from './nightly.ts';
import { learning, registrationFlow } from './register.ts';

const EVERY_MS = 1_000;

/** The rooms that work off imports and comparisons. */
export interface Comparers {
  readonly imports: ImportRunner;
  readonly comparisons: ReconciliationRunner;
  readonly reconciliations: Reconciliations;
}

/** What works them off, for the running gateway and for a command beside it. */
export function comparersOn(foundation: Foundation, pool: DatabasePool, nudge: () => void): Comparers {
  const { vault, ids, clock, flows, config } = foundation;
  const { log, ledger } = learning(foundation);
  const parts = { pool, vault, ids, log };
  return {
    imports: new ImportRunner(parts),
    comparisons: new ReconciliationRunner({
      ...parts,
      clock,
      ledger,
      nudge,
      registration: registrationFlow(flows),
      nightPersonsMax: config.reconcileNightPersons,
    }),
    reconciliations: new Reconciliations(parts),
  };
}

/** An import that has ended is verified at once: BCSS is asked about everybody in the register. */
export async function verifyImport(
  { reconciliations }: Comparers,
  { organisation, client, context }: EndedImport,
): Promise<void> {
  try {
    await reconciliations.start({ organisation, client, context, occasion: 'import' });
  } catch (error) {
    // One is running: it, or the next one, asks about these people too.
    if (!(error instanceof GatewayError) || error.code !== 'state-conflict') throw error;
  }
}

/**
 * Works off imports and comparisons while the gateway runs, a step a second. Every process does; each step is one transaction under its
 * row, so that none is done twice and one that dies leaves nothing half done.
 */
export function keepComparisons(foundation: Foundation, pool: DatabasePool, nudge: () => void): void {
  const { shutdown, log } = foundation;
  const comparers = comparersOn(foundation, pool, nudge);
  const step = async (): Promise<void> => {
    try {
      const done = await comparers.imports.step();
      if (typeof done === 'object') await verifyImport(comparers, done);
      await comparers.comparisons.step();
    } catch (error) {
      log.warn({ event: 'comparison.failed', err: error }, 'comparison.failed');
    }
  };
  let stepping = Promise.resolve();
  let isStepping = false;
  const timer = setInterval(() => {
    if (isStepping) return;
    isStepping = true;
    stepping = step().finally(() => (isStepping = false));
  }, EVERY_MS).unref();
  keepNightly(foundation, pool, comparers.reconciliations);
  shutdown.add('comparisons', async () => {
    clearInterval(timer);
    await stepping;
  });
}
