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

export const NOTHING_TO_DO: Localised = {
  fr: 'Rien à faire.',
  nl: 'Niets te doen.',
  de: 'Nichts zu tun.',
  en: 'Nothing to do.',
};

export const READ_THE_OTHERS: Localised = {
  fr: 'La raison et ce qu’il faut faire sont dans les autres messages.',
  nl: 'De reden en wat te doen staan in de andere berichten.',
  de: 'Der Grund und was zu tun ist, stehen in den übrigen Meldungen.',
  en: 'The reason and what to do are in the other messages.',
};

export const USE_NEW_NUMBER: Localised = {
  fr: 'Utilisez le nouveau numéro (`ssinChange.replacedBy`) et corrigez votre dossier ; s’il n’est pas donné, identifiez à nouveau la personne avec `identify-person`.',
  nl: 'Gebruik het nieuwe nummer (`ssinChange.replacedBy`) en verbeter uw dossier; is het niet gegeven, identificeer de persoon dan opnieuw met `identify-person`.',
  de: 'Verwenden Sie die neue Nummer (`ssinChange.replacedBy`), und berichtigen Sie Ihre Akte; ist sie nicht angegeben, identifizieren Sie die Person erneut mit `identify-person`.',
  en: 'Use the new number (`ssinChange.replacedBy`) and correct your file; where it is not given, identify the person again with `identify-person`.',
};
