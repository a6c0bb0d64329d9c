import { QUALITY_CODES } from '../domain/quality-code.ts';
import type { AnnotatedSchema } from '../flows/annotated-schema.ts';

/** The context of every request: on whose behalf, by whom, why. Also the OpenAPI component `RequestContext`. */
export const CONTEXT_SCHEMA: AnnotatedSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['user'],
  properties: {
    organisation: {
      type: 'string',
      minLength: 1,
      maxLength: 64,
      description: 'The centre, where the API key serves more than one.',
    },
    user: {
      type: 'object',
      additionalProperties: false,
      required: ['ssin'],
      description: 'The person at the keyboard.',
      properties: {
        ssin: {
          type: 'string',
          'x-identifier': 'user-ssin',
          description: 'SSIN, or the id of a program in the same format.',
        },
        role: {
          type: 'string',
          pattern: '^[a-z][a-z0-9-]{0,62}$',
          description: 'What the person is at the centre, by the names of the authorisation table (`GET /v1/policy`).',
        },
        email: { type: 'string', maxLength: 100, pattern: '^[^\\s@]+@[^\\s@]+$' },
        name: { type: 'string', minLength: 1, maxLength: 200 },
      },
    },
    legalContext: {
      type: 'string',
      minLength: 1,
      maxLength: 64,
      description: 'As BCSS configured it for the centre; the flow has a default.',
    },
    qualityCode: {
      type: 'integer',
      enum: QUALITY_CODES.map(({ code }) => code),
      description: 'Why the centre knows the person.',
    },
    purpose: {
      type: 'string',
      'x-says': 'reason',
      minLength: 1,
      maxLength: 200,
      description: 'Why the data are needed now.',
    },
    fileReference: {
      type: 'string',
      'x-says': 'reference',
      minLength: 1,
      maxLength: 64,
      description: "The centre's own file.",
    },
    emergency: {
      type: 'object',
      additionalProperties: false,
      required: ['reason'],
      description:
        'Lifts conditions where the authorisation table foresees it for the role. Each use alerts the centre and is reported.',
      properties: { reason: { type: 'string', 'x-says': 'reason', minLength: 10, maxLength: 500 } },
    },
    language: { type: 'string', enum: ['fr', 'nl', 'de', 'en'] },
  },
};

/** Whether the whole of a list is wanted that the service gives in pages. Only for flows that have them. */
export const PAGES_SCHEMA: AnnotatedSchema = {
  type: 'string',
  enum: ['all'],
  description:
    'Follows a list to its end: each page is an exchange of its own, and the answer holds them together. Without it, the first page.',
};

/** The frame of `POST /v1/flows/{flow}/exchanges`; the payload is checked by its flow. */
export const FRAME_SCHEMA: AnnotatedSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['context', 'payload'],
  properties: { context: CONTEXT_SCHEMA, payload: { type: 'object' }, pages: PAGES_SCHEMA },
};
