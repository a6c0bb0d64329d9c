import { APPROVAL_STATES } from '../../policy/approvals/approval-row.ts';
import { SECOND_EYES } from '../../policy/document/policy-document.ts';
import { type SchemaObject, schemaRef } from './schema-object.ts';
import { anything, count, flag, listOf, moment, object, oneOfWords, said, text, uuid } from './schema-words.ts';

const APPROVAL_PROPERTIES = {
  id: uuid,
  organisation: text,
  flow: text,
  client: said(text, 'The application that asked.'),
  rule: said(text, 'The rule that asks for a second person.'),
  approvers: said(listOf(text), 'Roles that may approve.'),
  state: oneOfWords(APPROVAL_STATES),
  exchange: said(uuid, 'The exchange that it becomes when it is approved; it does not exist before.'),
  ticket: text,
  logIndex: said(count, 'Where the request stands in the log.'),
  askedAt: moment,
  expiresAt: moment,
  'decidedAt?': moment,
};

/** What the routes about the authorisation table answer with. */
export const POLICY_RESOURCES: Readonly<Record<string, SchemaObject>> = {
  Policy: object({
    version: said(text, 'SHA-256 of what the table says; every entry of the log names the one that decided.'),
    stale: said(flag, 'The file says something that was refused: this is the version before.'),
    'title?': text,
    roles: said(listOf(schemaRef('PolicyRole')), 'What `context.user.role` may say.'),
    purposes: said(listOf(schemaRef('PolicyPurpose')), 'What `context.purpose` may say: a name, or a title.'),
    hours: said({ type: 'object', additionalProperties: true }, 'Opening hours by name, Brussels time.'),
    rules: listOf(schemaRef('PolicyRule')),
  }),
  PolicyRole: object({ role: text, title: text, inherits: listOf(text) }),
  PolicyPurpose: object({ purpose: text, title: text }),
  PolicyRule: object(
    {
      rule: text,
      flows: said(listOf(text), 'Ids of the flows it is about.'),
      roles: listOf(text),
      purposes: listOf(text),
      hours: text,
      fileReference: oneOfWords(['required', 'optional']),
      integration: schemaRef('PolicyGate'),
      'kinds?': listOf(text),
      'organisations?': listOf(text),
      'clients?': listOf(text),
      'legalContexts?': listOf(text),
      'breakGlass?': schemaRef('PolicyBreakGlass'),
      'fourEyes?': schemaRef('PolicyFourEyes'),
    },
    'One line of the table, as it is written.',
  ),
  PolicyGate: object({
    'own?': said(listOf(count), 'Quality codes of the person that open the flow.'),
    'household?': said(listOf(count), 'Those of the household that do.'),
    'exempt?': said(text, 'Why a message that names nobody needs no integration.'),
    'identified?': said(text, 'Why somebody told by name, birth date or card, without a number, needs none.'),
    'numbered?': said(text, 'Why somebody named by number needs none.'),
  }),
  PolicyBreakGlass: object({ roles: listOf(text), lifts: listOf(text) }, 'What an emergency lifts, and for whom.'),
  PolicyFourEyes: object(
    { approvers: listOf(text), withinHours: count, 'by?': oneOfWords(SECOND_EYES) },
    'Who may approve, and for how long.',
  ),
  PolicyExplanation: object({
    flow: text,
    allowed: flag,
    policy: said(text, 'Version of the table that decided.'),
    'rule?': said(text, 'The rule that allows it, or came closest.'),
    'exception?': oneOfWords(['bootstrap', 'break-glass'], 'Allowed in spite of the table.'),
    'fourEyes?': schemaRef('PolicyFourEyes'),
    reasons: said(listOf(schemaRef('ProblemReason')), 'Every condition of that rule that is not met.'),
    rules: said(listOf(schemaRef('PolicyRuleVerdict')), 'Every rule about such a message, and what it misses.'),
  }),
  PolicyRuleVerdict: object({ rule: text, reasons: listOf(schemaRef('ProblemReason')) }),
  PolicyExceptionList: object({
    exceptions: listOf(schemaRef('PolicyException')),
    'next?': said(count, 'The next page: `after` this index.'),
  }),
  PolicyException: object({
    index: said(count, 'Where the request stands in the log.'),
    at: moment,
    organisation: text,
    exception: oneOfWords(['bootstrap', 'break-glass']),
    flow: text,
    client: text,
    exchange: uuid,
    'policy?': text,
  }),
  Approval: object(APPROVAL_PROPERTIES, 'A request that a second person must approve.'),
  ApprovalWithRequest: object({
    ...APPROVAL_PROPERTIES,
    'request?': said(anything, 'What was asked: `{context, payload}`.'),
  }),
  ApprovalList: object({
    approvals: listOf(schemaRef('Approval')),
    'next?': said(text, 'The next page: `before` this one.'),
  }),
  PendingApproval: object({
    id: said(uuid, 'Decide at `/v1/approvals/{id}`.'),
    state: oneOfWords(APPROVAL_STATES),
    approvers: said(listOf(text), 'Roles that may approve.'),
    expiresAt: moment,
  }),
};
