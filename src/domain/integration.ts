import type { Brand } from './brand.ts';
import type { CalendarDay } from './calendar-day.ts';

/** A file of a centre with the people helped together, a UUIDv7. */
export type HouseholdId = Brand<string, 'HouseholdId'>;

/** One person under one quality code for one period, a UUIDv7. */
export type IntegrationId = Brand<string, 'IntegrationId'>;

/**
 * Where an integration stands.
 *
 * - `opening`: its registration is on its way to BCSS;
 * - `open`: BCSS accepted it; whether it has begun or is over, its days say;
 * - `closing`: its end is on its way; what a person decided to end is no longer a reason to consult;
 * - `closed`: a person ended it, and BCSS accepted that; it holds until its last day;
 * - `failed`: it was not opened; a retry may still open it;
 * - `abandoned`: it was not opened, and nobody will try again.
 */
export type IntegrationState = 'opening' | 'open' | 'closing' | 'closed' | 'failed' | 'abandoned';

/** Days in a row, both ends included; no last one where the quality code has no limit and none was given. */
export interface Period {
  readonly firstDay: CalendarDay;
  readonly lastDay: CalendarDay | undefined;
}

/** What BCSS is told about an integration. */
export const STEP_ACTIONS = ['register', 'unregister'] as const;
export type StepAction = (typeof STEP_ACTIONS)[number];

/**
 * How telling BCSS ended: `answered` it did as told; `refused` it declined; `failed` it was never reached; `undecided` nobody knows;
 * `withdrawn` a person cancelled it before it left.
 */
export const STEP_STATES = ['pending', 'answered', 'refused', 'failed', 'undecided', 'withdrawn'] as const;
export type StepState = (typeof STEP_STATES)[number];

const FOREVER = '9999-12-31';

/** True when two periods have a day in common. */
export function overlaps(a: Period, b: Period): boolean {
  return a.firstDay <= (b.lastDay ?? FOREVER) && b.firstDay <= (a.lastDay ?? FOREVER);
}
