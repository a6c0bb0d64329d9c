import type { FlowKind } from '../domain/flow.ts';
import { purposeTexts } from './document/check-meaning.ts';
import type { LoadedDocument } from './document/load-document.ts';
import {
  type IntegrationDocument,
  type Liftable,
  type PolicyDocument,
  type RuleDocument,
  WORDS,
} from './document/policy-document.ts';
import { flowsLike } from './flow-patterns.ts';
import { OpeningHours } from './opening-hours.ts';
import { rolesThatAre } from './roles.ts';

/** One rule, in the form that a decision looks at. Undefined sets stand for "whatever". */
export interface CompiledRule {
  readonly name: string;
  readonly kinds: ReadonlySet<FlowKind> | undefined;
  readonly organisations: ReadonlySet<string> | undefined;
  readonly clients: ReadonlySet<string> | undefined;
  /** Inheritance included. */
  readonly roles: ReadonlySet<string> | undefined;
  /** Names of purposes; undefined: any that is stated. */
  readonly purposes: ReadonlySet<string> | undefined;
  readonly purposeNeeded: boolean;
  readonly legalContexts: ReadonlySet<string> | undefined;
  readonly fileReferenceNeeded: boolean;
  readonly hours: OpeningHours;
  readonly integration: CompiledGate;
  readonly breakGlass: { readonly roles: ReadonlySet<string>; readonly lifts: ReadonlySet<Liftable> } | undefined;
  readonly fourEyes: FourEyes | undefined;
  /** As it is written, for explanations. */
  readonly document: RuleDocument;
}

/** What a rule asks of the persons of a message. */
interface CompiledGate {
  readonly own: ReadonlySet<number>;
  readonly household: ReadonlySet<number>;
  /** True where an integration can open the flow, so that the register is asked. */
  readonly asks: boolean;
  /** Whom it lets through without one: nobody at all, somebody told without a number, somebody named by number. */
  readonly exempt: boolean;
  readonly identified: boolean;
  readonly numbered: boolean;
}

/** A second person is needed. */
export interface FourEyes {
  /** Roles that may approve, inheritance included. */
  readonly approvers: ReadonlySet<string>;
  readonly withinHours: number;
}

/** A table ready to decide with. */
export interface CompiledPolicy {
  readonly version: string;
  readonly document: PolicyDocument;
  /** The rules about a flow, in the order of the file. */
  readonly rulesOf: ReadonlyMap<string, readonly CompiledRule[]>;
  /** From whatever may be written to the name of the purpose. */
  readonly purposeNames: ReadonlyMap<string, string>;
  readonly roles: ReadonlySet<string>;
  /** Roles that an application may name. */
  rolesForClient(client: string): ReadonlySet<string> | undefined;
}

/** Compiles a sound document. @param flowIds the flows that can be asked */
export function compilePolicy({ document, version }: LoadedDocument, flowIds: readonly string[]): CompiledPolicy {
  const rules = Object.entries(document.rules).map(([name, rule]) => ({
    compiled: compileRule(name, rule, document),
    flows: new Set(rule.flows.flatMap((flow) => flowsNamed(flow, document, flowIds))),
  }));
  const clients = new Map(Object.entries(document.clients ?? {}).map(([id, { roles }]) => [id, new Set(roles)]));
  return {
    version,
    document,
    rulesOf: new Map(
      flowIds.map((flow) => [flow, rules.filter(({ flows }) => flows.has(flow)).map(({ compiled }) => compiled)]),
    ),
    purposeNames: purposeNames(document),
    roles: new Set(Object.keys(document.roles)),
    rolesForClient: (client) => clients.get(client) ?? clients.get('*'),
  };
}

function flowsNamed(name: string, { flowGroups }: PolicyDocument, flowIds: readonly string[]): readonly string[] {
  const patterns = Object.hasOwn(flowGroups, name) ? (flowGroups[name] ?? []) : [name];
  return patterns.flatMap((pattern) => flowsLike(pattern, flowIds));
}

function compileRule(name: string, rule: RuleDocument, document: PolicyDocument): CompiledRule {
  const { breakGlass, fourEyes, integration } = rule;
  const withHeirs = (roles: readonly string[]): ReadonlySet<string> => rolesThatAre(roles, document.roles);
  return {
    name,
    kinds: setOf(rule.kinds),
    organisations: setOf(rule.organisations),
    clients: setOf(rule.clients),
    roles: rule.roles.includes(WORDS.anyRole) ? undefined : withHeirs(rule.roles),
    purposes: setUnless(rule.purposes, [WORDS.anyPurpose, WORDS.noPurpose]),
    purposeNeeded: !rule.purposes.includes(WORDS.noPurpose),
    legalContexts: setOf(rule.legalContexts),
    fileReferenceNeeded: rule.fileReference === 'required',
    hours: rule.hours === WORDS.always ? OpeningHours.ALWAYS : OpeningHours.of(document.hours[rule.hours] ?? []),
    integration: compileGate(integration),
    breakGlass: breakGlass && { roles: withHeirs(breakGlass.roles), lifts: new Set(breakGlass.lifts) },
    fourEyes: fourEyes && { approvers: withHeirs(fourEyes.approvers), withinHours: fourEyes.withinHours },
    document: rule,
  };
}

function compileGate({ own = [], household = [], exempt, identified, numbered }: IntegrationDocument): CompiledGate {
  return {
    own: new Set(own),
    household: new Set(household),
    asks: own.length + household.length > 0,
    exempt: exempt !== undefined,
    identified: identified !== undefined,
    numbered: numbered !== undefined,
  };
}

function setOf<Item>(items: readonly Item[] | undefined): ReadonlySet<Item> | undefined {
  return items && new Set(items);
}

function setUnless(names: readonly string[], words: readonly string[]): ReadonlySet<string> | undefined {
  return names.some((name) => words.includes(name)) ? undefined : new Set(names);
}

function purposeNames({ purposes }: PolicyDocument): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(purposes).flatMap(([name, purpose]) =>
      purposeTexts(name, purpose).map((text): [string, string] => [text, name]),
    ),
  );
}
