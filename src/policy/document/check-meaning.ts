import { closestName, withSuggestion } from '../../domain/closest-name.ts';
import { inEachLanguage, type Localised } from '../../domain/language.ts';
import { QUALITY_CODES } from '../../domain/quality-code.ts';
import { saysSomething } from '../../domain/says-something.ts';
import { flowsLike } from '../flow-patterns.ts';
import { minuteOf } from '../opening-hours.ts';
import { circleFrom } from '../roles.ts';
import type { PolicyDefect } from './defect.ts';
import { MEANING } from './meaning-words.ts';
import { type PolicyDocument, type PurposeDocument, type RuleDocument, WORDS } from './policy-document.ts';
import type { ReadFile } from './read-yaml.ts';

/** What a policy file can name that lies outside of it. */
export interface KnownWorld {
  /** Ids of the flows that can be asked. */
  readonly flows: readonly string[];
  /** Ids of the centres; undefined where nobody knows them (a file checked away from its gateway). */
  readonly organisations?: readonly string[];
}

type Steps = readonly (string | number)[];
/** @param names those that there are: the one that was probably meant is suggested. */
type Refuse = (code: keyof typeof MEANING, steps: Steps, about: string, names?: readonly string[]) => void;

/** What no schema can see: names that mean nothing, circles, hours that no clock shows, rules that contradict themselves. */
export function meaningDefects(document: PolicyDocument, file: ReadFile, world: KnownWorld): PolicyDefect[] {
  const defects: PolicyDefect[] = [];
  const refuse: Refuse = (code, steps, about, names = []) => {
    const { what, remedy } = MEANING[code];
    const pointer = steps.map((step) => `/${step}`).join('');
    defects.push({
      ...file.position(steps),
      code,
      pointer,
      what: withName(what, about, closestName(about, names)),
      remedy,
    });
  };
  checkNames(document, refuse);
  checkPurposes(document, refuse);
  checkHours(document, refuse);
  checkGroups(document, world, refuse);
  checkRoles(document, refuse);
  for (const [name, rule] of Object.entries(document.rules)) checkRule(rule, ['rules', name], document, world, refuse);
  return defects;
}

function withName(what: Localised, about: string, meant: string | undefined): Localised {
  const quoted: Localised = { fr: `« ${about} »`, nl: `“${about}”`, en: `“${about}”`, de: `„${about}“` };
  return withSuggestion(
    inEachLanguage((language) => `${what[language]} ${quoted[language]}`),
    meant,
  );
}

/** Words with a meaning of their own cannot be names. */
function checkNames({ roles, purposes, hours }: PolicyDocument, refuse: Refuse): void {
  const { anyRole, anyPurpose, noPurpose, always } = WORDS;
  if (Object.hasOwn(roles, anyRole)) refuse('reserved-name', ['roles', anyRole], anyRole);
  for (const word of [anyPurpose, noPurpose])
    if (Object.hasOwn(purposes, word)) refuse('reserved-name', ['purposes', word], word);
  if (Object.hasOwn(hours, always)) refuse('reserved-name', ['hours', always], always);
}

/** One text means one purpose. */
function checkPurposes({ purposes }: PolicyDocument, refuse: Refuse): void {
  const owner = new Map<string, string>();
  for (const [name, purpose] of Object.entries(purposes)) {
    for (const text of purposeTexts(name, purpose)) {
      if (!saysSomething(text, 'reason')) refuse('says-nothing', ['purposes', name], text);
      if ((owner.get(text) ?? name) !== name) refuse('purpose-twice', ['purposes', name], text);
      owner.set(text, name);
    }
  }
}

/** All that software may write for a purpose, as it is compared. */
export function purposeTexts(name: string, { fr, nl, de, en, also = [] }: PurposeDocument): string[] {
  return [name, fr, nl, de, en, ...also].filter((text) => text !== undefined).map(purposeKey);
}

/** A purpose as it is compared: capitals, spaces and the form of an apostrophe do not make another one. */
export function purposeKey(text: string): string {
  return text.normalize('NFC').toLowerCase().trim().replace(/\s+/g, ' ').replaceAll('’', "'");
}

function checkHours({ hours }: PolicyDocument, refuse: Refuse): void {
  for (const [name, windows] of Object.entries(hours)) {
    for (const [index, { from, to }] of windows.entries()) {
      const steps = ['hours', name, index];
      if (minuteOf(from) === undefined || from === '24:00') refuse('impossible-hour', [...steps, 'from'], from);
      if (minuteOf(to) === undefined) refuse('impossible-hour', [...steps, 'to'], to);
      else if (from === to) refuse('empty-window', steps, `${from}–${to}`);
    }
  }
}

function checkGroups({ flowGroups }: PolicyDocument, { flows }: KnownWorld, refuse: Refuse): void {
  for (const [name, patterns] of Object.entries(flowGroups)) {
    if (flows.includes(name)) refuse('group-named-as-flow', ['flowGroups', name], name);
    for (const [index, pattern] of patterns.entries())
      if (flowsLike(pattern, flows).length === 0) refuse('unknown-flow', ['flowGroups', name, index], pattern, flows);
  }
}

function checkRoles({ roles, clients = {} }: PolicyDocument, refuse: Refuse): void {
  const told = new Set<string>();
  for (const [name, { inherits = [] }] of Object.entries(roles)) {
    checkListed(inherits, roles, 'unknown-role', ['roles', name, 'inherits'], refuse);
    const circle = circleFrom(name, roles);
    if (circle === undefined || told.has(name)) continue;
    for (const role of circle) told.add(role);
    refuse('role-circle', ['roles', name, 'inherits'], circle.join(' → '));
  }
  for (const [id, client] of Object.entries(clients))
    checkListed(client.roles, roles, 'unknown-role', ['clients', id, 'roles'], refuse);
}

function checkRule(rule: RuleDocument, at: Steps, document: PolicyDocument, world: KnownWorld, refuse: Refuse): void {
  const { roles, purposes, hours, flowGroups } = document;
  for (const [index, name] of rule.flows.entries())
    if (!Object.hasOwn(flowGroups, name) && flowsLike(name, world.flows).length === 0)
      refuse('unknown-flow', [...at, 'flows', index], name, [...Object.keys(flowGroups), ...world.flows]);
  const known = (names: Readonly<Record<string, unknown>>, ...words: readonly string[]) => ({
    ...names,
    ...Object.fromEntries(words.map((word) => [word, true])),
  });
  checkListed(rule.roles, known(roles, WORDS.anyRole), 'unknown-role', [...at, 'roles'], refuse);
  checkAlone(rule.roles, [WORDS.anyRole], [...at, 'roles'], refuse);
  const purposeWords = [WORDS.anyPurpose, WORDS.noPurpose];
  checkListed(rule.purposes, known(purposes, ...purposeWords), 'unknown-purpose', [...at, 'purposes'], refuse);
  checkAlone(rule.purposes, purposeWords, [...at, 'purposes'], refuse);
  checkListed([rule.hours], known(hours, WORDS.always), 'unknown-hours', [...at, 'hours'], refuse, true);
  if (world.organisations !== undefined)
    checkListed(
      rule.organisations ?? [],
      known({}, ...world.organisations),
      'unknown-organisation',
      [...at, 'organisations'],
      refuse,
    );
  checkIntegration(rule, [...at, 'integration'], refuse);
  checkListed(rule.breakGlass?.roles ?? [], roles, 'unknown-role', [...at, 'breakGlass', 'roles'], refuse);
  checkListed(rule.fourEyes?.approvers ?? [], roles, 'unknown-role', [...at, 'fourEyes', 'approvers'], refuse);
}

function checkIntegration({ integration }: RuleDocument, at: Steps, refuse: Refuse): void {
  const { own = [], household = [], exempt, numbered } = integration;
  for (const [name, reason] of Object.entries({ exempt, numbered })) {
    for (const said of Object.values(reason ?? {}))
      if (!saysSomething(said, 'reason')) refuse('says-nothing', [...at, name], said);
    if (reason !== undefined && own.length + household.length > 0) refuse('exempt-and-not', at, name);
  }
  for (const [list, codes] of Object.entries({ own, household }))
    for (const [index, code] of codes.entries())
      if (!QUALITY_CODES.some((known) => known.code === code))
        refuse('unknown-quality-code', [...at, list, index], String(code));
}

/** Every name of a list is one of those known. @param isOne the place is the name's own, and not that of a list */
function checkListed(
  names: readonly string[],
  known: Readonly<Record<string, unknown>>,
  code: keyof typeof MEANING,
  at: Steps,
  refuse: Refuse,
  isOne = false,
): void {
  for (const [index, name] of names.entries())
    if (!Object.hasOwn(known, name)) refuse(code, isOne ? at : [...at, index], name, Object.keys(known));
}

/** A word that means all of them, or none, stands alone. */
function checkAlone(names: readonly string[], words: readonly string[], at: Steps, refuse: Refuse): void {
  const word = names.find((name) => words.includes(name));
  if (word !== undefined && names.length > 1) refuse('word-beside-names', at, word);
}
