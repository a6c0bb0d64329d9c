import { inEachLanguage, type Language, type Localised } from '../domain/language.ts';
import type { Reason } from '../domain/problems/reason.ts';
import { qualityCodeText } from '../domain/quality-code.ts';
import type { CompiledRule } from './compile.ts';
import { opensText, windowsText } from './hours-words.ts';
import { FAILURE_WORDS } from './failure-words.ts';

/** Why a rule does not allow a message. Never carries anything of the message itself. */
export type FailureCode = keyof typeof FAILURE_WORDS;

export interface Failure {
  readonly code: FailureCode;
  /** The rule whose condition it is. */
  readonly rule?: CompiledRule;
  /** Which of the persons of the message, from 1. */
  readonly person?: number;
  /** How many the message names. */
  readonly persons?: number;
  /** When it was asked. */
  readonly at?: Date;
}

/** A failure in words: what is missing, and what to do. */
export function reasonOf(failure: Failure): Reason {
  const { reason, remedy } = FAILURE_WORDS[failure.code];
  return { code: failure.code, reason: filled(reason, failure), remedy: filled(remedy, failure) };
}

/** `{roles}`, `{purposes}`, … become what the rule asks for, each code with its name. */
function filled(text: Localised, failure: Failure): Localised {
  return inEachLanguage((language) => {
    const parts = partsIn(language, failure);
    return text[language].replace(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? '');
  });
}

function partsIn(language: Language, { rule, person = 1, persons = 1, at }: Failure): Readonly<Record<string, string>> {
  const document = rule?.document;
  return {
    rule: rule?.name ?? '',
    roles: [...(rule?.roles ?? [])].join(', '),
    purposes: (document?.purposes ?? []).join(', '),
    hours: document?.hours ?? '',
    windows: windowsText(rule?.hours.windows ?? [], language),
    opens: opensText(at === undefined ? undefined : rule?.hours.opensAfter(at), language),
    legalContexts: (document?.legalContexts ?? []).join(', '),
    own: qualityCodes(document?.integration.own, language),
    household: qualityCodes(document?.integration.household, language),
    Person: persons === 1 ? THE_PERSON[language] : ONE_OF_THEM[language](person),
  };
}

/** `2 – Revenu d’intégration (RIS); 3 – …`: nobody knows the numbers by heart. */
function qualityCodes(codes: readonly number[] = [], language: Language): string {
  return codes.map((code) => qualityCodeText(code, language)).join('; ') || '—';
}

const THE_PERSON: Localised = {
  fr: 'La personne concernée',
  nl: 'De betrokken persoon',
  de: 'Die betreffende Person',
  en: 'The person concerned',
};

/** In the order of the message, which alone does not say who it is. */
const ONE_OF_THEM: Readonly<Record<Language, (place: number) => string>> = {
  fr: (place) => `La ${place === 1 ? '1re' : `${place}e`} personne citée dans la demande`,
  nl: (place) => `De ${place}e persoon in de aanvraag`,
  de: (place) => `Die ${place}. in der Anfrage genannte Person`,
  en: (place) => `The ${place}${ORDINALS[place] ?? 'th'} person named in the request`,
};
const ORDINALS: Readonly<Record<number, string>> = { 1: 'st', 2: 'nd', 3: 'rd' };
