import { contains, type Day, overlaps, type Period } from '../integrations/day.ts';
import { LIVING_WAGES, type LivingWage } from '../town/facets/living-wages.ts';

/** What a centre pays somebody; the yearly amount, in eurocent, where it was declared. */
export type PaidLivingWage = Omit<LivingWage, 'cpas'> & { readonly cpas: string; readonly annualCents?: number };

/** Living wages: those of the start, what was granted since, and what ended. */
export class LivingWageGrants {
  private rows: PaidLivingWage[] = [...LIVING_WAGES];

  add(row: PaidLivingWage): void {
    this.rows.push(row);
  }

  /** Ends what a centre pays somebody on a day. @returns false when it pays nothing then. */
  end(person: string, cpas: string, day: Day): boolean {
    const hit = this.rows.find((row) => row.person === person && row.cpas === cpas && isPaidOn(row, day));
    if (hit === undefined) return false;
    const periods = hit.periods.map((period) => (contains(period, day) ? { start: period.start, end: day } : period));
    this.rows = this.rows.map((row) => (row === hit ? { ...hit, periods } : row));
    return true;
  }

  /** What is, or was, paid to somebody, by any centre. */
  of(person: string): PaidLivingWage[] {
    return this.rows.filter((row) => row.person === person);
  }

  /** What is paid to somebody in a period. */
  in(person: string, asked: Period): PaidLivingWage[] {
    return this.of(person).filter(({ periods }) => periods.some((period) => overlaps(period, asked)));
  }
}

function isPaidOn({ periods }: PaidLivingWage, day: Day): boolean {
  return periods.some((period) => contains(period, day));
}
