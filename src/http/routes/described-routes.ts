import type { RouteDescription } from '../route-description.ts';
import { APPROVAL_ROUTES } from './approvals.ts';
import { AUDIT_ROUTES } from './audit.ts';
import { EVENTS } from './exchange-events.ts';
import { EXCHANGE_ROUTES } from './exchanges.ts';
import { FLOW_ROUTES } from './flows.ts';
import { HEALTH_ROUTES } from './health.ts';
import { CONFLICT_ROUTES } from './integration-conflicts.ts';
import { IMPORT_ROUTES } from './integration-imports.ts';
import { RECONCILIATION_ROUTES } from './integration-reconciliations.ts';
import { INTEGRATION_ROUTES } from './integrations.ts';
import { METRICS_ROUTES } from './metrics.ts';
import { MUTATION_ROUTES } from './mutations.ts';
import { POLICY_ROUTES } from './policy.ts';
import { SSIN_CHANGE_ROUTES } from './ssin-changes.ts';
import { SUBSCRIPTION_ROUTES } from './subscriptions.ts';

/** Every route that has a description, for the OpenAPI document. Messages are described by their flows. */
export const DESCRIBED_ROUTES: readonly RouteDescription[] = [
  ...EXCHANGE_ROUTES,
  EVENTS,
  ...FLOW_ROUTES,
  ...INTEGRATION_ROUTES,
  ...CONFLICT_ROUTES,
  ...RECONCILIATION_ROUTES,
  ...IMPORT_ROUTES,
  ...SSIN_CHANGE_ROUTES,
  ...POLICY_ROUTES,
  ...APPROVAL_ROUTES,
  ...MUTATION_ROUTES,
  ...SUBSCRIPTION_ROUTES,
  ...AUDIT_ROUTES,
  ...HEALTH_ROUTES,
  ...METRICS_ROUTES,
];
