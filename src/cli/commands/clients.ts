import type { Command } from 'commander';
import { hashApiKey } from '../../clients/api-key.ts';
import { addClient, listClients, revokeClient } from '../../clients/client-store.ts';
import { type Right, RIGHTS } from '../../domain/client.ts';
import { GatewayError } from '../../domain/problems/gateway-error.ts';
import { table } from '../terminal.ts';
import { withFoundation } from '../with-foundation.ts';

export function addClients(program: Command): void {
  const clients = program.command('clients').description('client applications and their API keys');

  clients
    .command('add')
    .description('make a client, or give one a new key; the key is shown once')
    .argument('<id>', 'name of the application, kebab-case')
    .requiredOption('--organisation <id>', 'the centre it acts for; * for every one')
    .option('--rights <list>', `comma-separated: ${RIGHTS.join(', ')}`, 'send,read,subscribe')
    .option('--expires <date>', 'last day, YYYY-MM-DD')
    .action(async (id: string, options: { organisation: string; rights: string; expires?: string }) => {
      const rights = parseRights(options.rights);
      await withFoundation(async ({ pool, archive, organisations }) => {
        if (options.organisation !== '*' && organisations.find(options.organisation) === undefined)
          throw refused(
            '--organisation',
            organisations.all().map((known) => known.id),
          );
        const key = await addClient(pool('accept', 1), archive, {
          id: checkId(id),
          organisation: options.organisation,
          rights,
          ...(options.expires !== undefined && { expiresAt: lastDay(options.expires) }),
        });
        console.log(key);
      });
    });

  clients
    .command('list')
    .description('all clients, the revoked ones too')
    .action(() =>
      withFoundation(async ({ pool }) => {
        const rows = await listClients(pool('accept', 1));
        const lines = rows.map(({ id, organisation, rights, expiresAt, revokedAt }) => [
          id,
          organisation,
          rights.join(','),
          expiresAt?.toISOString().slice(0, 10) ?? '',
          revokedAt === undefined ? 'active' : `revoked ${revokedAt.toISOString().slice(0, 10)}`,
        ]);
        console.log(table([['client', 'centre', 'rights', 'expires', 'state'], ...lines]));
      }),
    );

  clients
    .command('revoke')
    .description('end the access of a client, at once')
    .argument('<id>')
    .action((id: string) =>
      withFoundation(async ({ pool, archive }) => {
        if (!(await revokeClient(pool('accept', 1), archive, id))) throw new GatewayError('not-found');
        console.log(`${id} is revoked.`);
      }),
    );

  clients
    .command('hash')
    .description('the hash of a key read from standard input, for API_KEYS_FILE')
    .action(async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
      console.log(hashApiKey(Buffer.concat(chunks).toString().trim()).toString('hex'));
    });
}

function parseRights(text: string): Right[] {
  const words = text.split(',').map((word) => word.trim());
  const rights = RIGHTS.filter((right) => words.includes(right));
  if (rights.length !== words.length) throw refused('--rights', RIGHTS);
  return rights;
}

function checkId(id: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(id)) throw refused('<id>', ['kebab-case']);
  return id;
}

function lastDay(text: string): Date {
  const date = new Date(`${text}T23:59:59Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(date.getTime())) throw refused('--expires', ['YYYY-MM-DD']);
  return date;
}

function refused(option: string, allowed: readonly string[]): GatewayError {
  return new GatewayError('config-invalid', { detail: `${option}: ${allowed.join(', ')}` });
}
