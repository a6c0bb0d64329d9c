import type { Command } from 'commander';
import { connect } from 'node:net';
import { openMailRoom } from '../../app/mail-room.ts';
import { countWork } from '../../exchanges/find.ts';
import { errorLines, table, terminalLanguage } from '../terminal.ts';
import { withFoundation } from '../with-foundation.ts';

const CONNECT_MS = 3_000;

const SICK = 'NOT OK';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('look at everything the gateway stands on, and say what is wrong and what to do')
    .action(async () => {
      const rows: string[][] = [];
      const check = async (name: string, look: () => Promise<string>): Promise<void> => {
        try {
          rows.push([name, 'ok', await look()]);
        } catch (error) {
          rows.push([
            name,
            SICK,
            errorLines(error, terminalLanguage(process.env))
              .map((line) => line.trim())
              .join(' '),
          ]);
        }
      };
      await withFoundation(async (foundation) => {
        const { config, flows, keys, organisations } = foundation;
        rows.push(['flows', 'ok', `${flows.all().length} flows`]);
        rows.push([
          'centres',
          'ok',
          organisations
            .all()
            .map(({ id }) => id)
            .join(', '),
        ]);
        for (const [name, days] of Object.entries(keys.daysLeft()))
          rows.push([`certificate ${name}`, 'ok', `${days} days left`]);
        await check('database', async () => {
          const { states, oldestDueSeconds } = await countWork(foundation.pool('ops', 1));
          const work = Object.entries(states).map(([state, count]) => `${count} ${state}`);
          return work.length === 0
            ? 'nothing waits'
            : `${work.join(', ')}; oldest due ${Math.round(oldestDueSeconds)} s`;
        });
        await check('queue', async () => {
          const mailRoom = openMailRoom(foundation);
          await mailRoom.check();
          return mailRoom.backend;
        });
        for (const [name, url] of [
          ['BCSS_SSDN_URL', config.ssdnUrl],
          ['BCSS_SOAP_BASE_URL', config.soapBaseUrl],
        ] as const) {
          if (url === undefined) rows.push([name, 'ok', 'the simulator']);
          else await check(name, () => reach(new URL(url)));
        }
      });
      console.log(table(rows));
      if (rows.some(([, state]) => state === SICK)) process.exitCode = 1;
    });
}

/** Whether something listens there; the TLS and the certificates are for `test-connection` to say. */
function reach(url: URL): Promise<string> {
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  return new Promise((resolve, reject) => {
    const socket = connect({ host: url.hostname, port, timeout: CONNECT_MS });
    socket.once('connect', () => {
      socket.destroy();
      resolve(`${url.host} listens`);
    });
    socket.once('timeout', () => socket.destroy(new Error(`${url.host}: no answer within ${CONNECT_MS / 1000} s`)));
    socket.once('error', reject);
  });
}
