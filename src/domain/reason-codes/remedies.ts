import type { Localised } from '../language.ts';

/** Remedies that several codes share. */

export const RETRIED: Localised = {
  fr: 'Rien : la passerelle réessaie automatiquement.',
  nl: 'Niets: de gateway probeert het automatisch opnieuw.',
  en: 'Nothing: the gateway tries again by itself.',
  de: 'Nichts: Das Gateway versucht es automatisch erneut.',
};

/** What becomes of {@link RETRIED} once nothing is tried any more. */
export const TRY_LATER: Localised = {
  fr: 'La passerelle ne réessaie plus : refaites la demande plus tard.',
  nl: 'De gateway probeert het niet meer opnieuw: doe de aanvraag later nog eens.',
  en: 'The gateway does not try again any more: make the request again later.',
  de: 'Das Gateway versucht es nicht mehr: Stellen Sie die Anfrage später erneut.',
};

export const INTEGRATE_FIRST: Localised = {
  fr: 'Intégrez d’abord la personne (`manage-access`, REGISTER) avec le code qualité du dossier, puis redemandez.',
  nl: 'Integreer eerst de persoon (`manage-access`, REGISTER) met de hoedanigheidscode van het dossier en vraag opnieuw.',
  en: 'First integrate the person (`manage-access`, REGISTER) with the quality code of the file, then ask again.',
  de: 'Integrieren Sie zuerst die Person (`manage-access`, REGISTER) mit dem Eigenschaftscode der Akte, und fragen Sie dann erneut an.',
};

export const IDENTIFY_AGAIN: Localised = {
  fr: 'Identifiez à nouveau la personne avec `identify-person`.',
  nl: 'Identificeer de persoon opnieuw met `identify-person`.',
  en: 'Identify the person again with `identify-person`.',
  de: 'Identifizieren Sie die Person erneut mit `identify-person`.',
};
