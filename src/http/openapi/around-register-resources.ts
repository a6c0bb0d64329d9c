import { DIFFERENCES } from '../../integration/comparison.ts';
import { CONFLICT_STATES } from '../../integration/conflicts.ts';
import { REPAIR_STATES } from '../../integration/repairs.ts';
import { type SchemaObject, schemaRef } from './schema-object.ts';
import { count, date, flag, listOf, moment, object, oneOfWords, said, text, uuid } from './schema-words.ts';

const NEXT = { 'next?': said(text, 'The next page: `before` this one.') };
const NUMBERS = { type: 'object', additionalProperties: count } as const;

/** What stands around the register answers with these. */
export const AROUND_REGISTER_RESOURCES: Readonly<Record<string, SchemaObject>> = {
  IntegrationConflict: object({
    id: uuid,
    organisation: text,
    ssin: text,
    centre: schemaRef('CentreName'),
    qualityCode: count,
    firstDay: date,
    'lastDay?': date,
    state: oneOfWords(CONFLICT_STATES, '`settled`: the centres agreed; `referred`: SPP IS / POD MI was asked.'),
    'note?': text,
    seenAt: moment,
    lastSeenAt: moment,
    procedure: said(text, 'What to do.'),
  }),
  CentreName: object({
    nisCode: said(text, 'NIS code of the municipality, as BCSS names the centre.'),
    name: said(text, 'The name of the centre; the code where it is not known.'),
  }),
  IntegrationConflictList: object({ conflicts: listOf(schemaRef('IntegrationConflict')), ...NEXT }),
  Reconciliation: object({
    id: uuid,
    organisation: text,
    occasion: oneOfWords(['demand', 'night', 'import']),
    state: oneOfWords(['running', 'done', 'cancelled']),
    startedAt: moment,
    'finishedAt?': moment,
    complete: said(flag, 'Everybody was looked at; a night may stop earlier, and the next one goes on.'),
    persons: said(
      NUMBERS,
      'People by how far it is with them: asked, compared, unanswered, unaskable (no proof of identity).',
    ),
    differences: said(NUMBERS, 'Differences found, by kind.'),
  }),
  ReconciliationList: object({ reconciliations: listOf(schemaRef('Reconciliation')) }),
  ComparedDays: object({ firstDay: date, 'lastDay?': date }),
  Repair: object({
    id: uuid,
    organisation: text,
    reconciliation: uuid,
    ssin: text,
    difference: oneOfWords(DIFFERENCES),
    action: oneOfWords(['register', 'adopt'], 'What accepting does.'),
    qualityCode: count,
    'integration?': uuid,
    'here?': said(schemaRef('ComparedDays'), 'In our register.'),
    'there?': said(schemaRef('ComparedDays'), 'At BCSS.'),
    state: oneOfWords(REPAIR_STATES),
    explanation: text,
    madeAt: moment,
    'decidedAt?': moment,
  }),
  RepairList: object({ repairs: listOf(schemaRef('Repair')), ...NEXT }),
  IntegrationImport: object({
    id: uuid,
    organisation: text,
    state: oneOfWords(['running', 'done']),
    rows: count,
    done: said(count, 'Rows dealt with: written, or in the register already.'),
    known: said(count, 'Rows that were in the register already.'),
    startedAt: moment,
    'finishedAt?': moment,
    logIndex: count,
  }),
  ImportAnswer: object(
    { rows: count, known: count, 'persons?': count, 'id?': uuid, 'state?': text, 'done?': count },
    'What a file would do; of an import that is over, also its id.',
  ),
  LearntSsinChange: object({
    id: uuid,
    organisation: text,
    kind: oneOfWords(['replaced', 'cancelled']),
    ssin: said(text, 'The number that is no more.'),
    'replacedBy?': text,
    integrations: said(count, 'Integrations that the centre had under it.'),
    learntAt: moment,
    logIndex: count,
  }),
};
