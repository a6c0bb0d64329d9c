import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type CbeNumber, cbeNumberDefect } from '../domain/cbe-number.ts';
import {
  CPAS_INSTITUTION,
  CPAS_SECTOR,
  CUSTOMER_IDENTIFICATIONS,
  type CustomerIdentification,
  type Organisation,
  UNASSIGNED,
} from '../domain/organisation.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import { type KeystoreFiles, Organisations, type OrganisationSettings } from './organisations.ts';

/** Shorter than this, an answer could be gone before a complaint about it arrives; the database refuses to destroy sooner, too. */
const RETENTION_DAYS_MIN = 30;
/** Ten years: the longest that metadata of social security exchanges are asked for. */
const RETENTION_DAYS_MAX = 3_660;

const KEYSTORE = {
  type: 'object',
  additionalProperties: false,
  required: ['file', 'passphraseFile'],
  properties: { file: { type: 'string', minLength: 1 }, passphraseFile: { type: 'string', minLength: 1 } },
};

const schema = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['id', 'cbeNumber', 'nisCode', 'name', 'email'],
    properties: {
      id: { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,62}$' },
      cbeNumber: { type: 'string' },
      nisCode: { type: 'string', pattern: '^\\d{5}$' },
      name: { type: 'string', minLength: 1, maxLength: 200 },
      email: { type: 'string', maxLength: 100, pattern: '^[^\\s@]+@[^\\s@]+$' },
      sector: { type: 'integer', minimum: 0, maximum: 999 },
      institution: { type: 'integer', minimum: 0, maximum: 999 },
      identifiedBy: { enum: CUSTOMER_IDENTIFICATIONS },
      keys: { type: 'object', additionalProperties: false, properties: { signing: KEYSTORE, client: KEYSTORE } },
      retentionDays: { type: 'integer', minimum: RETENTION_DAYS_MIN, maximum: RETENTION_DAYS_MAX },
    },
  },
};

/** A centre as ORGANISATIONS_FILE declares it. */
interface Declared {
  readonly id: string;
  readonly cbeNumber: string;
  readonly nisCode: string;
  readonly name: string;
  readonly email: string;
  readonly sector?: number;
  readonly institution?: number;
  readonly identifiedBy?: CustomerIdentification;
  readonly keys?: OrganisationSettings['keys'];
  readonly retentionDays?: number;
}

/**
 * Reads ORGANISATIONS_FILE. Paths in it are relative to the file.
 *
 * @throws GatewayError `config-invalid`, naming the place and the rule.
 */
export function readOrganisationsFile(file: string): Organisations {
  const validate = new Ajv2020().compile<Declared[]>(schema);
  const value = parse(file);
  if (!validate(value)) {
    const [first] = validate.errors ?? [];
    // The name of a field that is unknown stands beside the message.
    const { additionalProperty } = (first?.params ?? {}) as { additionalProperty?: string };
    throw invalid(file, `${first?.instancePath ?? ''} ${first?.message ?? ''} ${additionalProperty ?? ''}`.trim());
  }
  value.forEach(({ id, cbeNumber }, i) => {
    if (id === UNASSIGNED) throw invalid(file, `/${i}/id: ${UNASSIGNED} stands for no centre`);
    const defect = cbeNumberDefect(cbeNumber);
    if (defect !== undefined) throw invalid(file, `/${i}/cbeNumber: ${defect}`);
  });
  // One NIS code is one centre: BCSS answers with it, and a registration must be nobody's or exactly one's.
  for (const key of ['id', 'cbeNumber', 'nisCode'] as const) {
    if (new Set(value.map((declared) => declared[key])).size < value.length)
      throw invalid(file, `the same ${key} twice`);
  }
  const folder = dirname(file);
  return new Organisations(
    value.map(organisationOf),
    new Map(value.map((declared) => [declared.id, settingsOf(declared, folder)])),
  );
}

function organisationOf({
  id,
  cbeNumber,
  nisCode,
  name,
  email,
  sector,
  institution,
  identifiedBy,
}: Declared): Organisation {
  return {
    id,
    cbeNumber: cbeNumber as CbeNumber,
    nisCode,
    name,
    email,
    sector: sector ?? CPAS_SECTOR,
    institution: institution ?? CPAS_INSTITUTION,
    ...(identifiedBy !== undefined && { identifiedBy }),
  };
}

function settingsOf({ keys, retentionDays }: Declared, folder: string): OrganisationSettings {
  const from = ({ file, passphraseFile }: KeystoreFiles): KeystoreFiles => ({
    file: resolve(folder, file),
    passphraseFile: resolve(folder, passphraseFile),
  });
  return {
    keys: {
      ...(keys?.signing !== undefined && { signing: from(keys.signing) }),
      ...(keys?.client !== undefined && { client: from(keys.client) }),
    },
    ...(retentionDays !== undefined && { retentionDays }),
  };
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw invalid(file, 'cannot be read as JSON', cause);
  }
}

function invalid(file: string, what: string, cause?: unknown): GatewayError {
  return new GatewayError('config-invalid', { detail: `ORGANISATIONS_FILE ${file}: ${what}`, cause });
}
