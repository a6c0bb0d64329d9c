import type { CalendarDay } from '../../src/domain/calendar-day.ts';
import type { AroundRegister } from '../../src/http/ports.ts';
import type { Conflict } from '../../src/integration/conflicts.ts';
import type { ImportView } from '../../src/integration/import/imports.ts';
import type { ReconciliationView } from '../../src/integration/reconciliations.ts';
import type { Repair } from '../../src/integration/repairs.ts';
import { PERSON } from '../support/people.ts';

/** Writes down what a room was asked, and answers. */
type Ask = <Answer>(what: string, answer: Answer) => (...given: unknown[]) => Promise<Answer>;

const ID = '01930000-0000-7000-8000-0000000000a1';
const SEEN = new Date('2026-11-23T09:00:00Z');
const PERIOD = { firstDay: '2026-01-01' as CalendarDay, lastDay: '2026-12-31' as CalendarDay };

const CONFLICT: Conflict = {
  id: ID,
  organisation: 'demo',
  ssin: PERSON,
  nisCode: '92094',
  qualityCode: 2,
  ...PERIOD,
  state: 'open',
  note: undefined,
  seenAt: SEEN,
  lastSeenAt: SEEN,
};

const COMPARISON: ReconciliationView = {
  id: ID,
  organisation: 'demo',
  occasion: 'demand',
  state: 'running',
  startedAt: SEEN.toISOString(),
  complete: false,
  persons: { asked: 1, compared: 2, unanswered: 0, unaskable: 0 },
  differences: { 'missing-there': 1, 'missing-here': 0, 'other-period': 0 },
};

const REPAIR: Repair = {
  id: ID,
  organisation: 'demo',
  reconciliation: ID,
  ssin: PERSON,
  difference: 'missing-here',
  action: 'adopt',
  qualityCode: 2,
  integration: undefined,
  here: undefined,
  there: PERIOD,
  state: 'proposed',
  madeAt: SEEN,
  decidedAt: undefined,
};

const IMPORT: ImportView = {
  id: ID,
  organisation: 'demo',
  state: 'running',
  rows: 3,
  done: 1,
  known: 0,
  startedAt: SEEN.toISOString(),
  logIndex: 9,
};

/** What stands around the register, as fakes. */
export function aroundRegister(ask: Ask): AroundRegister {
  return {
    conflicts: {
      list: ask('conflicts', [CONFLICT]),
      view: ask('conflict', CONFLICT),
      change: ask('change conflict', { ...CONFLICT, state: 'settled', note: 'agreed by telephone' }),
    },
    reconciliations: {
      start: ask('start comparison', ID),
      view: ask('comparison', COMPARISON),
      list: ask('comparisons', [COMPARISON]),
    },
    repairs: {
      list: ask('repairs', [REPAIR]),
      accept: ask('accept', { ...REPAIR, state: 'accepted', decidedAt: SEEN }),
      dismiss: ask('dismiss', { ...REPAIR, state: 'dismissed', decidedAt: SEEN }),
    },
    imports: {
      preview: ask('preview', { rows: 3, known: 1, persons: 2 }),
      start: ask('start import', IMPORT),
      view: ask('import', IMPORT),
    },
    ssinChanges: {
      view: ask('change of a number', {
        id: ID,
        organisation: 'demo',
        kind: 'cancelled',
        ssin: PERSON,
        integrations: 1,
        learntAt: SEEN.toISOString(),
        logIndex: 9,
      }),
    },
    centreName: () => ({ fr: 'CPAS Namur', nl: 'OCMW Namen', en: 'CPAS Namur', de: 'CPAS Namur' }),
  };
}
