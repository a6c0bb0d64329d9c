import type { Town } from '../town/town.ts';
import { FICTIVILLE, UTOPIEUX } from '../town/places.ts';
import { SPECIAL } from '../town/special-people.ts';
import { contains, type Day, overlaps, type Period, plusDays, union, without } from './day.ts';

/** A person known to a CPAS, with the quality code that says how. */
export interface Integration {
  readonly ssin: string;
  /** The municipality of the CPAS, NIS code. */
  readonly nisCode: string;
  readonly qualityCode: number;
  readonly period: Period;
}

/**
 * The directory of persons, secondary network: who is integrated by which CPAS. Kept in memory, as long as the simulator runs.
 *
 * What one CPAS registers under one code is a set of days: registering adds days to it, unregistering takes days out. Whether a
 * client ends an integration by naming its whole period, or by the day on which help stops, the register is then right.
 */
export class Integrations {
  private entries: Integration[] = [];

  /** Adds a period; periods of the same CPAS and code that touch become one. */
  register(added: Integration): void {
    const [joined, others] = this.partition((entry) => sameFile(entry, added) && overlaps(entry.period, added.period));
    const period = joined.reduce((whole, entry) => union(whole, entry.period), added.period);
    this.entries = [...others, { ...added, period }];
  }

  /** Takes a period out. @returns false when there was nothing to take. */
  unregister(removed: Integration): boolean {
    const [hit, others] = this.partition((entry) => sameFile(entry, removed) && overlaps(entry.period, removed.period));
    const rest = hit.flatMap((entry) => without(entry.period, removed.period).map((period) => ({ ...entry, period })));
    this.entries = [...others, ...rest];
    return hit.length > 0;
  }

  /** The integrations of a person, of every CPAS, that have a day in a period. */
  of(ssin: string, period?: Period): Integration[] {
    return this.entries
      .filter((entry) => entry.ssin === ssin && (period === undefined || overlaps(entry.period, period)))
      .sort((a, b) => (a.period.start < b.period.start ? -1 : 1));
  }

  /** The integrations of a CPAS that are open on a day. */
  open(ssin: string, nisCode: string, day: Day): Integration[] {
    return this.of(ssin).filter((entry) => entry.nisCode === nisCode && contains(entry.period, day));
  }

  /** Those of the start: a good part of the town is known to its CPAS, and one person still to another. */
  seed(town: Town, today: Day): void {
    const year = { start: plusDays(today, -90), end: plusDays(today, 270) };
    for (const [key, qualityCode] of KNOWN_AT_THE_START) {
      this.register({ ssin: town.person(key).ssin, nisCode: FICTIVILLE.nisCode, qualityCode, period: year });
    }
    const elsewhere = town.person(SPECIAL.integratedElsewhere);
    this.register({ ssin: elsewhere.ssin, nisCode: UTOPIEUX.nisCode, qualityCode: 2, period: year });
  }

  private partition(matches: (entry: Integration) => boolean): [Integration[], Integration[]] {
    return [this.entries.filter(matches), this.entries.filter((entry) => !matches(entry))];
  }
}

function sameFile(a: Integration, b: Integration): boolean {
  return a.ssin === b.ssin && a.nisCode === b.nisCode && a.qualityCode === b.qualityCode;
}

/** Who is integrated by the CPAS of the town when the simulator starts, and under which quality code. */
const KNOWN_AT_THE_START: readonly (readonly [key: string, qualityCode: number])[] = [
  [SPECIAL.householdOfFive, 2],
  ['mirage.zelie', 5],
  ['mirage.firmin', 5],
  ['mirage.odile', 5],
  ['mirage.basile', 5],
  [SPECIAL.sourceUnavailable, 4],
  [SPECIAL.withoutHome, 3],
  [SPECIAL.incompleteBirthDate, 3],
  [SPECIAL.replacedNumber, 2],
  ['vandromen.joris', 5],
  [SPECIAL.deceased, 8],
  ['brumeux.celestine', 4],
  ['toutvu.rosalie', 6],
  ['quelquepart.armand', 7],
  ['zomaar.kamiel', 9],
  ['ailleurs.isidore', 40],
  [SPECIAL.oneSourceFails, 4],
  [SPECIAL.filteredData, 7],
  ['nergens.aleida', 5],
  ['pastoujours.nestor', 3],
  ['reverie.aristide', 4],
  ['desnuages.leonce', 8],
  ['semblant.eudoxie', 8],
  ['reverie.clotaire', 5],
  ['schimmen.fons', 4],
  [SPECIAL.manyRows, 5],
  ['loinville.maxence', 4],
  [SPECIAL.bisRegister, 4],
];
