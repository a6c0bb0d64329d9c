import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addClients } from './commands/clients.ts';
import { addContracts } from './commands/contracts.ts';
import { addDoctor } from './commands/doctor.ts';
import { addKeys } from './commands/keys.ts';
import { addMigrate } from './commands/migrate.ts';
import { addVerify } from './commands/verify.ts';

/** Version of this program, from package.json. */
export function version(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** The `gateway` command. Configuration comes from the environment only; `.env.example` lists it. */
export function buildProgram(): Command {
  const program = new Command('gateway')
    .description('the one program through which a CPAS talks to the Crossroads Bank for Social Security')
    .version(version())
    .showHelpAfterError();
  for (const add of [addMigrate, addVerify, addContracts, addKeys, addClients, addDoctor]) add(program);
  return program;
}
