import type { Vault } from '../log/vault.ts';
import type { Clock } from '../telemetry/clock.ts';
import type { Ids } from '../telemetry/ids.ts';
import type { Announcements, Flows, Ledger, Log } from './ports.ts';

/** What the register learns with. */
export interface LearnParts {
  readonly vault: Vault;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly log: Log;
  readonly announcements: Announcements;
  readonly flows: Flows;
}
