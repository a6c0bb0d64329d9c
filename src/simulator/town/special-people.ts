import { completeSsin, type Ssin } from '../../domain/ssin.ts';

/**
 * People who are there for a purpose: whoever tries the simulator, or tests against it, finds here whom to ask about. Keys are
 * those of the town; the numbers that belong to nobody are given as numbers.
 */
export const SPECIAL = {
  /** Anselme Mirage, head of a household of five; integrated by the CPAS of the town from the start. */
  householdOfFive: 'mirage.anselme',
  /** Octave Brumeux died in 2019; Célestine Lalune is his widow. */
  deceased: 'brumeux.octave',
  /** Mathilde Verzonnen: integrated, but every source that could say something about her is unavailable (MSG00002). */
  sourceUnavailable: 'verzonnen.mathilde',
  /** Ulysse Fantasque: nobody ever integrated him, so every consultation is refused (MSG00012) until somebody does. */
  neverIntegrated: 'fantasque.ulysse',
  /** Berthe Dupassé: only the year of her birth is known. */
  incompleteBirthDate: 'dupasse.berthe',
  /** Gaspard Intermède: still integrated by the CPAS of Utopieux, from where he moved: a collision. */
  integratedElsewhere: 'intermede.gaspard',
  /** Théodule Poussière: has no home; the address is that of the CPAS. */
  withoutHome: 'poussiere.theodule',
  /** Siska Overmorgen: known to BCSS only, under a number of its own register (month of birth + 40). */
  bisRegister: 'overmorgen.siska',
  /** Ines Vandromen had another number before: {@link REPLACED_SSIN}. */
  replacedNumber: 'vandromen.ines',
  /** Honorine Crépuscule: Flanders and the DmfA cannot say what they know about her, so answers of several sources are incomplete. */
  oneSourceFails: 'crepuscule.honorine',
  /** Cornelis Nergens: BCSS leaves out what the centre may not see, and names it (dataFilters). */
  filteredData: 'nergens.cornelis',
  /** Tuur Schimmen: worked by the day, and often; what is known about him comes in pages. */
  manyRows: 'schimmen.tuur',
  /** Amadou Nullepart fled without papers, with his household: their birth dates are unknown, and the days of their numbers run past 31. */
  dayPast31: 'nullepart.amadou',
} as const;

/** A number of BCSS that was replaced when Ines Vandromen entered the national register (MSG00006). */
export const REPLACED_SSIN: Ssin = completeSsin('064518124');

/** A number that was given by mistake and cancelled (MSG00007). */
export const CANCELLED_SSIN: Ssin = completeSsin('024211126');

/** A well-formed number that was never given to anybody (MSG00005). */
export const UNKNOWN_SSIN: Ssin = completeSsin('031214997');
