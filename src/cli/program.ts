import { Command } from 'commander';
import { version } from '../app/version.ts';
import { addClients } from './commands/clients.ts';
import { addContracts } from './commands/contracts.ts';
import { addDemo } from './commands/demo.ts';
import { addDoctor } from './commands/doctor.ts';
import { addIntegrations } from './commands/integrations.ts';
import { addKeys } from './commands/keys.ts';
import { addMigrate } from './commands/migrate.ts';
import { addRetention } from './commands/retention.ts';
import { addPolicy } from './commands/policy.ts';
import { addServe } from './commands/serve.ts';
import { addSimulate } from './commands/simulate.ts';
import { addVerify } from './commands/verify.ts';
import { addWorker } from './commands/worker.ts';

const COMMANDS = [
  addServe,
  addWorker,
  addDemo,
  addSimulate,
  addVerify,
  addContracts,
  addKeys,
  addClients,
  addPolicy,
  addRetention,
  addIntegrations,
  addMigrate,
  addDoctor,
];

/** The `gateway` command. Configuration comes from the environment only; `.env.example` lists it. */
export function buildProgram(): Command {
  const program = new Command('gateway')
    .description('the one program through which a CPAS talks to the Crossroads Bank for Social Security')
    .version(version())
    .showHelpAfterError();
  for (const add of COMMANDS) add(program);
  return program;
}
