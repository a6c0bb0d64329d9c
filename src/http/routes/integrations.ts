import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { CalendarDay } from '../../domain/calendar-day.ts';
import type { HouseholdId, IntegrationId } from '../../domain/integration.ts';
import { GatewayError } from '../../domain/problems/gateway-error.ts';
import type { CallEnd } from '../../integration/call.ts';
import type { ExpiringCursor } from '../../integration/expiring.ts';
import type { IncomingCall } from '../../integration/household-register.ts';
import type { HouseholdView } from '../../integration/view.ts';
import type { ChangeCodeWish, CloseWish, ExtendWish, OpenWish, RetryWish } from '../../integration/wishes.ts';
import { durationSchema, readDays } from '../duration.ts';
import { keyOf } from '../idempotency-header.ts';
import { speak } from '../language.ts';
import { organisationFor } from '../organisation.ts';
import { exchangeIdOf, headerReader, parameters } from '../parameters.ts';
import type { Exchanges, Organisations, Register, Watching } from '../ports.ts';
import { presentExpiring, presentHousehold } from '../present-household.ts';
import { addRoute, type AnswerDescription, clientOf, type RouteDescription } from '../route-description.ts';
import { limitSchema, ORGANISATION } from '../shared-parameters.ts';
import { resultsOf, settledInTime } from './household-answer.ts';
import { CHANGE_CODE_BODY, CLOSE_BODY, EXTEND_BODY, OPEN_BODY, RETRY_BODY } from './integration-bodies.ts';

const PAGE = { usual: 20, max: 100 };
const EXPIRING_PAGE = { usual: 50, max: 200 };
const EXPIRING_DAYS = { usual: 'P30D', max: 400 };
const TAG = 'Integrations';

const PERSON = {
  type: 'string',
  'x-identifier': 'ssin',
  description: 'Only households with this person (SSIN).',
} as const;
const PERSON_IN_HEADER = { 'person-ssin': PERSON };

const ON_ITS_WAY: Readonly<Record<number, AnswerDescription>> = {
  200: { description: 'The household, when nothing of it is on its way any more.', schema: 'Household' },
  202: {
    description: 'The household; messages about it are safe, and on their way to BCSS.',
    schema: 'Household',
    headers: { Location: 'Where the household stands.' },
  },
};

function call<Wish>(
  description: Pick<RouteDescription, 'url' | 'operationId' | 'summary' | 'description' | 'body'>,
): RouteDescription<unknown, Wish> {
  return { method: 'POST', tag: TAG, answers: ON_ITS_WAY, ...description };
}

const OPEN = call<OpenWish>({
  url: '/v1/integrations',
  operationId: 'integrateHousehold',
  summary: 'Integrate a household',
  description:
    'One registration per member and quality code, all accepted or none; each then has its own outcome. Needs an `Idempotency-Key`; ' +
    '`Prefer: wait=10` waits for the answers of BCSS.',
  body: { name: 'HouseholdIntegration', schema: OPEN_BODY },
});

const CLOSE = call<CloseWish>({
  url: '/v1/integrations/:id/close',
  operationId: 'closeIntegrations',
  summary: 'End help: of the whole household, or of some of it',
  description: 'Refused with `409` while something of what is named is on its way. Needs an `Idempotency-Key`.',
  body: { name: 'IntegrationClose', schema: CLOSE_BODY },
});

const EXTEND = call<ExtendWish>({
  url: '/v1/integrations/:id/extend',
  operationId: 'extendIntegrations',
  summary: 'Go on: a new period after the present one',
  description: 'Each new period obeys the longest duration of its quality code. Needs an `Idempotency-Key`.',
  body: { name: 'IntegrationExtension', schema: EXTEND_BODY },
});

const CHANGE_CODE = call<ChangeCodeWish>({
  url: '/v1/integrations/:id/change-code',
  operationId: 'changeQualityCode',
  summary: 'Another quality code for one person',
  description:
    'The new code is opened first; once BCSS has accepted it, the old one is closed. When the first is refused the old one stays; when ' +
    'the second is, `retry` sends it again. Needs an `Idempotency-Key`.',
  body: { name: 'QualityCodeChange', schema: CHANGE_CODE_BODY },
});

const RETRY = call<RetryWish>({
  url: '/v1/integrations/:id/retry',
  operationId: 'retryIntegrations',
  summary: 'Send again what failed, and only that',
  description: 'With another proof where the first one was wrong. Needs an `Idempotency-Key`.',
  body: { name: 'IntegrationRetry', schema: RETRY_BODY },
});

interface ListQuery {
  readonly organisation?: string;
  readonly fileReference?: string;
  readonly person?: string;
  readonly before?: string;
  readonly limit?: number;
}

const LIST: RouteDescription<ListQuery> = {
  method: 'GET',
  url: '/v1/integrations',
  operationId: 'listHouseholds',
  tag: TAG,
  summary: 'Households, newest first: of a file, of a person, or all',
  description:
    'A reading of personal data, recorded in the log. The header `Person-SSIN` stands in for `person`: addresses are written down by proxies.',
  query: parameters({
    organisation: ORGANISATION,
    fileReference: {
      type: 'string',
      'x-says': 'reference',
      minLength: 1,
      maxLength: 64,
      description: 'Only the household of this file.',
    },
    person: PERSON,
    before: { type: 'string', minLength: 36, maxLength: 36, description: '`next` of the page before.' },
    limit: limitSchema(PAGE),
  }),
  headers: PERSON_IN_HEADER,
  answers: { 200: { description: 'A page of households.', schema: 'HouseholdList' } },
};

const VIEW: RouteDescription = {
  method: 'GET',
  url: '/v1/integrations/:id',
  operationId: 'getHousehold',
  tag: TAG,
  summary: 'One household, with each integration of each member and its outcome',
  description: 'A reading of personal data, recorded in the log.',
  answers: { 200: { description: 'The household.', schema: 'Household' } },
};

interface ExpiringQuery {
  readonly organisation?: string;
  readonly within?: string;
  readonly after?: string;
  readonly limit?: number;
}

const EXPIRING: RouteDescription<ExpiringQuery> = {
  method: 'GET',
  url: '/v1/integrations/expiring',
  operationId: 'listExpiringIntegrations',
  tag: TAG,
  summary: 'Integrations that end soon and that nothing follows, the nearest end first',
  description: 'Nothing is extended by itself. A reading of personal data, recorded in the log.',
  query: parameters({
    organisation: ORGANISATION,
    within: durationSchema('How far ahead: an ISO 8601 duration in days, `P30D` when absent, at most `P400D`.'),
    after: { type: 'string', minLength: 1, maxLength: 64, description: '`next` of the page before.' },
    limit: limitSchema(EXPIRING_PAGE),
  }),
  answers: { 200: { description: 'A page of integrations.', schema: 'ExpiringList' } },
};

export const INTEGRATION_ROUTES = [
  OPEN,
  LIST,
  EXPIRING,
  VIEW,
  CLOSE,
  EXTEND,
  CHANGE_CODE,
  RETRY,
] as readonly RouteDescription[];

export interface IntegrationParts {
  readonly register: Register;
  readonly exchanges: Exchanges;
  readonly organisations: Organisations;
  readonly watching: Watching;
  readonly now: () => Date;
  /** Aborted when the door closes: nobody waits any longer. */
  readonly stopping: AbortSignal;
}

/** Whom the centre helps, a household at a time. */
export function integrationRoutes(app: FastifyInstance, parts: IntegrationParts): void {
  const { register, organisations } = parts;
  const personOf = headerReader<'person-ssin'>(PERSON_IN_HEADER);

  addRoute(app, OPEN, async ({ request, reply, body }) => {
    const { organisation: named } = body.context;
    const organisation = organisationFor(clientOf(request), named, organisations, '/context/organisation');
    return answer(parts, request, reply, await register.open(organisation, incoming(request, body)));
  });
  addRoute(app, CLOSE, async ({ request, reply, body, path }) =>
    answer(parts, request, reply, await register.close(householdIdOf(path('id')), incoming(request, body))),
  );
  addRoute(app, EXTEND, async ({ request, reply, body, path }) =>
    answer(parts, request, reply, await register.extend(householdIdOf(path('id')), incoming(request, body))),
  );
  addRoute(app, CHANGE_CODE, async ({ request, reply, body, path }) =>
    answer(parts, request, reply, await register.changeCode(householdIdOf(path('id')), incoming(request, body))),
  );
  addRoute(app, RETRY, async ({ request, reply, body, path }) =>
    answer(parts, request, reply, await register.retry(householdIdOf(path('id')), incoming(request, body))),
  );

  addRoute(app, VIEW, async ({ request, reply, path }) => {
    const view = await register.view(clientOf(request), householdIdOf(path('id')));
    return present(parts, request, reply, view);
  });

  addRoute(app, LIST, async ({ request, reply, query }) => {
    const { organisation: named, before, person = personOf(request.headers)['person-ssin'], fileReference } = query;
    const client = clientOf(request);
    const limit = query.limit ?? PAGE.usual;
    const households = await register.list(client, {
      organisation: organisationFor(client, named, organisations),
      limit,
      ...(before !== undefined && { before: householdIdOf(before) }),
      ...(person !== undefined && { person }),
      ...(fileReference !== undefined && { fileReference }),
    });
    const language = speak(request, reply);
    const last = households.length === limit ? households.at(-1) : undefined;
    return {
      households: households.map((household) => presentHousehold(household, language)),
      ...(last !== undefined && { next: last.id }),
    };
  });

  addRoute(app, EXPIRING, async ({ request, reply, query }) => {
    const client = clientOf(request);
    const limit = query.limit ?? EXPIRING_PAGE.usual;
    const found = await register.expiring(client, {
      organisation: organisationFor(client, query.organisation, organisations),
      withinDays: readDays(query.within ?? EXPIRING_DAYS.usual, '/query/within', EXPIRING_DAYS.max),
      limit,
      ...(query.after !== undefined && { after: cursorOf(query.after) }),
    });
    const language = speak(request, reply);
    const last = found.length === limit ? found.at(-1) : undefined;
    return {
      integrations: found.map((one) => presentExpiring(one, language)),
      ...(last !== undefined && { next: `${last.lastDay}_${last.integration}` }),
    };
  });
}

function incoming<Wish>(request: FastifyRequest, wish: Wish): IncomingCall<Wish> {
  if (request.bytes === undefined) throw new GatewayError('unsupported-media-type');
  return { client: clientOf(request), wish, bytes: request.bytes, idempotencyKey: keyOf(request) };
}

/** What a call did: the household as it stands, after the wait that the caller asked for. */
async function answer(
  parts: IntegrationParts,
  request: FastifyRequest,
  reply: FastifyReply,
  { household, replayed }: CallEnd,
): Promise<object> {
  reply.header('location', `/v1/integrations/${household}`);
  if (replayed) reply.header('idempotent-replayed', 'true');
  const view = await settledInTime(parts, request, reply, household, replayed);
  reply.code(view.state === 'in-progress' ? 202 : 200);
  return present(parts, request, reply, view);
}

async function present(
  { exchanges }: IntegrationParts,
  request: FastifyRequest,
  reply: FastifyReply,
  view: HouseholdView,
): Promise<object> {
  const language = speak(request, reply);
  return presentHousehold(view, language, await resultsOf(exchanges, clientOf(request), view, language));
}

/** The id of a household in a path. What is no id cannot exist: the same answer as for one that does not. */
function householdIdOf(text: string): HouseholdId {
  return exchangeIdOf(text) as string as HouseholdId;
}

const CURSOR = /^(\d{4}-\d{2}-\d{2})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** @throws GatewayError `invalid-request` for one that no page gave */
function cursorOf(text: string): ExpiringCursor {
  const [, lastDay, id] = CURSOR.exec(text) ?? [];
  if (lastDay === undefined || id === undefined || Number.isNaN(Date.parse(lastDay)))
    throw new GatewayError('invalid-request', {
      fields: [{ pointer: '/query/after', rule: 'format', expected: 'next' }],
    });
  return { lastDay: lastDay as CalendarDay, id: id as IntegrationId };
}
