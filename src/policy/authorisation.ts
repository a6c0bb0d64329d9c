import { brusselsDate } from '../domain/brussels-time.ts';
import { saysSomething } from '../domain/says-something.ts';
import type { Standing, Standings } from '../domain/standing.ts';
import type { Authorisation, AuthorisationRequest, Permission } from '../intake/ports.ts';
import type { Clock } from '../telemetry/clock.ts';
import type { CompiledPolicy } from './compile.ts';
import { decide, type Decision, type DecisionInput } from './decide.ts';
import { reasonOf } from './failure.ts';

export interface PolicyAuthorisationParts {
  /** The table in force. */
  readonly policy: () => CompiledPolicy;
  readonly standings: Standings;
  readonly clock: Clock;
  /** Told of each decision: for the metrics. */
  readonly onDecision: (decision: Decision, flow: string) => void;
}

/** The authorisation table at work: the register is asked about the persons, the table of this moment decides. */
export class PolicyAuthorisation implements Authorisation {
  private readonly parts: PolicyAuthorisationParts;

  constructor(parts: PolicyAuthorisationParts) {
    this.parts = parts;
  }

  async decide(request: AuthorisationRequest): Promise<Permission> {
    const at = this.parts.clock.now();
    const policy = this.parts.policy();
    const decision = decide(policy, inputOf(request, await this.standingsOf(request, policy, at), at));
    this.parts.onDecision(decision, request.flow.id);
    return permissionOf(decision);
  }

  /** Asks nothing where no rule wants to know, and always the same where one does: who is unknown takes as long. */
  private standingsOf(request: AuthorisationRequest, policy: CompiledPolicy, at: Date): Promise<readonly Standing[]> {
    const { client, organisation, flow, subjects } = request;
    const matters = policy.rulesOf.get(flow.id)?.some(({ integration }) => integration.asks) ?? false;
    if (client.bootstrap || !matters || subjects.length === 0) return Promise.resolve(subjects.map(() => UNASKED));
    return this.parts.standings.of(organisation.id, subjects, brusselsDate(at));
  }
}

/** A person of whom no rule wants to know how they stand; that there is one counts all the same. */
const UNASKED: Standing = { own: [], household: [] };

/** What a decision looks at, out of a request. @param identified persons without a number, those of the payload when absent */
export function inputOf(
  { client, organisation, flow, payload, context }: Omit<AuthorisationRequest, 'subjects'>,
  persons: readonly Standing[],
  at: Date,
  identified = flow.personsIn(payload).identified,
): DecisionInput {
  return {
    client,
    organisation: organisation.id,
    flow: flow.id,
    kind: flow.kindOf(payload),
    role: context.user.role,
    purpose: context.purpose,
    legalContext: flow.legalContextOf(context.legalContext),
    hasFileReference: saysSomething(context.fileReference ?? '', 'reference'),
    isEmergency: context.emergency !== undefined,
    forcesAccess: flow.forcesAccess(payload),
    persons,
    identified,
    at,
  };
}

function permissionOf(decision: Decision): Permission {
  const { policy, rule } = decision;
  const by = { policy, ...(rule !== undefined && { rule }) };
  if (!decision.allowed) return { allowed: false, ...by, reasons: decision.failures.map(reasonOf) };
  const { exception, fourEyes } = decision;
  return {
    allowed: true,
    ...by,
    ...(exception !== undefined && { exception }),
    ...(fourEyes && { fourEyes: { approvers: [...fourEyes.approvers], withinHours: fourEyes.withinHours } }),
  };
}
