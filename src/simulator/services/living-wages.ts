import { lastDayOf, monthOf } from '../calendar.ts';
import { type Day, dayOf, overlaps, type Period } from '../integrations/day.ts';
import { type JsonObject, valueIn } from '../json.ts';
import type { PaidLivingWage } from '../declared/living-wage-grants.ts';
import type { Person } from '../town/person.ts';
import { MUNICIPALITIES } from '../town/places.ts';
import { foundIfAny } from './answers.ts';
import { consultations } from './consultation.ts';
import { askedPeriod, beginEnd } from './parts/periods.ts';
import type { Question, Service } from './service.ts';

/**
 * LivingWages: when which centre paid a living wage, or its equivalent. Two of the operations are those for Flanders: they tell
 * what Flemish centres paid.
 */
export const livingWages: readonly Service[] = consultations('LivingWages', {
  getLivingWages: (person, question) =>
    foundIfAny(paidTo(person, question), (rows) => ({
      livingWages: rows.map(({ cpas, category, periods }) => ({ ...centre(cpas), category, ...written(periods) })),
    })),
  getLivingWagePeriods: (person, question) => foundIfAny(paidTo(person, question), allPeriods),
  getLivingWagePeriodsFlanders: (person, question) =>
    foundIfAny(paidTo(person, question).filter(isFlemish), allPeriods),
  getLivingWagePeriodsPerPCSA: (person, question) => foundIfAny(paidTo(person, question), perCentre),
  getLivingWagePeriodsPerPCSAFlanders: (person, question) =>
    foundIfAny(paidTo(person, question).filter(isFlemish), perCentre),
});

/** What was paid to somebody in the period asked about. */
function paidTo({ key }: Person, { payload, world, now }: Question): PaidLivingWage[] {
  const asked = askedPeriod(valueIn(payload, 'criteria', 'period'));
  return world.declared.livingWages
    .of(key)
    .map((row) => ({
      ...row,
      periods: row.periods.filter((period) => overlaps(period, asked)).map(closed(dayOf(now))),
    }))
    .filter(({ periods }) => periods.length > 0);
}

/** The contract wants an end: a wage that goes on is paid to the end of this month. */
function closed(today: Day): (period: Period) => Period {
  return ({ start, end }) => ({ start, end: end ?? lastDayOf(monthOf(today)) });
}

function isFlemish({ cpas }: PaidLivingWage): boolean {
  return MUNICIPALITIES.some((municipality) => municipality.cpas === cpas && municipality.language === 'nl');
}

function allPeriods(rows: readonly PaidLivingWage[]): JsonObject {
  return written(rows.flatMap(({ periods }) => periods));
}

function perCentre(rows: readonly PaidLivingWage[]): JsonObject {
  return { livingWagePeriodsPerPCSA: rows.map(({ cpas, periods }) => ({ ...centre(cpas), ...written(periods) })) };
}

function centre(cpas: string): JsonObject {
  return { pcsaCbeNumber: cpas };
}

function written(periods: readonly Period[]): JsonObject {
  return { livingWagePeriod: periods.map(beginEnd) };
}
