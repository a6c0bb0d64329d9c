import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { calendarDay } from '../domain/calendar-day.ts';
import { RIGHTS } from '../domain/client.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { NewClient } from './client-store.ts';

/** A client of API_KEYS_FILE: declared by its key's hash, so that the file is no secret. */
export interface DeclaredClient extends NewClient {
  /** SHA-256 of the key, hex; `gateway clients hash` makes it. */
  readonly keySha256: string;
}

const schema = {
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'organisation', 'rights', 'keySha256'],
    properties: {
      id: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$' },
      organisation: { type: 'string', minLength: 1, maxLength: 64 },
      rights: { type: 'array', minItems: 1, uniqueItems: true, items: { enum: [...RIGHTS] } },
      keySha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
      expiresAt: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' },
    },
  },
};

/**
 * Reads API_KEYS_FILE. Keys expire at the end of the day named, in UTC.
 *
 * @param isCentre whether there is a centre of that id; `*` stands for every one.
 * @throws GatewayError `config-invalid`, naming the place and the rule, and no hash.
 */
export function readApiKeysFile(file: string, isCentre: (id: string) => boolean): DeclaredClient[] {
  const value = parse(file);
  const validate = new Ajv2020().compile<(Omit<DeclaredClient, 'expiresAt'> & { expiresAt?: string })[]>(schema);
  if (!validate(value)) {
    const [first] = validate.errors ?? [];
    // The name of a field that is unknown stands beside the message.
    const { additionalProperty } = (first?.params ?? {}) as { additionalProperty?: string };
    throw invalid(file, `${first?.instancePath ?? ''} ${first?.message ?? ''} ${additionalProperty ?? ''}`.trim());
  }
  value.forEach(({ organisation, expiresAt }, i) => {
    if (organisation !== '*' && !isCentre(organisation)) throw invalid(file, `/${i}/organisation: no such centre`);
    if (expiresAt !== undefined && calendarDay(expiresAt) === undefined)
      throw invalid(file, `/${i}/expiresAt: no calendar has this day`);
  });
  for (const key of ['id', 'keySha256'] as const) {
    if (new Set(value.map((client) => client[key])).size < value.length) throw invalid(file, `the same ${key} twice`);
  }
  return value.map(({ expiresAt, ...client }) => ({
    ...client,
    ...(expiresAt !== undefined && { expiresAt: new Date(`${expiresAt}T23:59:59Z`) }),
  }));
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw invalid(file, 'cannot be read as JSON', cause);
  }
}

function invalid(file: string, what: string, cause?: unknown): GatewayError {
  return new GatewayError('config-invalid', { detail: `API_KEYS_FILE ${file}: ${what}`, cause });
}
