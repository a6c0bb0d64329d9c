import type { CalendarDay } from './calendar-day.ts';

/** One quality code under which a centre's integration of a person is open: registered, not ended, and begun. */
export interface OpenIntegration {
  readonly qualityCode: number;
  /** First day, inclusive. */
  readonly from: CalendarDay;
  /** Last day, inclusive; undefined where the code has no limit and none was given. */
  readonly until: CalendarDay | undefined;
}

/**
 * How a centre stands towards a person on a given day: what the authorisation table decides with. Read from the register of
 * integrations; says nothing about any other centre.
 */
export interface Standing {
  /** The person's own integrations. */
  readonly own: readonly OpenIntegration[];
  /** Those of the other members of the households in which the person has an integration of their own. */
  readonly household: readonly OpenIntegration[];
}

/** Where the authorisation table asks about persons. */
export interface Standings {
  /**
   * The standing of each person, in the order asked; a person the register does not know has two empty lists, and takes as long.
   *
   * @param organisation the centre that asks, which sees its own register only.
   * @param persons SSINs.
   * @param day the day it is about, by the calendar of Brussels.
   */
  of(organisation: string, persons: readonly string[], day: CalendarDay): Promise<readonly Standing[]>;
}
