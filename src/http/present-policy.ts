import { type Language, textIn } from '../domain/language.ts';
import type { Approval } from '../policy/approvals/approval-row.ts';
import type { CompiledPolicy } from '../policy/compile.ts';
import type { IntegrationDocument } from '../policy/document/policy-document.ts';
import type { Explanation } from '../policy/explain.ts';
import { reasonInWords } from './problem.ts';

/** The table in force, in one language: what software offers its users to choose from, and what a rule asks for. */
export function presentPolicy(
  { policy, isStale }: { readonly policy: CompiledPolicy; readonly isStale: boolean },
  language: Language,
): object {
  const { version, document, rulesOf } = policy;
  const flowsOf = (rule: string): string[] =>
    [...rulesOf].filter(([, rules]) => rules.some(({ name }) => name === rule)).map(([flow]) => flow);
  return {
    version,
    stale: isStale,
    ...(document.title !== undefined && { title: textIn(document.title, language) }),
    roles: Object.entries(document.roles).map(([role, { inherits = [], ...titles }]) => ({
      role,
      title: textIn(titles, language),
      inherits,
    })),
    purposes: Object.entries(document.purposes).map(([purpose, titles]) => ({
      purpose,
      title: textIn(titles, language),
    })),
    hours: document.hours,
    rules: Object.entries(document.rules).map(([rule, { flows: _named, integration, ...conditions }]) => ({
      rule,
      ...conditions,
      flows: flowsOf(rule),
      integration: presentGate(integration, language),
    })),
  };
}

/** What a rule asks of the persons, with its exceptions in one language. */
function presentGate({ exempt, identified, numbered, ...codes }: IntegrationDocument, language: Language): object {
  const given = Object.entries({ exempt, identified, numbered }).filter(([, reason]) => reason !== undefined);
  return { ...codes, ...Object.fromEntries(given.map(([name, reason]) => [name, reason && textIn(reason, language)])) };
}

/** A decision with its reasons, in one language. */
export function presentExplanation(
  flow: string,
  { decision, reasons, rules }: Explanation,
  language: Language,
): object {
  const { allowed, policy, rule } = decision;
  const inWords = (list: Explanation['reasons']): object[] => list.map((reason) => reasonInWords(reason, language));
  return {
    flow,
    allowed,
    policy,
    ...(rule !== undefined && { rule }),
    ...(decision.allowed && decision.exception !== undefined && { exception: decision.exception }),
    ...(decision.allowed &&
      decision.fourEyes !== undefined && {
        fourEyes: { approvers: [...decision.fourEyes.approvers], withinHours: decision.fourEyes.withinHours },
      }),
    reasons: inWords(reasons),
    rules: rules.map((each) => ({ rule: each.rule, reasons: inWords(each.reasons) })),
  };
}

/** An approval without who asked: its own address tells, to who may read it. */
export function presentApproval(approval: Omit<Approval, 'requester'>): object {
  const { id, organisation, flow, client, rule, approvers, state, exchangeId, ticket } = approval;
  return {
    id,
    organisation,
    flow,
    client,
    rule,
    approvers,
    state,
    exchange: exchangeId,
    ticket,
    logIndex: Number(approval.logIndex),
    askedAt: approval.askedAt,
    expiresAt: approval.expiresAt,
    ...(approval.decidedAt !== undefined && { decidedAt: approval.decidedAt }),
  };
}
