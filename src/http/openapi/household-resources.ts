import { STEP_ACTIONS, STEP_STATES } from '../../domain/integration.ts';
import { HOUSEHOLD_STATES, SHOWN_STATES } from '../../integration/view.ts';
import { type SchemaObject, schemaRef } from './schema-object.ts';
import { count, date, flag, listOf, moment, object, oneOfWords, said, text, uuid } from './schema-words.ts';

const DAYS = {
  firstDay: said(date, 'First day, inclusive.'),
  'lastDay?': said(date, 'Last day, inclusive.'),
};

/** What the calls about integrations answer with, as components. */
export const HOUSEHOLD_RESOURCES: Readonly<Record<string, SchemaObject>> = {
  Household: object(
    {
      id: uuid,
      organisation: text,
      'fileReference?': text,
      madeAt: moment,
      state: oneOfWords(
        HOUSEHOLD_STATES,
        '`in-progress`: BCSS is being told; `partial`: something failed and waits for a person; `open`: something holds; `ended`.',
      ),
      summary: {
        type: 'object',
        additionalProperties: count,
        description: 'How many integrations stand where: state → number.',
      },
      members: listOf(schemaRef('HouseholdMember')),
    },
    'A file of the centre with the people helped together.',
  ),
  HouseholdMember: object({ ssin: text, integrations: listOf(schemaRef('Integration')) }),
  Integration: object({
    id: uuid,
    qualityCode: count,
    title: text,
    ...DAYS,
    state: oneOfWords(SHOWN_STATES, '`lapsed`: it ran out, and nobody decided that.'),
    'closingDay?': said(date, 'The last day that remains once the end under way is accepted.'),
    'replaces?': said(uuid, 'The integration under another code that ends once this one is open.'),
    'step?': schemaRef('IntegrationStep'),
    retryable: said(flag, 'A retry would send this again.'),
  }),
  IntegrationStep: object(
    {
      action: oneOfWords(STEP_ACTIONS),
      state: oneOfWords(STEP_STATES),
      'code?': said(text, 'Stable code of the problem; the list is at `/docs/errors`.'),
      'explanation?': schemaRef('Explanation'),
      exchange: said(uuid, 'The message, as any other: `/v1/exchanges/{id}`.'),
      'result?': schemaRef('Result'),
      startedAt: moment,
      'finishedAt?': moment,
    },
    'What was last told to BCSS about an integration, and how that ended.',
  ),
  HouseholdList: object({
    households: listOf(schemaRef('Household')),
    'next?': said(text, 'The next page: `before` this one.'),
  }),
  ExpiringIntegration: object({
    integration: uuid,
    household: uuid,
    'fileReference?': text,
    ssin: text,
    qualityCode: count,
    title: text,
    firstDay: date,
    lastDay: date,
    daysLeft: said(count, 'Days until the last day; 0 on the day itself.'),
  }),
  ExpiringList: object({
    integrations: listOf(schemaRef('ExpiringIntegration')),
    'next?': said(text, 'The next page: `after` this one.'),
  }),
};
