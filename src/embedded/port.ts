import { createServer } from 'node:net';
import { unavailable } from './failure.ts';

/**
 * A port of this machine to listen on: the one asked for, else the one of last time (addresses in somebody's notes stay right),
 * else any free one.
 *
 * @throws GatewayError `embedded-unavailable` when the one asked for is in use.
 */
export async function choosePort(asked: number | undefined, remembered: number | undefined): Promise<number> {
  if (asked !== undefined) {
    if ((await tryPort(asked)) === undefined) throw inUse(asked);
    return asked;
  }
  const kept = remembered === undefined ? undefined : await tryPort(remembered);
  const port = kept ?? (await tryPort(0));
  if (port === undefined)
    throw unavailable({
      fr: 'aucun port libre sur 127.0.0.1',
      nl: 'geen vrije poort op 127.0.0.1',
      en: 'no free port on 127.0.0.1',
      de: 'kein freier Port auf 127.0.0.1',
    });
  return port;
}

/** Listens for a moment: the port, or undefined when it is not free. */
async function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}

function inUse(port: number): Error {
  return unavailable({
    fr: `le port ${port} de 127.0.0.1 est occupé par un autre programme`,
    nl: `poort ${port} van 127.0.0.1 is bezet door een ander programma`,
    en: `port ${port} of 127.0.0.1 is in use by another program`,
    de: `Port ${port} von 127.0.0.1 ist durch ein anderes Programm belegt`,
  });
}
