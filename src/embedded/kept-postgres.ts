import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { unavailable, unavailableAfter } from './failure.ts';
import { type FromKeeper, keepPostgres, type KeeperOrder, type ToKeeper } from './keeper.ts';
import { postgresEnvironment } from './run.ts';

/** A server with its keeper. */
export interface KeptPostgres {
  readonly pid: number;
  /** Settles when the server has ended, with how, or when its keeper was killed and nobody watches it any more. */
  readonly ended: Promise<string>;
  /** Stops server and keeper. Returns within the limits of the order, also when the keeper is gone (then the server is not). */
  stop(): Promise<void>;
}

/** What the keeper needs on top of the two limits to end itself. */
const KEEPER_MARGIN_MS = 5_000;
const KEEPER_START_MS = 20_000;

/**
 * Starts a server under a keeper. The server is not yet ready to be used when this returns.
 *
 * @throws GatewayError `embedded-unavailable`
 */
export async function startKept(order: KeeperOrder): Promise<KeptPostgres> {
  const keeper = spawn(process.execPath, ['-e', `(${keepPostgres.toString()})()`], {
    cwd: '/',
    env: postgresEnvironment(),
    // A session of its own: signals to the gateway's process group or terminal do not reach it.
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    windowsHide: true,
  });
  const gone = once(keeper, 'exit');
  gone.catch(() => undefined);
  const answer = firstAnswer(keeper);
  const ended = endOf(keeper);
  tell(keeper, { kind: 'start', order });
  const first = await answer;
  if (first?.kind !== 'started') {
    // Whatever it may have started after all, it ends.
    if (keeper.connected) keeper.disconnect();
    throw notStarted(first);
  }

  // Neither keeper nor channel keeps our own process alive: who forgets to stop the server can still end, and that stops it.
  keeper.unref();
  keeper.channel?.unref();

  return {
    pid: first.pid,
    ended,
    async stop() {
      if (keeper.exitCode !== null || keeper.signalCode !== null) return;
      // Without these, Node would leave in the middle of the await when nothing else is going on.
      keeper.ref();
      keeper.channel?.ref();
      tell(keeper, { kind: 'stop' });
      const limit = new AbortController();
      const limitMs = order.fastMs + order.immediateMs + KEEPER_MARGIN_MS;
      await Promise.race([gone, sleep(limitMs, undefined, { signal: limit.signal }).catch(() => undefined)]);
      limit.abort();
      keeper.unref();
    },
  };
}

async function firstAnswer(keeper: ChildProcess): Promise<FromKeeper | undefined> {
  return new Promise((resolve) => {
    const limit = setTimeout(() => resolve(undefined), KEEPER_START_MS);
    const settle = (answer: FromKeeper | undefined): void => {
      clearTimeout(limit);
      resolve(answer);
    };
    keeper.once('message', (message) => settle(message as FromKeeper));
    keeper.once('error', (error: NodeJS.ErrnoException) =>
      settle({ kind: 'not-started', code: error.code ?? '', message: error.message }),
    );
    keeper.once('exit', () => settle(undefined));
  });
}

async function endOf(keeper: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    keeper.on('message', (message) => {
      const told = message as FromKeeper;
      if (told.kind === 'ended')
        resolve(told.signal === null ? `exit code ${told.code ?? '?'}` : `signal ${told.signal}`);
    });
    keeper.once('exit', () => resolve('its keeper ended'));
    keeper.once('error', () => resolve('its keeper did not start'));
  });
}

/** A keeper that has just ended cannot be told anything, and need not be. */
function tell(keeper: ChildProcess, message: ToKeeper): void {
  if (keeper.connected) keeper.send(message, () => undefined);
}

function notStarted(answer: FromKeeper | undefined): Error {
  if (answer?.kind !== 'not-started') return unavailableAfter('');
  if (answer.code === 'EPERM' || answer.code === 'EINVAL')
    return unavailable({
      fr: 'root ne peut ici prendre un autre compte (conteneur restreint ?) ; démarrez sous un compte ordinaire',
      nl: 'root kan hier geen andere account aannemen (beperkte container?); start met een gewone account',
      en: 'root may not become another account here (restricted container?); start under an ordinary account',
      de: 'root darf hier kein anderes Konto annehmen (eingeschränkter Container?); starten Sie mit einem gewöhnlichen Konto',
    });
  return unavailableAfter(answer.message);
}
