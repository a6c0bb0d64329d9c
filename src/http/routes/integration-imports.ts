import type { FastifyInstance } from 'fastify';
import { nextTurn } from '../../domain/in-turns.ts';
import { GatewayError } from '../../domain/problems/gateway-error.ts';
import { NAMED_ENCODINGS, type NamedEncoding } from '../../integration/import/file-text.ts';
import type { CallContext } from '../../integration/wishes.ts';
import { organisationFor } from '../organisation.ts';
import { idOf } from '../parameters.ts';
import type { AroundRegister, Organisations } from '../ports.ts';
import { addRoute, clientOf, type RouteDescription } from '../route-description.ts';
import { CONTEXT } from './integration-bodies.ts';

/** A file of 8 MiB in base64, and the context. */
const BODY_BYTES_MAX = 12 * 1024 * 1024;

interface ImportBody {
  readonly context: CallContext;
  readonly file: string;
  readonly encoding?: NamedEncoding;
  readonly dryRun?: boolean;
}

const START: RouteDescription<unknown, ImportBody> = {
  method: 'POST',
  url: '/v1/integrations/imports',
  operationId: 'importIntegrations',
  tag: 'Integrations',
  summary: 'Bring in integrations that existed before the gateway, from a CSV file',
  description:
    'The file is checked whole; one with a defect is refused with every line and reason, and nothing of it is taken over. `dryRun` says what ' +
    'it would do. Nothing is sent to BCSS, which has these integrations already; a comparison afterwards verifies that it has.',
  body: {
    name: 'IntegrationImportFile',
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['context', 'file'],
      properties: {
        context: CONTEXT,
        file: {
          type: 'string',
          // Whether it is base64, bytesOf says: a pattern over twelve megabytes takes as long as somebody wants it to.
          description: 'The file, byte for byte, in base64, in one line or several: its encoding is checked, too.',
        },
        encoding: {
          type: 'string',
          enum: NAMED_ENCODINGS,
          description:
            'What the file is in when it is neither UTF-8 nor, by its byte order mark, UTF-16: nothing is guessed.',
        },
        dryRun: { type: 'boolean', description: 'Only check.' },
      },
    },
  },
  bodyBytesMax: BODY_BYTES_MAX,
  answers: {
    200: { description: 'What the file would do, or an import that is over already.', schema: 'ImportAnswer' },
    202: {
      description: 'Every row will be in the register.',
      schema: 'IntegrationImport',
      headers: { Location: 'Where the import can be followed.' },
    },
  },
};

const VIEW: RouteDescription = {
  method: 'GET',
  url: '/v1/integrations/imports/:id',
  operationId: 'getImport',
  tag: 'Integrations',
  summary: 'How far an import is: numbers, and no person',
  answers: { 200: { description: 'The import.', schema: 'IntegrationImport' } },
};

export const IMPORT_ROUTES = [START, VIEW] as readonly RouteDescription[];

export interface ImportRouteParts {
  readonly around: Pick<AroundRegister, 'imports'>;
  readonly organisations: Organisations;
}

/** Files of integrations. */
export function importRoutes(app: FastifyInstance, { around: { imports }, organisations }: ImportRouteParts): void {
  addRoute(app, START, async ({ request, reply, body: { context, file, encoding, dryRun } }) => {
    const client = clientOf(request);
    const organisation = organisationFor(client, context.organisation, organisations, '/context/organisation');
    // Its body has been read and checked in the same breath.
    await nextTurn();
    const given = { organisation, context, bytes: bytesOf(file), encoding };
    await nextTurn();
    if (dryRun === true) return imports.preview(given);
    const started = await imports.start(client.id, given);
    reply.code(started.state === 'done' ? 200 : 202).header('location', `/v1/integrations/imports/${started.id}`);
    return started;
  });

  addRoute(app, VIEW, ({ request, path }) => imports.view(clientOf(request), idOf(path('id'))));
}

/** Buffer.from drops what is not base64 and says nothing: what comes back must be what was given. */
function bytesOf(file: string): Buffer {
  const bytes = Buffer.from(file, 'base64');
  if (bytes.length === 0 || bytes.toString('base64') !== file.replace(/[\r\n]/g, ''))
    throw new GatewayError('invalid-request', { fields: [{ pointer: '/file', rule: 'format', expected: 'base64' }] });
  return bytes;
}
