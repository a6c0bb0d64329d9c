import type { FastifyInstance, FastifyRequest } from 'fastify';
import { brusselsDateTime } from '../../domain/brussels-time.ts';
import { isAuditPurpose } from '../../domain/audit-purpose.ts';
import { ENTRY_KINDS, PERSON_ROLES, type PersonRole } from '../../domain/entry.ts';
import { GatewayError } from '../../domain/problems/gateway-error.ts';
import type { AnnotatedSchema } from '../../flows/annotated-schema.ts';
import { instantSchema, readInstant } from '../instant.ts';
import { organisationFor } from '../organisation.ts';
import { exchangeIdOf, headerReader, parameters } from '../parameters.ts';
import type {
  AuditEntry,
  AuditPage,
  AuditPurpose,
  AuditQuestion,
  Flows,
  Organisations,
  ReadingRoom,
} from '../ports.ts';
import { addRoute, type Call, clientOf, type RouteDescription } from '../route-description.ts';
import { limitSchema, ORGANISATION } from '../shared-parameters.ts';

/** Why, and on whose behalf: said with every reading. */
interface Purpose {
  readonly purpose?: string;
  readonly auditor?: string;
}

/** A question as it comes in; each field narrows the answer. */
interface Question extends Purpose {
  readonly organisation?: string;
  readonly person?: string;
  readonly role?: PersonRole;
  readonly user?: string;
  readonly flow?: string;
  readonly exchange?: string;
  readonly kind?: readonly string[];
  readonly since?: string;
  readonly until?: string;
  readonly after?: number;
  readonly limit?: number;
}

const PAGE = { usual: 100, max: 500 };
const DAY_MS = 24 * 60 * 60_000;
/** The period where a question names none. */
const USUAL_DAYS = 30;
/** The longest period of a question that is not about one person, user or exchange: nobody reads the whole log by accident. */
const OPEN_DAYS_MAX = 366;

const PERSON: AnnotatedSchema = {
  type: 'string',
  'x-identifier': 'ssin',
  description: 'Only what is about this person (SSIN): asked about, or shown.',
};
const USER: AnnotatedSchema = {
  type: 'string',
  'x-identifier': 'user-ssin',
  description: 'Only what this user asked for (SSIN).',
};
const AUDITOR: AnnotatedSchema = {
  type: 'string',
  'x-identifier': 'user-ssin',
  description: 'Who reads (SSIN); recorded with the reading.',
};
const PURPOSE: AnnotatedSchema = {
  type: 'string',
  description: 'Required: why the log is read, 10 to 200 characters; recorded with the reading.',
};

const QUESTION = parameters({
  purpose: PURPOSE,
  auditor: AUDITOR,
  organisation: ORGANISATION,
  person: PERSON,
  role: {
    type: 'string',
    enum: PERSON_ROLES,
    description:
      'With `person`: only where they were asked about, or only where they were shown in an answer or a notification.',
  },
  user: USER,
  flow: { type: 'string', minLength: 1, maxLength: 100, description: 'Only this flow.' },
  exchange: { type: 'string', minLength: 36, maxLength: 36, description: 'Only this exchange.' },
  kind: {
    type: 'array',
    minItems: 1,
    items: { type: 'string', enum: ENTRY_KINDS },
    description: 'Only entries of these kinds.',
  },
  since: instantSchema('From this moment on; 30 days before `until` when absent.'),
  until: instantSchema('Up to this moment; now when absent.'),
  after: { type: 'integer', minimum: 0, description: 'Only later entries: `next` of the page before.' },
  limit: limitSchema(PAGE),
});

/** SSINs in a query end up in the logs of proxies; in headers they do not. */
const PERSONS_IN_HEADERS = { 'person-ssin': PERSON, 'user-ssin': USER, 'auditor-ssin': AUDITOR };
const AUDITOR_IN_HEADERS = { 'auditor-ssin': AUDITOR };

const PAGE_OF_ENTRIES = { 200: { description: 'A page of entries, oldest first.', schema: 'AuditPage' } } as const;

const LIST: RouteDescription<Question> = {
  method: 'GET',
  url: '/v1/audit/entries',
  operationId: 'listAuditEntries',
  tag: 'Audit',
  summary: 'Entries of the log',
  description:
    'Reading the log is itself recorded, before a row is shown. `POST /v1/audit/searches` is to be preferred: addresses, with the SSINs in ' +
    'their query, are written down by proxies and browsers. The headers `Person-SSIN`, `User-SSIN` and `Auditor-SSIN` stand in for `person`, ' +
    '`user` and `auditor`.',
  query: QUESTION,
  headers: PERSONS_IN_HEADERS,
  answers: PAGE_OF_ENTRIES,
};

const SEARCH: RouteDescription<unknown, Question> = {
  method: 'POST',
  url: '/v1/audit/searches',
  operationId: 'searchAuditEntries',
  tag: 'Audit',
  summary: 'Entries of the log, the question in the body',
  description:
    'Recommended: nothing of the question stands in an address. Reading the log is itself recorded, before a row is shown.',
  body: { name: 'AuditSearch', schema: { ...QUESTION, required: [] } },
  answers: PAGE_OF_ENTRIES,
};

const VIEW: RouteDescription<Purpose> = {
  method: 'GET',
  url: '/v1/audit/entries/:index',
  operationId: 'getAuditEntry',
  tag: 'Audit',
  summary: 'One entry of the log, with its content where it still exists',
  query: parameters({ purpose: PURPOSE, auditor: AUDITOR }),
  headers: AUDITOR_IN_HEADERS,
  answers: { 200: { description: 'The entry.', schema: 'AuditEntryWithBody' } },
};

export const AUDIT_ROUTES = [LIST, SEARCH, VIEW] as readonly RouteDescription[];

export interface AuditParts {
  readonly readingRoom: ReadingRoom;
  readonly organisations: Organisations;
  readonly flows: Flows;
  readonly now: () => Date;
}

/** The reading room's door. */
export function auditRoutes(app: FastifyInstance, parts: AuditParts): void {
  const { readingRoom } = parts;
  const personsOf = headerReader<'person-ssin' | 'user-ssin' | 'auditor-ssin'>(PERSONS_IN_HEADERS);

  addRoute(app, LIST, async ({ request, query }) => {
    const { 'person-ssin': person, 'user-ssin': user, 'auditor-ssin': auditor } = personsOf(request.headers);
    const question = { ...query, ...defined({ person, user, auditor }) };
    return pageView(await readingRoom.entries(clientOf(request), questionOf(question, '/query', request, parts)));
  });

  addRoute(app, SEARCH, async ({ request, body }) =>
    pageView(await readingRoom.entries(clientOf(request), questionOf(body, '', request, parts))),
  );

  addRoute(app, VIEW, async ({ request, query, path }: Call<Purpose, unknown>) => {
    const { 'auditor-ssin': auditor } = personsOf(request.headers);
    const purpose = purposeOf({ ...query, ...defined({ auditor }) });
    if (!/^\d{1,15}$/.test(path('index'))) throw new GatewayError('not-found');
    return entryView(await readingRoom.entry(clientOf(request), Number(path('index')), purpose));
  });
}

function questionOf(
  question: Question,
  place: '/query' | '',
  request: FastifyRequest,
  { organisations, flows, now }: AuditParts,
): AuditQuestion {
  const { person, role, user, flow, exchange, kind, after, limit = PAGE.usual } = question;
  const purpose = purposeOf(question);
  if (role !== undefined && person === undefined)
    throw new GatewayError('invalid-request', { fields: [{ pointer: `${place}/person`, rule: 'required' }] });
  const period = periodOf(question, place, now());
  return {
    ...purpose,
    ...period,
    organisation: organisationFor(clientOf(request), question.organisation, organisations, `${place}/organisation`),
    limit,
    ...defined({ subject: person, role, actor: user, kinds: kind, after }),
    // Entries carry ids. A flow that is no longer in the catalogue is still in the log.
    ...(flow !== undefined && { flow: flows.find(flow)?.id ?? flow }),
    ...(exchange !== undefined && { exchange: exchangeIdOf(exchange) }),
  };
}

/** @throws GatewayError `purpose-missing` */
function purposeOf({ purpose, auditor }: Purpose): AuditPurpose {
  if (purpose === undefined || !isAuditPurpose(purpose)) throw new GatewayError('purpose-missing');
  return { purpose: purpose.trim(), ...(auditor !== undefined && { user: auditor }) };
}

function periodOf(question: Question, place: string, now: Date): { since: Date; until: Date } {
  const until = question.until === undefined ? now : readInstant(question.until, `${place}/until`);
  const since =
    question.since === undefined
      ? new Date(until.getTime() - USUAL_DAYS * DAY_MS)
      : readInstant(question.since, `${place}/since`);
  const isNarrow = question.person !== undefined || question.user !== undefined || question.exchange !== undefined;
  if (!isNarrow && until.getTime() - since.getTime() > OPEN_DAYS_MAX * DAY_MS)
    throw new GatewayError('invalid-request', {
      fields: [{ pointer: `${place}/since`, rule: 'minimum', expected: `until − ${OPEN_DAYS_MAX} d` }],
    });
  return { since, until };
}

/** Moments in both zones: the log keeps UTC, an auditor's diary says Brussels. */
function entryView<Entry extends AuditEntry>(entry: Entry): Entry & { readonly atBrussels: string } {
  return { ...entry, atBrussels: brusselsDateTime(new Date(entry.at)) };
}

function pageView(page: AuditPage): object {
  return { ...page, entries: page.entries.map(entryView) };
}

/** The fields that are there. */
function defined<Fields extends Record<string, unknown>>(
  fields: Fields,
): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: NonNullable<Fields[Name]>;
  };
}
