import type { FastifyInstance } from 'fastify';
import type { AnnotatedSchema } from '../../flows/annotated-schema.ts';
import { APPROVAL_STATES, type ApprovalState } from '../../policy/approvals/approval-row.ts';
import type { ApprovalDecision } from '../../policy/approvals/approval-desk.ts';
import { organisationFor } from '../organisation.ts';
import { exchangeIdOf, parameters } from '../parameters.ts';
import type { Approvals, Organisations } from '../ports.ts';
import { presentApproval } from '../present-policy.ts';
import { addRoute, clientOf, type RouteDescription } from '../route-description.ts';
import { limitSchema, ORGANISATION } from '../shared-parameters.ts';

const PAGE = { usual: 50, max: 200 };

interface ListQuery {
  readonly organisation?: string;
  readonly state?: ApprovalState;
  readonly before?: string;
  readonly limit?: number;
}

const DECISION: AnnotatedSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['user', 'reason'],
  properties: {
    user: {
      type: 'object',
      additionalProperties: false,
      required: ['ssin', 'role'],
      description: 'The second person; recorded in the log.',
      properties: {
        ssin: { type: 'string', 'x-identifier': 'user-ssin', description: 'SSIN of that person.' },
        role: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,62}$', description: 'One that the rule lets approve.' },
        name: { type: 'string', minLength: 1, maxLength: 200 },
      },
    },
    reason: {
      type: 'string',
      'x-says': 'reason',
      minLength: 3,
      maxLength: 500,
      description: 'Why; recorded in the log.',
    },
  },
};

const LIST: RouteDescription<ListQuery> = {
  method: 'GET',
  url: '/v1/approvals',
  operationId: 'listApprovals',
  tag: 'Approvals',
  summary: 'What waits, or waited, for a second person; newest first, without personal data',
  query: parameters({
    organisation: ORGANISATION,
    state: { type: 'string', enum: [...APPROVAL_STATES] },
    before: { type: 'string', minLength: 1, maxLength: 64, description: '`next` of the page before.' },
    limit: limitSchema(PAGE),
  }),
  answers: { 200: { description: 'A page of approvals.', schema: 'ApprovalList' } },
};

const VIEW: RouteDescription = {
  method: 'GET',
  url: '/v1/approvals/:id',
  operationId: 'getApproval',
  tag: 'Approvals',
  summary: 'One approval, with what was asked',
  description: 'A reading of personal data, recorded in the log.',
  answers: { 200: { description: 'The approval.', schema: 'ApprovalWithRequest' } },
};

const APPROVE: RouteDescription<unknown, ApprovalDecision> = {
  method: 'POST',
  url: '/v1/approvals/:id/approve',
  operationId: 'approveRequest',
  tag: 'Approvals',
  summary: 'Approve a request of somebody else, which is then sent',
  description: 'Everything is checked again as of now. It is sent once, however often it is approved.',
  body: { name: 'ApprovalDecision', schema: DECISION },
  answers: { 200: { description: 'The approval; its exchange is on its way.', schema: 'Approval' } },
};

const REFUSE: RouteDescription<unknown, ApprovalDecision> = {
  method: 'POST',
  url: '/v1/approvals/:id/refuse',
  operationId: 'refuseRequest',
  tag: 'Approvals',
  summary: 'Refuse a request, or take back one’s own',
  body: { name: 'ApprovalDecision', schema: DECISION },
  answers: { 200: { description: 'The approval; nothing was sent.', schema: 'Approval' } },
};

export const APPROVAL_ROUTES = [LIST, VIEW, APPROVE, REFUSE] as readonly RouteDescription[];

export interface ApprovalParts {
  readonly approvals: Approvals;
  readonly organisations: Organisations;
}

/** Where a second person decides. */
export function approvalRoutes(app: FastifyInstance, { approvals, organisations }: ApprovalParts): void {
  addRoute(app, LIST, async ({ request, query }) => {
    const { state, before, limit = PAGE.usual } = query;
    const found = await approvals.list({
      organisation: organisationFor(clientOf(request), query.organisation, organisations),
      limit,
      ...(state !== undefined && { state }),
      ...(before !== undefined && { before: exchangeIdOf(before) }),
    });
    const last = found.length === limit ? found.at(-1) : undefined;
    return { approvals: found.map(presentApproval), ...(last !== undefined && { next: last.id }) };
  });

  addRoute(app, VIEW, async ({ request, path }) => {
    const { approval, request: asked } = await approvals.view(clientOf(request), exchangeIdOf(path('id')));
    return { ...presentApproval(approval), ...(asked !== undefined && { request: asked }) };
  });

  addRoute(app, APPROVE, async ({ request, body, path }) =>
    presentApproval(await approvals.approve(clientOf(request), exchangeIdOf(path('id')), body)),
  );

  addRoute(app, REFUSE, async ({ request, body, path }) =>
    presentApproval(await approvals.refuse(clientOf(request), exchangeIdOf(path('id')), body)),
  );
}
