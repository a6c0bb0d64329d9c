import type { Law65Form, Law65Letter } from '../../declared/law65-forms.ts';
import { type Json, type JsonObject, numberIn, textIn } from '../../json.ts';
import type { Bilingual } from '../../town/places.ts';
import type { Question } from '../service.ts';

/** What every form says about itself. */
export interface FormFacts {
  readonly letter: Law65Letter;
  readonly attestId: string;
  readonly ssin: string;
  readonly suffix: number;
}

/** What the federal service makes of a form. */
export interface Verdict {
  readonly evaluation: 'ACCEPTED' | 'REFUSED' | 'PARTIALLYACCEPTED';
  readonly errors: readonly FormError[];
}

/** Why a form is refused, wholly or in part. */
export type FormError = keyof typeof ERRORS;

/** Six characters, as the contract wants; the codes of the federal service are not published, and these are ours. */
const ERRORS = {
  FICT01: { fr: 'Ce numéro d’attestation a déjà été utilisé.', nl: 'Dit attestnummer werd al gebruikt.' },
  FICT02: { fr: 'Le formulaire a été refusé par la BCSS.', nl: 'Het formulier werd door de KSZ geweigerd.' },
  FICT03: { fr: 'La personne est décédée.', nl: 'De persoon is overleden.' },
  FICT04: { fr: 'Aucune identification (formulaire A).', nl: 'Geen identificatie (formulier A).' },
  FICT05: { fr: 'Aucune aide n’est demandée.', nl: 'Er wordt geen hulp gevraagd.' },
  FICT06: { fr: 'Aucune décision en cours à cette date.', nl: 'Geen lopende beslissing op deze datum.' },
  FICT07: { fr: 'Il n’y a pas de formulaire C à annuler.', nl: 'Er is geen formulier C om te annuleren.' },
  FICT08: { fr: 'Le total ne correspond pas aux montants.', nl: 'Het totaal stemt niet overeen met de bedragen.' },
  FICT09: { fr: 'Ce mois a déjà été remboursé.', nl: 'Deze maand werd al terugbetaald.' },
  FICT10: { fr: 'Plus que ce qui a été remboursé.', nl: 'Meer dan wat werd terugbetaald.' },
  FICT11: { fr: 'Aucun enfant dans le ménage.', nl: 'Geen kind in het gezin.' },
  FICT12: { fr: 'Le plafond est dépassé.', nl: 'Het maximum is overschreden.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export const ACCEPTED: Verdict = { evaluation: 'ACCEPTED', errors: [] };

export function refusedFor(error: FormError): Verdict {
  return { evaluation: 'REFUSED', errors: [error] };
}

export function partlyFor(error: FormError): Verdict {
  return { evaluation: 'PARTIALLYACCEPTED', errors: [error] };
}

/** What is the matter with any form, whatever its letter. */
export function commonDefect({ attestId, ssin }: FormFacts, form: Json, question: Question): FormError | undefined {
  const { town, declared } = question.world;
  if (declared.law65.find(attestId) !== undefined) return 'FICT01';
  if (textIn(form, 'CBSSEvaluation') === 'REFUSED') return 'FICT02';
  return town.find(ssin)?.deceased === undefined ? undefined : 'FICT03';
}

/** Keeps an accepted form, and gives it its reference; a refused one has a reference too, and leaves no trace. */
export function keep(
  facts: FormFacts,
  verdict: Verdict,
  details: Omit<Law65Form, 'letter' | 'attestId' | 'ssin' | 'reference' | 'cbeNumber' | 'partly'>,
  { world, caller }: Question,
): string {
  const { letter, attestId, ssin } = facts;
  const { law65 } = world.declared;
  const reference = law65.nextReference();
  if (verdict.evaluation === 'REFUSED') return reference;
  const partly = verdict.evaluation === 'PARTIALLYACCEPTED';
  law65.add({ ...details, letter, attestId, ssin, reference, cbeNumber: caller.cbeNumber, partly });
  return reference;
}

/** The parts that every result has. */
export function resultParts({ attestId, ssin, suffix }: FormFacts, verdict: Verdict, reference: string): JsonObject {
  return {
    UniqueAttestID: attestId,
    ReferenceSPP_POD: reference,
    SSIN: ssin,
    Suffix: suffix,
    Evaluation: verdict.evaluation,
    ...(verdict.errors.length > 0 && { ErrorsOnForm: verdict.errors.map(errorParts) }),
  };
}

function errorParts(Code: FormError): JsonObject {
  const { fr, nl } = ERRORS[Code];
  return {
    Code,
    Description: [
      { lang: 'fr', value: fr },
      { lang: 'nl', value: nl },
    ],
  };
}

/** Number, person and suffix where a form has them at its top; the main beneficiary has suffix 0. */
export function factsOf(letter: Law65Letter, form: Json): FormFacts {
  return {
    letter,
    attestId: textIn(form, 'UniqueAttestID') ?? '',
    ssin: textIn(form, 'SSIN') ?? '',
    suffix: numberIn(form, 'Suffix') ?? 0,
  };
}
