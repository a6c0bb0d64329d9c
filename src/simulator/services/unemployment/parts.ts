import type { Period } from '../../integrations/day.ts';
import { type JsonObject, valueIn } from '../../json.ts';
import { type UnemploymentFile, UNEMPLOYMENTS, type Unemployment } from '../../town/facets/unemployment.ts';
import { type Person, presentMembers } from '../../town/person.ts';
import type { Bilingual } from '../../town/places.ts';
import { NOTHING } from '../answers.ts';
import { askedPeriod } from '../parts/periods.ts';
import { remark } from '../remarks.ts';
import type { Answer, Question } from '../service.ts';

/** The files of somebody, oldest first. */
export function unemploymentsOf({ key }: Person): Unemployment[] {
  return UNEMPLOYMENTS.filter(({ person }) => person === key);
}

/** The ONEM has no file at all: its own code (UDSnnnn), and still no error. */
export const NO_FILE: Answer = { ...NOTHING, remarks: [remark('UDS0001')] };

/** The period that a history is asked for. */
export function askedHistory({ payload }: Question): Period {
  return askedPeriod(valueIn(payload, 'searchCriteria', 'period'));
}

/** A code with what it means, in the languages of the country. */
export function described(value: number | string, text: Bilingual, key = 'descriptions'): JsonObject {
  return {
    value,
    [key]: {
      description: [
        { lang: 'FR', value: text.fr },
        { lang: 'NL', value: text.nl },
      ],
    },
  };
}

export function decisionOf({ office, number }: UnemploymentFile): JsonObject {
  return { decisionHandler: office, identificationNumber: number };
}

/** What somebody is in the household, in the words of unemployment. */
export function familyStateOf({ household, role }: Person): 'SOLITARY' | 'COHABITING' | 'HOUSEHOLDER' {
  if (presentMembers(household).length === 1) return 'SOLITARY';
  return role === 'head' ? 'HOUSEHOLDER' : 'COHABITING';
}

/** Codes whose lists the contract leaves open: our reading. */
export const FULLY_UNEMPLOYED = described(1, { fr: 'Chômeur complet', nl: 'Volledig werkloze' });
export const ADMITTED = described('30', { fr: 'Admis sur la base du travail', nl: 'Toegelaten op basis van arbeid' });
export const INDEMNIFIED = described('44', { fr: 'Privé de travail et de salaire', nl: 'Zonder werk en zonder loon' });
