import { readFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { comparersOn, verifyImport } from '../../app/comparisons.ts';
import type { Foundation } from '../../app/foundation.ts';
import { learning } from '../../app/register.ts';
import { GatewayError } from '../../domain/problems/gateway-error.ts';
import { saysSomething } from '../../domain/says-something.ts';
import { userSsinDefect } from '../../domain/ssin.ts';
import { NAMED_ENCODINGS, type NamedEncoding } from '../../integration/import/file-text.ts';
import { type ImportFile, Imports } from '../../integration/import/imports.ts';
import { Reconciliations } from '../../integration/reconciliations.ts';
import type { CallContext } from '../../integration/wishes.ts';
import { withFoundation } from '../with-foundation.ts';

/** What entries of the log say instead of the name of an application. */
const CLIENT = 'command-line';

interface Options {
  readonly organisation?: string;
  readonly user: string;
  readonly purpose: string;
  readonly encoding?: NamedEncoding;
  readonly dryRun?: boolean;
}

export function addIntegrations(program: Command): void {
  const integrations = program.command('integrations').description('the register of integrations');

  integrations
    .command('import')
    .description(
      'bring in integrations that existed before the gateway, from a CSV file; the same file again goes on where it stopped',
    )
    .argument('<file>', 'CSV; docs/integrations.md has its columns')
    .option('--organisation <id>', 'the centre; the only one when there is one')
    .requiredOption('--user <ssin>', 'on whose behalf; recorded in the log')
    .option('--purpose <text>', 'why; recorded in the log', 'integrations from before the gateway')
    .addOption(new Option('--encoding <name>', 'what the file is in when it is not Unicode').choices(NAMED_ENCODINGS))
    .option('--dry-run', 'only check, and say what the file would do')
    .action((path: string, options: Options) => withFoundation((foundation) => importFile(foundation, path, options)));

  integrations
    .command('reconcile')
    .description('compare the register with what BCSS has; a running gateway asks, and shows what it found')
    .option('--organisation <id>', 'the centre; the only one when there is one')
    .requiredOption('--user <ssin>', 'on whose behalf; recorded in the log')
    .option('--purpose <text>', 'why; recorded in the log', 'comparison of the register')
    .action((options: Options) =>
      withFoundation(async (foundation) => {
        const pool = foundation.pool('accept', 1);
        const { vault, ids } = foundation;
        const { log } = learning(foundation);
        const wanted = { organisation: centreOf(foundation, options), occasion: 'demand', client: CLIENT } as const;
        const id = await new Reconciliations({ pool, vault, ids, log }).start({
          ...wanted,
          context: contextOf(options),
        });
        console.log(`/v1/integrations/reconciliations/${id}`);
      }),
    );
}

async function importFile(foundation: Foundation, path: string, options: Options): Promise<void> {
  const pool = foundation.pool('accept', 2);
  const { vault, ids } = foundation;
  const imports = new Imports({ pool, vault, ids, log: learning(foundation).log });
  const file: ImportFile = {
    organisation: centreOf(foundation, options),
    bytes: bytesOf(path),
    encoding: options.encoding,
    context: contextOf(options),
  };
  if (options.dryRun === true) {
    const { rows, known, persons } = await imports.preview(file);
    console.log(`${rows} rows about ${persons} persons; ${known} are in the register already; nothing was written`);
    return;
  }
  const comparers = comparersOn(foundation, pool, () => undefined);
  const { id } = await imports.start(CLIENT, file);
  const asOperator = { id: CLIENT, organisation: file.organisation, rights: [], bootstrap: false };
  for (;;) {
    const step = await comparers.imports.step();
    const { done, rows, known, state } = await imports.view(asOperator, id);
    console.log(`${done} of ${rows} rows, ${known} of them known`);
    if (typeof step === 'object') await verifyImport(comparers, step);
    if (state === 'done') return;
    // A gateway beside us is at it.
    if (step === 'nothing') await foundation.clock.sleep(500);
  }
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new GatewayError('config-invalid', { detail: `${path}: cannot be read`, cause });
  }
}

function centreOf({ organisations }: Foundation, { organisation }: Options): string {
  const centre = organisation === undefined ? organisations.only() : organisations.find(organisation);
  if (centre !== undefined) return centre.id;
  const known = organisations.all().map(({ id }) => id);
  throw new GatewayError('config-invalid', { detail: `--organisation: ${known.join(' | ')}` });
}

function contextOf({ user, purpose }: Options): CallContext {
  const rule = userSsinDefect(user);
  if (rule !== undefined) throw new GatewayError('invalid-request', { fields: [{ pointer: '/user', rule }] });
  if (!saysSomething(purpose, 'reason'))
    throw new GatewayError('invalid-request', { fields: [{ pointer: '/purpose', rule: 'says-nothing' }] });
  return { user: { ssin: user }, purpose };
}
