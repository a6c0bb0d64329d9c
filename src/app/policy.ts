import { ApprovalDesk } from '../policy/approvals/approval-desk.ts';
import { ApprovalStore } from '../policy/approvals/approval-store.ts';
import { PolicyAuthorisation } from '../policy/authorisation.ts';
import { askableFlows, DEFAULT_POLICY_FILE, loadPolicy } from '../policy/policy.ts';
import { PolicyDesk } from '../policy/policy-desk.ts';
import { holdPolicy, type PolicyHolder } from '../policy/policy-holder.ts';
import { recordVersion } from '../policy/version-record.ts';
import type { Intake } from '../intake/intake.ts';
import type { DatabasePool } from '../store/pool.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Foundation } from './foundation.ts';
import { standingsOn } from './register.ts';

/** The authorisation table of this process, and what waits for a second person. */
export interface PolicyRoom {
  readonly holder: PolicyHolder;
  readonly authorisation: PolicyAuthorisation;
  readonly approvals: ApprovalStore;
}

/**
 * Puts the table of POLICY_FILE in force, or the one that comes with the program, and follows its file; SIGHUP reads it at once.
 *
 * @throws PolicyRefused when the table cannot be used: the gateway does not start without one
 */
export async function openPolicy(
  foundation: Foundation,
  pool: DatabasePool,
  metrics: Pick<Metrics, 'onDecision' | 'onPolicyRefused' | 'watchPolicy'>,
): Promise<PolicyRoom> {
  const { config, flows, organisations, archive, vault, ids, clock, log, shutdown } = foundation;
  const path = config.policyFile ?? DEFAULT_POLICY_FILE;
  const centres = organisations.all().map(({ id }) => id);
  const world = { flows: askableFlows(flows.all()), organisations: centres };
  const holder = await holdPolicy({
    path,
    load: () => loadPolicy(path, world),
    beforeUse: async (policy) => {
      const isNew = await recordVersion(pool, archive, policy, centres);
      log.info({ event: 'policy.loaded', version: policy.version, path, isNew }, 'policy.loaded');
    },
    onReplaced: ({ version }) => log.warn({ event: 'policy.replaced', version, path }, 'policy.replaced'),
    onRefused: (error) => {
      metrics.onPolicyRefused();
      log.error({ event: 'policy.refused', path, err: error }, 'the version before stays in force');
    },
  });
  const onHangUp = (): void => void holder.reload();
  process.on('SIGHUP', onHangUp);
  shutdown.add('policy', () => {
    process.off('SIGHUP', onHangUp);
    holder.stop();
  });
  metrics.watchPolicy(() => holder.isStale());
  return {
    holder,
    authorisation: new PolicyAuthorisation({
      policy: () => holder.current(),
      standings: standingsOn(foundation, pool),
      clock,
      onDecision: (decision, flow) =>
        metrics.onDecision(decision.allowed ? (decision.exception ?? 'allowed') : 'denied', flow),
    }),
    approvals: new ApprovalStore({ pool, archive, vault, ids }),
  };
}

/** Where the table explains itself. */
export function openPolicyDesk(foundation: Foundation, pool: DatabasePool, { holder }: PolicyRoom): PolicyDesk {
  const { archive, clock } = foundation;
  return new PolicyDesk({
    holder,
    standings: standingsOn(foundation, pool),
    database: pool,
    record: async (entry) => {
      await archive.append(pool, entry);
    },
    clock,
  });
}

/** Where a second person decides about what the desk keeps. */
export function openApprovalDesk(
  { archive, vault }: Foundation,
  pool: DatabasePool,
  { holder, approvals }: PolicyRoom,
  intake: Pick<Intake, 'prepareApproved'>,
  nudge: () => void,
): ApprovalDesk {
  return new ApprovalDesk({
    store: approvals,
    vault,
    content: (index) => archive.read(pool, index),
    prepare: (request) => intake.prepareApproved(request),
    mayName: (client, role) => holder.current().rolesForClient(client)?.has(role) ?? true,
    nudge,
  });
}
