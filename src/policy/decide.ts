import type { Client } from '../domain/client.ts';
import type { FlowKind } from '../domain/flow.ts';
import { saysSomething } from '../domain/says-something.ts';
import type { OpenIntegration, Standing } from '../domain/standing.ts';
import type { CompiledPolicy, CompiledRule, FourEyes } from './compile.ts';
import { purposeKey } from './document/check-meaning.ts';
import type { Liftable } from './document/policy-document.ts';
import type { Failure } from './failure.ts';

/** Everything a decision looks at; whatever is not here does not count. */
export interface DecisionInput {
  readonly client: Pick<Client, 'id' | 'rights' | 'bootstrap'>;
  readonly organisation: string;
  readonly flow: string;
  readonly kind: FlowKind;
  /** As the user's software states it. */
  readonly role: string | undefined;
  readonly purpose: string | undefined;
  readonly legalContext: string | undefined;
  readonly hasFileReference: boolean;
  /** An emergency is claimed, with its reason. */
  readonly isEmergency: boolean;
  /** The message makes BCSS give what no integration opens. */
  readonly forcesAccess?: boolean;
  /** How the asking centre stands towards each person the message names by number. */
  readonly persons: readonly Standing[];
  /** How many persons it tells by name, birth date or card alone; none when absent. */
  readonly identified?: number;
  readonly at: Date;
}

/** Allowed in spite of the table: the first client of a new installation, or an emergency that somebody answers for. */
export type PolicyException = 'bootstrap' | 'break-glass';

export interface Allowed {
  readonly allowed: true;
  /** Version of the table. */
  readonly policy: string;
  /** The rule that allows it; undefined for the bootstrap client, whom no rule binds. */
  readonly rule: string | undefined;
  readonly exception?: PolicyException;
  /** Only once a second person has approved. */
  readonly fourEyes?: FourEyes;
}

export interface Denied {
  readonly allowed: false;
  readonly policy: string;
  /** The rule that came closest; undefined when none is about such a message. */
  readonly rule: string | undefined;
  /** Every condition of that rule that is not met. */
  readonly failures: readonly Failure[];
}

export type Decision = Allowed | Denied;

/**
 * May this user ask this, about these persons, now? The first rule whose conditions all hold allows it; without one an emergency may,
 * where a rule foresees that; everything else is refused, with all that the closest rule misses.
 *
 * Pure: the same input and the same table give the same decision.
 */
export function decide(policy: CompiledPolicy, input: DecisionInput): Decision {
  const { version } = policy;
  if (input.client.bootstrap) return { allowed: true, policy: version, rule: undefined, exception: 'bootstrap' };
  if (input.forcesAccess === true) return decideForced(policy, input);
  const rules = rulesAbout(policy, input);
  let closest: Denied = { allowed: false, policy: version, rule: undefined, failures: [NO_RULE] };
  for (const [index, rule] of rules.entries()) {
    const failures = failuresOf(rule, policy, input);
    if (failures.length === 0) return allowedBy(rule, version);
    if (index === 0 || failures.length < closest.failures.length)
      closest = { allowed: false, policy: version, rule: rule.name, failures };
  }
  return input.isEmergency ? inEmergency(rules, policy, input, closest) : closest;
}

/**
 * A message that forces access lifts the integration at BCSS, whatever ours say: it is decided like an emergency that lifts it here, by
 * the rules that foresee one, and recorded as such.
 */
function decideForced(policy: CompiledPolicy, input: DecisionInput): Decision {
  const rules = rulesAbout(policy, input);
  const foreseeing = rules.filter(({ breakGlass }) => breakGlass?.lifts.has('integration') === true);
  const rule = rules[0]?.name;
  return inEmergency(foreseeing, policy, input, { allowed: false, policy: policy.version, rule, failures: [] });
}

/** What each rule about such a message misses, for explanations. */
export function failuresByRule(policy: CompiledPolicy, input: DecisionInput): ReadonlyMap<string, readonly Failure[]> {
  return new Map(rulesAbout(policy, input).map((rule) => [rule.name, failuresOf(rule, policy, input)]));
}

const NO_RULE: Failure = { code: 'no-rule' };

function rulesAbout({ rulesOf }: CompiledPolicy, { flow, kind }: DecisionInput): readonly CompiledRule[] {
  const rules = rulesOf.get(flow) ?? [];
  return rules.some(({ kinds }) => kinds !== undefined) ? rules.filter(({ kinds }) => kinds?.has(kind) ?? true) : rules;
}

function allowedBy({ name, fourEyes }: CompiledRule, policy: string, exception?: PolicyException): Allowed {
  return {
    allowed: true,
    policy,
    rule: name,
    ...(exception !== undefined && { exception }),
    ...(fourEyes !== undefined && { fourEyes }),
  };
}

/** The glass is broken where a rule says so: for some roles, and for some of its conditions. The others hold. */
function inEmergency(
  rules: readonly CompiledRule[],
  policy: CompiledPolicy,
  input: DecisionInput,
  closest: Denied,
): Decision {
  for (const rule of rules) {
    const { breakGlass } = rule;
    if (breakGlass === undefined) continue;
    const left = failuresOf({ ...rule, roles: breakGlass.roles }, policy, input);
    if (left.every(({ code }) => isLifted(code, breakGlass.lifts)))
      return allowedBy(rule, policy.version, 'break-glass');
  }
  return { ...closest, failures: [...closest.failures, { code: 'emergency-not-foreseen' }] };
}

const LIFTED_BY: Readonly<Partial<Record<Failure['code'], Liftable>>> = {
  'integration-missing': 'integration',
  'integration-of-another-kind': 'integration',
  'outside-hours': 'hours',
  'file-reference-missing': 'file-reference',
  'purpose-missing': 'purpose',
  'purpose-not-allowed': 'purpose',
};

function isLifted(code: Failure['code'], lifts: ReadonlySet<Liftable>): boolean {
  const by = LIFTED_BY[code];
  return by !== undefined && lifts.has(by);
}

function failuresOf(rule: CompiledRule, policy: CompiledPolicy, input: DecisionInput): Failure[] {
  const failures: Failure[] = [];
  checkCaller(rule, input, failures);
  checkRole(rule, policy, input, failures);
  checkPurpose(rule, policy, input, failures);
  checkLegalContext(rule, input, failures);
  if (rule.fileReferenceNeeded && !input.hasFileReference) failures.push({ code: 'file-reference-missing' });
  if (!rule.hours.isOpenAt(input.at)) failures.push({ code: 'outside-hours', rule, at: input.at });
  checkPersons(rule, input, failures);
  return failures;
}

function checkCaller(rule: CompiledRule, { client, organisation }: DecisionInput, failures: Failure[]): void {
  if (!client.rights.includes('send')) failures.push({ code: 'right-missing' });
  if (rule.organisations?.has(organisation) === false) failures.push({ code: 'centre-not-allowed', rule });
  if (rule.clients?.has(client.id) === false) failures.push({ code: 'client-not-allowed', rule });
}

function checkRole(
  rule: CompiledRule,
  policy: CompiledPolicy,
  { role, client }: DecisionInput,
  failures: Failure[],
): void {
  if (rule.roles === undefined) return;
  if (role === undefined) failures.push({ code: 'role-missing', rule });
  else if (!policy.roles.has(role)) failures.push({ code: 'role-unknown', rule });
  else if (!rule.roles.has(role)) failures.push({ code: 'role-not-allowed', rule });
  else if (policy.rolesForClient(client.id)?.has(role) === false) failures.push({ code: 'role-not-for-client', rule });
}

function checkPurpose(
  rule: CompiledRule,
  { purposeNames }: CompiledPolicy,
  { purpose }: DecisionInput,
  failures: Failure[],
): void {
  if (!rule.purposeNeeded) return;
  const key = purpose === undefined || !saysSomething(purpose, 'reason') ? '' : purposeKey(purpose);
  if (key === '') failures.push({ code: 'purpose-missing', rule });
  else if (rule.purposes?.has(purposeNames.get(key) ?? '') === false)
    failures.push({ code: 'purpose-not-allowed', rule });
}

function checkLegalContext(rule: CompiledRule, { legalContext }: DecisionInput, failures: Failure[]): void {
  if (rule.legalContexts === undefined || legalContext === undefined) return;
  if (!rule.legalContexts.has(legalContext)) failures.push({ code: 'legal-context-not-allowed', rule });
}

/**
 * Each person named by number needs an integration of their own that opens the flow, or one of the household where the rule takes it. An
 * exemption of messages that name nobody is none for a message that names somebody, and a person without a number, whom nobody can look up
 * in the register, passes only where the rule says why.
 */
function checkPersons(rule: CompiledRule, { persons, identified = 0 }: DecisionInput, failures: Failure[]): void {
  const { integration } = rule;
  if (namesTooFew(integration, persons.length, identified)) failures.push({ code: 'person-missing' });
  if (identified > 0 && !integration.identified) failures.push({ code: 'person-without-number', rule });
  if (integration.numbered) return;
  for (const [index, { own, household }] of persons.entries()) {
    if (hasOneOf(own, integration.own) || hasOneOf(household, integration.household)) continue;
    const isKnown = own.length > 0 || household.length > 0;
    const kind = isKnown ? 'integration-of-another-kind' : 'integration-missing';
    failures.push({
      code: integration.asks ? kind : 'names-a-person',
      rule,
      person: index + 1,
      persons: persons.length,
    });
  }
}

/** Nobody, where somebody must be named; or only persons without a number, where an integration is asked of somebody. */
function namesTooFew(
  { asks, exempt, identified }: CompiledRule['integration'],
  numbered: number,
  told: number,
): boolean {
  if (numbered > 0) return false;
  if (told === 0) return !exempt;
  return asks && identified;
}

function hasOneOf(integrations: readonly OpenIntegration[], codes: ReadonlySet<number>): boolean {
  for (const { qualityCode } of integrations) if (codes.has(qualityCode)) return true;
  return false;
}
