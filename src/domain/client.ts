/** What a client application may do. */
export const RIGHTS = ['send', 'read', 'subscribe', 'decide', 'audit', 'audit-content', 'ops', 'admin'] as const;
export type Right = (typeof RIGHTS)[number];

/**
 * A client application, authenticated: software of the CPAS, acting for one centre, or for any when `organisation` is `*`.
 *
 * - `send`: accept exchanges; `read`: see them and their replies; `subscribe`: mutations and webhooks;
 * - `decide`: cancel, requeue, resolve;
 * - `audit`: search the log: who looked at whom, and why; `audit-content`: open what was sent and answered;
 * - `ops`: queues and metrics; `admin`: everything else. No right implies another.
 */
export interface Client {
  readonly id: string;
  readonly organisation: string;
  readonly rights: readonly Right[];
  /** The first client of a fresh installation: exempt from the integration gate, each such use logged as an exception. */
  readonly bootstrap: boolean;
}

/** True when a client may act for a centre. */
export function actsFor(client: Client, organisation: string): boolean {
  return client.organisation === '*' || client.organisation === organisation;
}
