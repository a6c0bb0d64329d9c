import type { Command } from 'commander';
import { destroyWhatIsDue } from '../../app/retention.ts';
import { table } from '../terminal.ts';
import { withFoundation } from '../with-foundation.ts';

const FOR_EVER = 'for ever';

export function addRetention(program: Command): void {
  const retention = program.command('retention').description('how long the content of each centre’s log is kept');

  retention
    .command('show')
    .description('the days that ORGANISATIONS_FILE gives each centre')
    .action(async () => {
      await withFoundation(({ organisations }) => {
        const rows = organisations.all().map(({ id }) => [id, daysOf(organisations.settingsOf(id).retentionDays)]);
        console.log(table([['centre', 'kept'], ...rows]));
        return Promise.resolve();
      });
    });

  retention
    .command('run')
    .description('destroy now what is older; a running gateway does it once a day by itself')
    .action(async () => {
      await withFoundation(async (foundation) => {
        const done = await destroyWhatIsDue(foundation, foundation.pool('retention', 1));
        const rows = done.map(({ organisation, destroyed, held }) => [organisation, String(destroyed), String(held)]);
        console.log(
          rows.length === 0 ? 'no centre has a retention' : table([['centre', 'destroyed', 'held'], ...rows]),
        );
      });
    });
}

function daysOf(days: number | undefined): string {
  return days === undefined ? FOR_EVER : `${days} days`;
}
