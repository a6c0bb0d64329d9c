import type { Standing } from '../../src/domain/standing.ts';
import type { CompiledPolicy } from '../../src/policy/compile.ts';
import { decide } from '../../src/policy/decide.ts';
import { EXPECTED, type Expected } from './expected-table.ts';

/** Whom a message names: somebody by number with these integrations, unless it names nobody by number; and others without a number. */
interface Named {
  readonly own: readonly number[];
  readonly household: readonly number[];
  readonly byNumber?: false;
  readonly told?: number;
}

/** One square of the matrix. */
export interface Cell {
  readonly role: string | undefined;
  readonly person: Named;
  readonly hour: { readonly at: Date; readonly isOffice: boolean };
  /** What is written, and what it means. */
  readonly purpose: { readonly text: string | undefined; readonly name: string };
  readonly file: boolean;
  readonly emergency: boolean;
}

export type Verdict = 'denied' | 'allowed' | 'after-approval' | 'break-glass';

const ROLES = [
  undefined,
  'director',
  'reception',
  'social-worker',
  'debt-mediator',
  'subsidy-clerk',
  'head-of-service',
  'duty-officer',
];

const own = (...codes: number[]) => ({ own: codes, household: [] });
const PERSONS: readonly Named[] = [
  own(),
  { ...own(), byNumber: false },
  { ...own(), byNumber: false, told: 1 },
  { ...own(2, 12, 40), told: 1 },
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 40].map((code) => own(code)),
  ...[1, 4, 7].map((code) => ({ own: [11], household: [code] })),
];

/** Winter time is one hour ahead of UTC in Brussels, summer time two. */
const HOURS = [
  { at: new Date('2026-11-23T09:00:00Z'), isOffice: true },
  { at: new Date('2026-07-22T18:00:00Z'), isOffice: false },
  { at: new Date('2026-11-28T11:30:00Z'), isOffice: true },
  { at: new Date('2026-11-29T10:00:00Z'), isOffice: false },
];

const PURPOSES = [
  { text: undefined, name: '' },
  { text: 'curiosity', name: 'unknown' },
  { text: 'Hulpaanvraag', name: 'request-for-help' },
  { text: 'social  inquiry', name: 'social-enquiry' },
  { text: 'file-review', name: 'file-review' },
  { text: 'médiation de dettes', name: 'debt-mediation' },
  { text: 'employment-guidance', name: 'employment-guidance' },
  { text: 'Medical aid', name: 'medical-aid' },
  { text: 'heating-allowance', name: 'heating-allowance' },
  { text: 'subsidy-claim', name: 'subsidy-claim' },
  { text: 'reaction to an ALERT', name: 'alert' },
];

const FILE_AND_EMERGENCY = [
  { file: true, emergency: false },
  { file: false, emergency: false },
  { file: true, emergency: true },
  { file: false, emergency: true },
];

const times = <A, B, C>(as: readonly A[], bs: readonly B[], make: (a: A, b: B) => C): C[] =>
  as.flatMap((a) => bs.map((b) => make(a, b)));

const IN_ORDER: readonly Cell[] = times(
  times(ROLES, PERSONS, (role, person) => ({ role, person })),
  times(
    times(HOURS, PURPOSES, (hour, purpose) => ({ hour, purpose })),
    FILE_AND_EMERGENCY,
    (a, b) => ({ ...a, ...b }),
  ),
  (a, b) => ({ ...a, ...b }),
);

const STRIDE = 7_919;

/**
 * Every square of one flow: role × person × hour × purpose × file reference × emergency. In leaps through all of them (the stride has no
 * factor in common with their number), so that a difference somewhere is met soon.
 */
export const CELLS: readonly Cell[] = IN_ORDER.map(
  (cell, index) => IN_ORDER[(index * STRIDE) % IN_ORDER.length] ?? cell,
);

/** What the table written in the test says of a square. */
export function expectedOf(flow: string, cell: Cell): Verdict {
  const lines = linesOf(flow);
  const open = lines.find((line) => missing(line, cell, line.roles).length === 0);
  if (open !== undefined) return open.secondPerson === true ? 'after-approval' : 'allowed';
  if (!cell.emergency) return 'denied';
  const broken = lines.some(
    ({ glass, ...line }) =>
      glass !== undefined && missing(line, cell, glass.roles).every((what) => glass.lifts.includes(what)),
  );
  return broken ? 'break-glass' : 'denied';
}

const LINES = new Map<string, readonly Expected[]>();

function linesOf(flow: string): readonly Expected[] {
  let lines = LINES.get(flow);
  if (lines === undefined) {
    lines = EXPECTED.filter(({ flows }) => flows.includes(flow));
    LINES.set(flow, lines);
  }
  return lines;
}

function missing(line: Expected, { role, person, hour, purpose, file }: Cell, roles: Expected['roles']): string[] {
  const { purposes } = line;
  const states =
    purposes === 'nothing' || (purposes === 'something' ? purpose.name !== '' : purposes.includes(purpose.name));
  return [
    ...(roles === 'everybody' || roles.includes(role ?? '') ? [] : ['role']),
    ...(states ? [] : ['purpose']),
    ...(line.at === 'any hour' || hour.isOffice ? [] : ['hours']),
    ...(!line.file || file ? [] : ['file']),
    ...missingAboutPersons(line, person),
  ];
}

function missingAboutPersons(line: Expected, { own: has, household: around, byNumber, told = 0 }: Named): string[] {
  const { own: codes = [], household = [], without = [] } = line;
  const asks = codes.length + household.length > 0;
  const isOpen =
    byNumber === false ||
    without.includes('numbered') ||
    has.some((code) => codes.includes(code)) ||
    around.some((code) => household.includes(code));
  const isAboutSomebody =
    byNumber !== false || (told === 0 ? without.includes('nobody') : !asks || !without.includes('told'));
  return [
    ...(isOpen ? [] : ['integration']),
    ...(told === 0 || without.includes('told') ? [] : ['a number']),
    ...(isAboutSomebody ? [] : ['a person']),
  ];
}

const CLIENT = { id: 'software', rights: ['send'], bootstrap: false } as const;

/** What a compiled table decides about a square. */
export function verdictOf(policy: CompiledPolicy, flow: string, cell: Cell): Verdict {
  const decision = decide(policy, {
    client: CLIENT,
    organisation: 'cpas-a',
    flow,
    kind: 'consultation',
    role: cell.role,
    purpose: cell.purpose.text,
    legalContext: undefined,
    hasFileReference: cell.file,
    isEmergency: cell.emergency,
    persons: cell.person.byNumber === false ? [] : [standing(cell.person)],
    identified: cell.person.told ?? 0,
    at: cell.hour.at,
  });
  if (!decision.allowed) return 'denied';
  if (decision.exception === 'break-glass') return 'break-glass';
  return decision.fourEyes === undefined ? 'allowed' : 'after-approval';
}

const STANDINGS = new Map<Cell['person'], Standing>();

function standing(person: Cell['person']): Standing {
  let known = STANDINGS.get(person);
  if (known === undefined) {
    const open = (qualityCode: number) => ({ qualityCode, from: '2026-01-01' as never, until: undefined });
    known = { own: person.own.map(open), household: person.household.map(open) };
    STANDINGS.set(person, known);
  }
  return known;
}
