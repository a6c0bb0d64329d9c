import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type CbeNumber, cbeNumberDefect, completeCbeNumber } from '../domain/cbe-number.ts';
import { CPAS_INSTITUTION, CPAS_SECTOR, type Organisation } from '../domain/organisation.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';

/** The centres this gateway serves. Nothing crosses from one to another. */
export class Organisations {
  private readonly byId: ReadonlyMap<string, Organisation>;

  constructor(organisations: readonly Organisation[]) {
    this.byId = new Map(organisations.map((organisation) => [organisation.id, organisation]));
  }

  find(id: string): Organisation | undefined {
    return this.byId.get(id);
  }

  /** As {@link find}, for an id that came out of the database. */
  get(id: string): Organisation {
    const organisation = this.byId.get(id);
    if (organisation === undefined) throw new Error(`no centre ${id} in the configuration any more`);
    return organisation;
  }

  findByCbeNumber(cbeNumber: string): Organisation | undefined {
    return this.all().find((organisation) => organisation.cbeNumber === cbeNumber);
  }

  /** The only one, where there is only one. */
  only(): Organisation | undefined {
    const [first, ...more] = this.all();
    return more.length === 0 ? first : undefined;
  }

  all(): Organisation[] {
    return [...this.byId.values()];
  }
}

/** The centre of a fresh installation: fictional, like everybody in its simulator. */
export const FICTIONAL_ORGANISATION: Organisation = {
  id: 'cpas-fictiville',
  cbeNumber: completeCbeNumber('09999990'),
  nisCode: '99901',
  name: 'CPAS de Fictiville',
  email: 'passerelle@cpas-fictiville.example',
  sector: CPAS_SECTOR,
  institution: CPAS_INSTITUTION,
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
    },
  },
};

/** Reads ORGANISATIONS_FILE. @throws GatewayError `config-invalid`, naming the place and the rule. */
export function readOrganisationsFile(file: string): Organisations {
  const validate = new Ajv2020().compile<OrganisationEntry[]>(schema);
  const value = parse(file);
  if (!validate(value)) {
    const [first] = validate.errors ?? [];
    throw invalid(file, `${first?.instancePath ?? ''} ${first?.message ?? ''}`);
  }
  const organisations = value.map((entry, i) => {
    const defect = cbeNumberDefect(entry.cbeNumber);
    if (defect !== undefined) throw invalid(file, `/${i}/cbeNumber: ${defect}`);
    return { sector: CPAS_SECTOR, institution: CPAS_INSTITUTION, ...entry, cbeNumber: entry.cbeNumber as CbeNumber };
  });
  for (const key of ['id', 'cbeNumber'] as const) {
    if (new Set(organisations.map((organisation) => organisation[key])).size < organisations.length)
      throw invalid(file, `the same ${key} twice`);
  }
  return new Organisations(organisations);
}

type OrganisationEntry = Omit<Organisation, 'cbeNumber' | 'sector' | 'institution'> & {
  readonly cbeNumber: string;
  readonly sector?: number;
  readonly institution?: number;
};

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
