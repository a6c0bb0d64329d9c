import { type Foundation, layFoundation } from '../app/foundation.ts';
import { loadConfig } from '../config.ts';
import { makeLogger } from '../telemetry/logger.ts';

/** Runs a command that needs the database and the keys, and puts everything away afterwards. Only warnings are logged. */
export async function withFoundation<Result>(work: (foundation: Foundation) => Promise<Result>): Promise<Result> {
  const foundation = await layFoundation(loadConfig(process.env), makeLogger('warn', process.stderr), { beside: true });
  try {
    return await work(foundation);
  } finally {
    await foundation.shutdown.run();
  }
}
