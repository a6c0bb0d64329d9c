import { Writable } from 'node:stream';
import { type Logger, makeLogger } from '../../src/telemetry/logger.ts';

/** A logger that writes where a test can read: the real one, with its redaction. */
export interface LogLines {
  readonly log: Logger;
  /** Every line so far, as text. */
  text(): string;
  /** The lines of one event, parsed. */
  of(event: string): Record<string, unknown>[];
}

export function logLines(): LogLines {
  const lines: string[] = [];
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(...chunk.toString().split('\n').filter(Boolean));
      done();
    },
  });
  return {
    log: makeLogger('debug', destination),
    text: () => lines.join('\n'),
    of: (event) =>
      lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line['event'] === event),
  };
}
