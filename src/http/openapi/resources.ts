import { ENTRY_KINDS, PERSON_ROLES } from '../../domain/entry.ts';
import { EXCHANGE_STATES } from '../../domain/exchange.ts';
import { FLOW_KINDS, FLOW_STATUSES, TRANSPORTS } from '../../domain/flow.ts';
import { OUTCOMES } from '../../domain/outcome.ts';
import { PROBLEMS } from '../../domain/problems/catalogue.ts';
import { RESULT_KINDS, SEVERITIES } from '../../domain/result.ts';
import { AROUND_REGISTER_RESOURCES } from './around-register-resources.ts';
import { HOUSEHOLD_RESOURCES } from './household-resources.ts';
import { POLICY_RESOURCES } from './policy-resources.ts';
import { type SchemaObject, schemaRef } from './schema-object.ts';
import { anything, count, flag, listOf, moment, object, oneOfWords, said, text } from './schema-words.ts';

/** What the routes answer with, as components; `test/http/openapi.test.ts` holds the answers of the door against them. */

const CODE = said(text, 'Stable code of the problem; the list is at `/docs/errors`.');
const RESPONSIBLE = oneOfWords(['caller', 'gateway', 'operator', 'bcss', 'subscriber'], 'Who can put it right.');

const SUMMARY_PROPERTIES = {
  id: said({ type: 'string', format: 'uuid' }, 'The exchange.'),
  flow: text,
  organisation: text,
  kind: oneOfWords(FLOW_KINDS),
  ticket: said(text, 'Our reference at BCSS, the same on every resend.'),
  'ticketCbss?': said(text, 'The reference of BCSS.'),
  state: schemaRef('ExchangeState'),
  'outcome?': schemaRef('Outcome'),
  'code?': CODE,
  'explanation?': schemaRef('Explanation'),
  acceptedAt: moment,
  'finishedAt?': moment,
  'nextAttemptAt?': said(moment, 'When the next attempt is due.'),
  'serviceWait?': schemaRef('ServiceWait'),
  logIndex: said(count, 'Where the request stands in the log.'),
  'about?': said(
    text,
    'The exchange on whose behalf the gateway asked this: a declaration, or the first page of an answer.',
  ),
};

/** An exchange of any flow; a flow's own has the type of its reply. */
export const EXCHANGE = object({
  ...SUMMARY_PROPERTIES,
  attempts: listOf(schemaRef('Attempt')),
  'uncertain?': schemaRef('Uncertain'),
  'result?': schemaRef('Result'),
  'reply?': said(anything, "The reply element, complete, in the contract's own names."),
  'envelope?': said(anything, 'What SSDN says around the payload.'),
  'fault?': said(anything, 'The SOAP fault, where the reply was one.'),
  'deviations?': said(anything, 'What the reply has and its contract does not foresee.'),
  'pages?': schemaRef('Pages'),
  'replyDestroyed?': said(flag, 'The content was destroyed under a retention rule.'),
});

const MUTATION_PROPERTIES = {
  id: text,
  organisation: text,
  source: said(text, 'Where it comes from: the national register, the ONSS, …'),
  kind: text,
  sequence: said(count, 'Order per person, without gaps.'),
  receivedAt: moment,
  'acknowledgedAt?': moment,
  logIndex: count,
};

const SUBSCRIPTION_PROPERTIES = {
  id: text,
  organisation: text,
  url: text,
  events: listOf(text),
  state: oneOfWords(['active', 'disabled']),
  createdAt: moment,
  'failingSince?': moment,
};

const SECRET = said(text, 'Signs the webhooks (Standard Webhooks); shown this once.');

const AUDIT_ENTRY_PROPERTIES = {
  index: said(count, 'Position in the log.'),
  id: text,
  at: said(moment, 'UTC.'),
  atBrussels: said(moment, 'The same moment in Brussels.'),
  kind: oneOfWords(ENTRY_KINDS),
  organisation: text,
  'exchange?': text,
  'flow?': text,
  'ticket?': text,
  'attempt?': count,
  'client?': text,
  'legalContext?': text,
  'qualityCode?': count,
  'policy?': said(text, 'Hash of the authorisation table that decided.'),
  'outcome?': text,
  'code?': CODE,
  'role?': oneOfWords(PERSON_ROLES, 'Of a question about a person: what they are in this entry, or in its exchange.'),
  'details?': { type: 'object', additionalProperties: true },
  'bodyBytes?': count,
  contentHash: said(text, 'Hash of the content, which the leaf of the log covers.'),
  'contentDestroyed?': said(flag, 'The content was destroyed under a retention rule; the entry stands.'),
  'contentWithheld?': said(
    flag,
    'It is about people whom the centre does not help: evidence, which nobody here reads.',
  ),
};

const QUALIFIED_NAME = object({ namespace: text, element: text });
const LOCALISED = object({ fr: text, nl: text, de: text, en: text });

/** All components that do not come from a contract. */
export const RESOURCES: Readonly<Record<string, SchemaObject>> = {
  Problem: object(
    {
      type: said(text, 'The page about this code.'),
      title: text,
      status: count,
      'detail?': said(text, 'About this occurrence.'),
      instance: said(text, 'The request, as it stands in the technical log.'),
      code: oneOfWords(Object.keys(PROBLEMS)),
      responsible: RESPONSIBLE,
      again: oneOfWords(['never', 'later', 'automatic'], 'Whether the same again makes sense.'),
      happens: said(text, 'What happens by itself.'),
      remedy: said(text, 'What to do.'),
      'errors?': listOf(schemaRef('ProblemField')),
      'reasons?': said(listOf(schemaRef('ProblemReason')), 'Every condition that is not met.'),
    },
    'A problem document (RFC 9457).',
  ),
  ProblemReason: object({ code: text, reason: text, remedy: text }),
  ProblemField: object({
    pointer: said(text, 'JSON Pointer into the body; parameters as `/query/…` and `/headers/…`.'),
    rule: text,
    detail: text,
  }),
  Explanation: object({ title: text, happens: text, remedy: text, responsible: RESPONSIBLE }, 'What a code means.'),
  ExchangeState: oneOfWords(EXCHANGE_STATES, 'Final: `done`, `dead-letter`, `cancelled`, `undecided`.') as SchemaObject,
  Outcome: oneOfWords(OUTCOMES, 'How the last attempt ended.') as SchemaObject,
  Receipt: object(
    {
      id: said({ type: 'string', format: 'uuid' }, 'The exchange.'),
      flow: text,
      organisation: text,
      ticket: text,
      state: schemaRef('ReceiptState'),
      acceptedAt: moment,
      logIndex: count,
      'approval?': schemaRef('PendingApproval'),
      'code?': CODE,
      'explanation?': schemaRef('Explanation'),
      'nextAttemptAt?': said(moment, 'When the next attempt is due.'),
      'serviceWait?': schemaRef('ServiceWait'),
    },
    'Our promise: the message is safe, and will be dealt with.',
  ),
  ServiceWait: object(
    {
      httpStatus: said(count, 'What stands before the service answers.'),
      since: moment,
      nextTryAt: said(moment, 'When one message tries again; after it is let in, all go on.'),
    },
    'The service lets no message in: those for it wait, and use up no attempts.',
  ),
  ReceiptState: oneOfWords(
    [...EXCHANGE_STATES, 'awaiting-approval'],
    'As of an exchange; `awaiting-approval`: nothing is sent before a second person approves.',
  ) as SchemaObject,
  Exchange: EXCHANGE,
  ExchangeSummary: object(SUMMARY_PROPERTIES),
  ExchangeList: object({
    exchanges: listOf(schemaRef('ExchangeSummary')),
    'next?': said(text, 'The next page: `before` this one.'),
  }),
  Attempt: object({
    number: count,
    startedAt: moment,
    'endedAt?': moment,
    'durationMs?': count,
    'outcome?': schemaRef('Outcome'),
    'code?': CODE,
    'httpStatus?': count,
    'trust?': oneOfWords(['signature', 'tls'], 'Whose word the reply rests on.'),
    logIndexes: schemaRef('AttemptLogIndexes'),
  }),
  Uncertain: object(
    {
      came: schemaRef('UncertainReply'),
      next: schemaRef('UncertainNext'),
      'ask?': schemaRef('UncertainAsk'),
    },
    'A declaration of which it is not known whether it had its effect.',
  ),
  UncertainReply: object({
    what: oneOfWords(
      ['nothing', 'fault', 'refusal', 'not-believed'],
      '`not-believed`: something else than a verified reply; it is in the log.',
    ),
    'httpStatus?': count,
    'faultCode?': text,
    'text?': said(text, 'The text of the fault, without numbers of persons.'),
    'codes?': listOf(object({ code: text, 'text?': text })),
  }),
  UncertainNext: object({
    by: oneOfWords(['question', 'person'], '`question`: the gateway asks `flow`. `person`: nothing happens by itself.'),
    'flow?': said(text, 'The question that shows whether the effect is there.'),
    'at?': said(moment, 'When it is asked next.'),
    'decide?': said(text, 'How a person says what happened.'),
  }),
  UncertainAsk: object({
    whom: said(text, 'Who can tell what happened.'),
    with: said(text, 'What they find it by, beside the ticket.'),
    ticket: text,
    'ticketCbss?': text,
    sentAt: said(moment, 'When the message left.'),
  }),
  AttemptLogIndexes: object({ intent: count, 'reply?': count, 'result?': count }),
  Result: object({
    kind: oneOfWords(RESULT_KINDS),
    status: said(text, "The reply's own word."),
    'happens?': said(text, 'What happens by itself about what is missing.'),
    messages: listOf(schemaRef('ResultMessage')),
    'sources?': listOf(schemaRef('SourceStatus')),
    'items?': said(listOf(schemaRef('ItemStatus')), 'What became of each part of a declaration: forms, alerts.'),
    'ssinChange?': schemaRef('SsinChange'),
    'filteredFields?': said(listOf(text), 'Fields that BCSS removed: absent is then not empty.'),
  }),
  ResultMessage: object({
    severity: oneOfWords(SEVERITIES),
    code: text,
    'text?': said(text, 'As BCSS gave it, in its language.'),
    'author?': text,
    'item?': said(text, 'The part of the declaration that it is about.'),
    'fields?': listOf(text),
    'explanation?': text,
    'remedy?': text,
  }),
  SourceStatus: object({
    source: text,
    status: said(text, "The source's own word."),
    kind: oneOfWords(RESULT_KINDS),
    'code?': text,
    'text?': said(text, 'As the source gave it, in its language.'),
    'explanation?': text,
    'remedy?': text,
  }),
  ItemStatus: object({
    item: said(text, 'What the part is known by: the number of a form or alert.'),
    status: said(text, "The service's own word."),
    kind: oneOfWords(RESULT_KINDS),
  }),
  Pages: object({
    count: said(count, 'Pages that have come; `reply` holds the lists of all.'),
    complete: said(flag, 'False while some are missing: still being asked for, or not to be had.'),
    exchanges: said(listOf(text), 'Each page is an exchange of its own; the first is this one.'),
  }),
  SsinChange: object({ kind: oneOfWords(['replaced', 'cancelled']), 'replacedBy?': text, 'replaces?': text }),
  EventStream: said(text, 'Server-sent events named `state`; `data` is an ExchangeSummary.'),
  FlowList: listOf(schemaRef('Flow')) as SchemaObject,
  Flow: object({
    id: text,
    aliases: listOf(text),
    service: text,
    version: text,
    operation: text,
    transport: oneOfWords(TRANSPORTS),
    kind: oneOfWords(FLOW_KINDS),
    'kindWhen?': said(listOf(anything), 'The kind of messages with a certain value.'),
    status: oneOfWords(FLOW_STATUSES),
    titles: schemaRef('Titles'),
    'summary?': schemaRef('Titles'),
    request: schemaRef('QualifiedName'),
    reply: schemaRef('QualifiedName'),
    'legalContext?': schemaRef('LegalContext'),
    'qualityCodes?': said(listOf(count), 'Integrations with one of these open the flow.'),
    deadlineSeconds: { type: 'number' },
  }),
  Titles: LOCALISED,
  QualifiedName: QUALIFIED_NAME,
  LegalContext: object({ 'default?': text, 'allowed?': listOf(text) }),
  JsonSchema: { type: 'object', additionalProperties: true, description: 'A JSON Schema (2020-12).' },
  ...HOUSEHOLD_RESOURCES,
  ...AROUND_REGISTER_RESOURCES,
  ...POLICY_RESOURCES,
  MutationSummary: object(MUTATION_PROPERTIES, 'A mutation without personal data.'),
  Mutation: object({
    ...MUTATION_PROPERTIES,
    content: said(anything, "The mutation as BCSS sent it, in the contract's names."),
  }),
  MutationList: object({
    mutations: listOf(schemaRef('MutationSummary')),
    withheld: said(count, 'So many came about people whom the centre did not help: kept in the log, shown to nobody.'),
    'next?': said(text, 'The next page: `after` this one.'),
  }),
  Subscription: object(SUBSCRIPTION_PROPERTIES),
  SubscriptionWithSecret: object({ ...SUBSCRIPTION_PROPERTIES, secret: SECRET }),
  SubscriptionSecret: object({ secret: SECRET }),
  SubscriptionList: object({ subscriptions: listOf(schemaRef('Subscription')) }),
  WebhookAttempt: object({
    outcome: text,
    'code?': CODE,
    'explanation?': schemaRef('Explanation'),
    'httpStatus?': count,
    durationMs: { type: 'number', minimum: 0 },
  }),
  Replay: object({ deliveries: count }),
  AuditEntry: object(AUDIT_ENTRY_PROPERTIES),
  AuditEntryWithBody: object({ ...AUDIT_ENTRY_PROPERTIES, 'body?': schemaRef('AuditBody') }),
  AuditBody: object({ contentType: text, text }),
  AuditPage: object({
    entries: listOf(schemaRef('AuditEntry')),
    'next?': said(count, 'The next page: `after` this index.'),
    readIndex: said(count, 'Where this very reading is recorded.'),
  }),
  Liveness: object({ live: flag }),
  Readiness: object({
    ready: flag,
    checks: { type: 'object', additionalProperties: schemaRef('Check'), description: 'By dependency.' },
  }),
  Check: object({ ok: flag, detail: text }),
  PrometheusText: text,
};
