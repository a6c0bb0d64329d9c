import type { CalendarDay } from '../domain/calendar-day.ts';
import type { ExchangeId } from '../domain/exchange.ts';
import {
  type HouseholdId,
  type IntegrationId,
  type IntegrationState,
  type StepAction,
  type StepState,
} from '../domain/integration.ts';
import type { Localised } from '../domain/language.ts';
import { QUALITY_CODES } from '../domain/quality-code.ts';
import type { IntegrationWithStep, Step } from './find.ts';
import type { Household } from './household-row.ts';
import { hasFailed } from './plan-retry.ts';

/**
 * A household in one word: `in-progress` while BCSS is being told something; `partial` when something failed and waits for a person;
 * `open` when something holds, today or later; `ended` otherwise.
 */
export const HOUSEHOLD_STATES = ['in-progress', 'partial', 'open', 'ended'] as const;
export type HouseholdState = (typeof HOUSEHOLD_STATES)[number];

/** As {@link IntegrationState}; `lapsed`: open, and over, and nobody decided that. */
export const SHOWN_STATES = ['opening', 'open', 'closing', 'closed', 'failed', 'abandoned', 'lapsed'] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

/** A household as its centre sees it. */
export interface HouseholdView {
  readonly id: HouseholdId;
  readonly organisation: string;
  readonly fileReference?: string;
  readonly madeAt: string;
  readonly state: HouseholdState;
  /** How many integrations stand where. */
  readonly summary: Readonly<Partial<Record<ShownState, number>>>;
  readonly members: readonly MemberView[];
}

export interface MemberView {
  readonly ssin: string;
  readonly integrations: readonly IntegrationView[];
}

export interface IntegrationView {
  readonly id: IntegrationId;
  readonly qualityCode: number;
  readonly title: Localised;
  readonly firstDay: CalendarDay;
  readonly lastDay?: CalendarDay;
  readonly state: ShownState;
  /** The last day that remains once the end under way is accepted. */
  readonly closingDay?: CalendarDay;
  readonly replaces?: IntegrationId;
  /** What was last told to BCSS about it, and how that ended. */
  readonly step?: StepView;
  /** A retry would send this again. */
  readonly retryable: boolean;
}

export interface StepView {
  readonly action: StepAction;
  readonly state: StepState;
  readonly code?: string;
  readonly exchange: ExchangeId;
  readonly startedAt: string;
  readonly finishedAt?: string;
}

/** Households, from the rows of all of them. */
export function householdViews(
  households: readonly Household[],
  rows: readonly IntegrationWithStep[],
  today: CalendarDay,
): HouseholdView[] {
  return households.map((household) => {
    const own = rows.filter(({ householdId }) => householdId === household.id);
    return householdView(household, own, today);
  });
}

function householdView(household: Household, rows: readonly IntegrationWithStep[], today: CalendarDay): HouseholdView {
  const { id, organisation, reference, madeAt } = household;
  return {
    id,
    organisation,
    ...(reference !== undefined && { fileReference: reference }),
    madeAt: madeAt.toISOString(),
    state: householdState(rows, today),
    summary: countBy(rows.map((row) => shownState(row, today))),
    members: [...new Set(rows.map(({ ssin }) => ssin))].map((ssin) => ({
      ssin,
      integrations: rows.filter((row) => row.ssin === ssin).map((row) => integrationView(row, today)),
    })),
  };
}

function householdState(rows: readonly IntegrationWithStep[], today: CalendarDay): HouseholdState {
  if (rows.some(({ state }) => state === 'opening' || state === 'closing')) return 'in-progress';
  if (rows.some(hasFailed)) return 'partial';
  return rows.some((row) => holdsOn(row, today)) ? 'open' : 'ended';
}

function holdsOn({ state, firstDay, lastDay }: IntegrationWithStep, day: CalendarDay): boolean {
  const counts: readonly IntegrationState[] = ['open', 'closed'];
  return counts.includes(state) && (lastDay === undefined || (lastDay >= day && lastDay >= firstDay));
}

function shownState({ state, lastDay }: IntegrationWithStep, today: CalendarDay): ShownState {
  return state === 'open' && lastDay !== undefined && lastDay < today ? 'lapsed' : state;
}

function countBy(states: readonly ShownState[]): Partial<Record<ShownState, number>> {
  const counts: Partial<Record<ShownState, number>> = {};
  for (const state of states) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function integrationView(row: IntegrationWithStep, today: CalendarDay): IntegrationView {
  const { id, qualityCode, firstDay, lastDay, closingDay, replaces, step } = row;
  return {
    id,
    qualityCode,
    title: titleOf(qualityCode),
    firstDay,
    ...(lastDay !== undefined && { lastDay }),
    state: shownState(row, today),
    ...(closingDay !== undefined && { closingDay }),
    ...(replaces !== undefined && { replaces }),
    ...(step !== undefined && { step: stepView(step) }),
    retryable: hasFailed(row),
  };
}

/** The name of a quality code; one that other software used, and that is on no list of ours, has its number. */
export function titleOf(qualityCode: number): Localised {
  const name = String(qualityCode);
  return QUALITY_CODES.find(({ code }) => code === qualityCode)?.titles ?? { fr: name, nl: name, en: name, de: name };
}

function stepView({ action, state, code, exchange, startedAt, finishedAt }: Step): StepView {
  return {
    action,
    state,
    ...(code !== undefined && { code }),
    exchange,
    startedAt: startedAt.toISOString(),
    ...(finishedAt !== undefined && { finishedAt: finishedAt.toISOString() }),
  };
}
