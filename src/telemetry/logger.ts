import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';

/** One wide line per unit of work: `message.accepted`, `delivery.attempted`, `webhook.attempted`, `mutation.received`. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error'>;

/** Names whose values must never be on a line, wherever an object that has them strays into one. */
const SECRET_NAMES = [
  'authorization',
  'ssin',
  'SSIN',
  'payload',
  'body',
  'password',
  'passphrase',
  'secret',
  'apiKey',
  'key',
  'cookie',
];

/** Something like a national number: what an error message of a library might quote. */
const ELEVEN_DIGITS = /(?<!\d)\d{11}(?!\d)/g;

/**
 * The technical log: JSON lines on standard output. It carries ids, flows, outcomes and durations, never a person.
 */
export function makeLogger(level: string, destination?: DestinationStream): PinoLogger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    serializers: { err: errorLine, error: errorLine },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

function errorLine(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'not an error' };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    message: withoutNumbers(error.message),
    ...(typeof code === 'string' && { code }),
    ...(error.stack !== undefined && { stack: withoutNumbers(error.stack.split('\n').slice(1, 6).join('\n')) }),
    ...(error.cause !== undefined && { cause: errorLine(error.cause) }),
  };
}

function withoutNumbers(text: string): string {
  return text.replace(ELEVEN_DIGITS, '[number]');
}
