import type { AnnotatedSchema } from '../../flows/annotated-schema.ts';
import { QUALITY_CODES } from '../../domain/quality-code.ts';
import { CONTEXT_SCHEMA } from '../../intake/request-schema.ts';

/** Bodies of the calls about integrations. What a schema can say is said here; the rules of quality codes are the register's. */

const MEMBERS_MAX = 30;
const CODES_MAX = QUALITY_CODES.length;

const DAY: AnnotatedSchema = { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' };
const SSIN: AnnotatedSchema = { type: 'string', 'x-identifier': 'ssin', description: 'The person.' };
const QUALITY_CODE: AnnotatedSchema = { type: 'integer', enum: QUALITY_CODES.map(({ code }) => code) };

function object(
  properties: Readonly<Record<string, AnnotatedSchema>>,
  required: readonly string[],
  description?: string,
): AnnotatedSchema {
  return {
    type: 'object',
    additionalProperties: false,
    required,
    properties,
    ...(description !== undefined && { description }),
  };
}

function day(description: string): AnnotatedSchema {
  return { ...DAY, description };
}

/** The context of a message, without what each message of a household says itself. */
export const CONTEXT: AnnotatedSchema = {
  ...CONTEXT_SCHEMA,
  properties: Object.fromEntries(
    Object.entries(CONTEXT_SCHEMA.properties ?? {}).filter(
      ([name]) => name !== 'fileReference' && name !== 'qualityCode',
    ),
  ),
};

const PERIOD = object(
  {
    firstDay: day('First day, inclusive.'),
    lastDay: day('Last day, inclusive; only where the quality code has no longest duration may it be absent.'),
  },
  ['firstDay'],
);

const PROOF = object(
  {
    identityCardNumber: { type: 'string', pattern: '^[0-9]{12}$' },
    sisCardNumber: { type: 'string', pattern: '^[0-9]{10}$' },
    person: object(
      {
        lastName: { type: 'string', minLength: 1, maxLength: 100 },
        firstName: { type: 'string', minLength: 1, maxLength: 100 },
        birthDate: {
          type: 'string',
          pattern: '^[1-2][0-9]{3}-[0-1][0-9]-[0-3][0-9]$',
          description: '`yyyy-mm-dd`; month and day may be 00.',
        },
      },
      ['lastName', 'birthDate'],
    ),
  },
  [],
  'What proves the identity of the person to BCSS: at least one of the three; one that matches is enough.',
);

const MEMBERS: AnnotatedSchema = {
  type: 'array',
  minItems: 1,
  maxItems: MEMBERS_MAX,
  description: 'Whom it is about; everybody of the household when absent.',
  items: object(
    {
      ssin: SSIN,
      qualityCodes: {
        type: 'array',
        minItems: 1,
        maxItems: CODES_MAX,
        items: QUALITY_CODE,
        description: 'All codes of the person when absent.',
      },
      proof: { ...PROOF, description: 'Instead of the proof that was given before.' },
    },
    ['ssin'],
  ),
};

export const OPEN_BODY = object(
  {
    context: CONTEXT,
    fileReference: {
      type: 'string',
      'x-says': 'reference',
      minLength: 1,
      maxLength: 64,
      description: "The centre's own file.",
    },
    period: { ...PERIOD, description: 'Of every integration that names none of its own.' },
    members: {
      type: 'array',
      minItems: 1,
      maxItems: MEMBERS_MAX,
      items: object(
        {
          ssin: SSIN,
          proof: PROOF,
          integrations: {
            type: 'array',
            minItems: 1,
            maxItems: CODES_MAX,
            items: object({ qualityCode: QUALITY_CODE, period: PERIOD }, ['qualityCode']),
          },
        },
        ['ssin', 'proof', 'integrations'],
      ),
    },
  },
  ['context', 'fileReference', 'members'],
);

export const CLOSE_BODY = object(
  {
    context: CONTEXT,
    members: MEMBERS,
    lastDay: day('The last day that the integrations hold; yesterday when absent, so that they are over at once.'),
  },
  ['context'],
);

export const EXTEND_BODY = object(
  {
    context: CONTEXT,
    members: MEMBERS,
    firstDay: day('First day of the new period; the day after the present one when absent.'),
    lastDay: day('Last day of the new period.'),
  },
  ['context', 'lastDay'],
);

export const CHANGE_CODE_BODY = object(
  {
    context: CONTEXT,
    ssin: SSIN,
    from: { ...QUALITY_CODE, description: 'The code that ends.' },
    to: { ...QUALITY_CODE, description: 'The code that begins.' },
    firstDay: day('First day of the new code; today when absent. The old one ends the day before.'),
    lastDay: day('Last day of the new code.'),
    proof: { ...PROOF, description: 'Instead of the proof that was given before.' },
  },
  ['context', 'ssin', 'from', 'to'],
);

export const RETRY_BODY = object({ context: CONTEXT, members: MEMBERS }, ['context']);
