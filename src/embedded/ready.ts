import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { unavailable } from './failure.ts';

/**
 * Waiting for a server that has just been started. A real connection is tried, up to the point where the server asks for a
 * password: that needs no client library (the store owns `pg`), no credentials, and proves what matters, that somebody listens who
 * accepts sessions. The package brings no pg_isready, which does the same.
 */

/** How long nothing may answer, and how long the server may say that it is still recovering after a crash. */
const READY_LIMITS = { silentMs: 60_000, recoveringMs: 15 * 60_000 } as const;

const LOOK_MS = 10;
const PROBE_MS = 5_000;

/**
 * Returns when the server accepts sessions.
 *
 * @param ended settles when the server ends instead.
 * @throws GatewayError `embedded-unavailable` when a limit passes.
 */
export async function waitUntilReady(port: number, ended: Promise<string>): Promise<'ready' | 'ended'> {
  const end = { seen: false };
  void ended.then(() => (end.seen = true));
  const start = performance.now();
  for (let state: ProbeState = 'silent'; ;) {
    if (end.seen) return 'ended';
    state = await probe(port);
    if (state === 'ready') return 'ready';
    const waitedMs = performance.now() - start;
    if (waitedMs > (state === 'silent' ? READY_LIMITS.silentMs : READY_LIMITS.recoveringMs)) throw tooLong(waitedMs);
    await sleep(LOOK_MS);
  }
}

type ProbeState = 'silent' | 'recovering' | 'ready';

const PROTOCOL_3 = 196_608;
const STILL_STARTING = '57P03';

/** Asks the server on a port of this machine for a session, and leaves when it has answered. */
async function probe(port: number): Promise<ProbeState> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: PROBE_MS });
    const settle = (state: ProbeState): void => {
      socket.destroy();
      resolve(state);
    };
    socket.on('connect', () => socket.write(startupMessage()));
    socket.on('data', (answer) => {
      // R: an authentication request. E: an error, whose fields have the SQLSTATE among them.
      if (answer[0] === 0x52) settle('ready');
      else settle(answer.includes(STILL_STARTING) ? 'recovering' : 'silent');
    });
    for (const event of ['error', 'timeout', 'close']) socket.on(event, () => settle('silent'));
  });
}

function startupMessage(): Buffer {
  const parameters = Buffer.from('user\0postgres\0database\0postgres\0\0');
  const header = Buffer.alloc(8);
  header.writeInt32BE(header.length + parameters.length, 0);
  header.writeInt32BE(PROTOCOL_3, 4);
  return Buffer.concat([header, parameters]);
}

function tooLong(waitedMs: number): Error {
  const seconds = Math.round(waitedMs / 1000);
  return unavailable({
    fr: `PostgreSQL ne répond pas après ${seconds} s`,
    nl: `PostgreSQL antwoordt niet na ${seconds} s`,
    en: `PostgreSQL does not answer after ${seconds} s`,
    de: `PostgreSQL antwortet nach ${seconds} s nicht`,
  });
}
