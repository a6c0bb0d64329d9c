import { PROBLEMS, type ProblemCode } from '../domain/problems/catalogue.ts';
import type { Localised } from '../domain/language.ts';
import type { ProblemKind, Responsible } from '../domain/problems/problem.ts';
import { STATUS_OF_PROBLEM } from './problem-status.ts';

/** One problem of the catalogue with its status. */
export interface ListedProblem extends ProblemKind {
  readonly code: ProblemCode;
  readonly status: number;
}

/** Every problem there is, in the order of the catalogue. */
export function listedProblems(): ListedProblem[] {
  return (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => ({
    code,
    status: STATUS_OF_PROBLEM[code],
    ...PROBLEMS[code],
  }));
}

/** Who can put it right, in words. */
export const RESPONSIBLE: Readonly<Record<Responsible, Localised>> = {
  caller: {
    fr: 'le logiciel appelant ou son utilisateur',
    nl: 'de aanroepende software of haar gebruiker',
    en: 'the calling software or its user',
    de: 'die aufrufende Software oder ihr Benutzer',
  },
  gateway: { fr: 'la passerelle', nl: 'de gateway', en: 'the gateway', de: 'das Gateway' },
  operator: {
    fr: 'l’opérateur de la passerelle',
    nl: 'de operator van de gateway',
    en: 'the operator of the gateway',
    de: 'der Betreiber des Gateways',
  },
  bcss: { fr: 'la BCSS', nl: 'de KSZ', en: 'BCSS', de: 'die ZDSS' },
  subscriber: {
    fr: 'le logiciel abonné',
    nl: 'de geabonneerde software',
    en: 'the subscribing software',
    de: 'die abonnierte Software',
  },
};

/** Whether the same again makes sense, in words. */
export const AGAIN: Readonly<Record<ProblemKind['again'], Localised>> = {
  never: { fr: 'pas tel quel', nl: 'niet ongewijzigd', en: 'not as it stands', de: 'nicht unverändert' },
  later: { fr: 'plus tard', nl: 'later', en: 'later', de: 'später' },
  automatic: {
    fr: 'la passerelle le fait',
    nl: 'de gateway doet het',
    en: 'the gateway does it',
    de: 'das Gateway übernimmt es',
  },
};
