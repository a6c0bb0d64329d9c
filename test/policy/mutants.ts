import { rolesThatAre } from '../../src/policy/roles.ts';
import type { PolicyDocument, RuleDocument } from '../../src/policy/document/policy-document.ts';

/** A table that says one thing differently, and what. */
export interface Mutant {
  readonly name: string;
  readonly document: PolicyDocument;
}

/** Every single change of a rule that would let somebody in or shut somebody out. */
export function mutantsOf(document: PolicyDocument, rule: string): Mutant[] {
  const original = document.rules[rule];
  if (original === undefined) return [];
  const { [rule]: _removed, ...others } = document.rules;
  const mutant = (name: string, changed: RuleDocument): Mutant => ({
    name: `${rule}: ${name}`,
    document: { ...document, rules: { ...document.rules, [rule]: changed } },
  });
  return [
    { name: `${rule}: is gone`, document: { ...document, rules: others } },
    ...lists(original.roles, notAmong(original.roles, document), ['anyone']).map((roles) =>
      mutant(`roles ${roles.join()}`, { ...original, roles }),
    ),
    ...lists(original.purposes, Object.keys(document.purposes), ['any', 'unneeded']).map((purposes) =>
      mutant(`purposes ${purposes.join()}`, { ...original, purposes }),
    ),
    mutant('hours', { ...original, hours: original.hours === 'always' ? 'office' : 'always' }),
    mutant('file reference', {
      ...original,
      fileReference: original.fileReference === 'required' ? 'optional' : 'required',
    }),
    ...gates(original).map((integration) =>
      mutant(`integration ${JSON.stringify(integration)}`, { ...original, integration }),
    ),
    ...glasses(original).map((breakGlass) =>
      mutant(`break glass ${JSON.stringify(breakGlass)}`, without({ ...original, breakGlass }, 'breakGlass')),
    ),
    mutant(
      'four eyes',
      original.fourEyes === undefined
        ? { ...original, fourEyes: { approvers: ['head-of-service'], withinHours: 1 } }
        : without({ ...original, fourEyes: undefined }, 'fourEyes'),
    ),
  ];
}

/** Roles that would be new in a list: one that inherits what is there changes nothing. */
function notAmong(named: readonly string[], { roles }: PolicyDocument): string[] {
  const already = rolesThatAre(named, roles);
  return Object.keys(roles).filter((role) => named.includes(role) || !already.has(role));
}

/** The same list one longer, one shorter, or replaced by a word. */
function lists(named: readonly string[], all: readonly string[], words: readonly string[]): string[][] {
  const isWord = named.some((name) => words.includes(name));
  const longer = all.filter((name) => !named.includes(name)).map((name) => (isWord ? [name] : [...named, name]));
  const shorter = named.length > 1 ? named.map((name) => named.filter((other) => other !== name)) : [];
  return [...longer, ...shorter, ...words.filter((word) => !named.includes(word)).map((word) => [word])];
}

const EXEMPT = { fr: 'x', nl: 'x', en: 'x' };
const CODES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 40];
/** Codes that the matrix has in a household. */
const HOUSEHOLD_CODES = [1, 4, 7];

const EXCEPTIONS = ['exempt', 'identified', 'numbered'] as const;

function gates({ integration }: RuleDocument): RuleDocument['integration'][] {
  const { own = [], household = [] } = integration;
  if (own.length + household.length === 0)
    return [{ own: [2] }, { household: [1] }, ...EXCEPTIONS.map((name) => toggled(integration, name))].filter(
      (gate) => Object.keys(gate).length > 0,
    );
  const change = (list: readonly number[], code: number): number[] =>
    list.includes(code) ? list.filter((other) => other !== code) : [...list, code];
  return [
    { exempt: EXEMPT },
    toggled(integration, 'identified'),
    ...CODES.map((code) => ({ ...integration, own: change(own, code) })),
    ...HOUSEHOLD_CODES.map((code) => ({ ...integration, household: change(household, code) })),
  ];
}

/** The same gate with one exception more, or without it. */
function toggled(gate: RuleDocument['integration'], name: (typeof EXCEPTIONS)[number]): RuleDocument['integration'] {
  const { [name]: given, ...others } = gate;
  return given === undefined ? { ...others, [name]: EXEMPT } : others;
}

function glasses({ breakGlass, hours }: RuleDocument): RuleDocument['breakGlass'][] {
  if (breakGlass === undefined) return hours === 'always' ? [] : [{ roles: ['duty-officer'], lifts: ['hours'] }];
  const { roles, lifts } = breakGlass;
  return [
    undefined,
    ...roles.map((role) => ({ roles: roles.filter((other) => other !== role), lifts })),
    { roles: [...roles, 'reception'], lifts },
    ...lifts.map((lift) => ({ roles, lifts: lifts.filter((other) => other !== lift) })),
  ];
}

/** An optional key that is undefined is not there. */
function without<Rule extends object>(rule: Rule, key: keyof Rule): RuleDocument {
  const copy = { ...rule };
  if (copy[key] === undefined) Reflect.deleteProperty(copy, key);
  return copy as unknown as RuleDocument;
}
