import type { ReasonCode } from './reason-code.ts';
import { IDENTIFY_AGAIN, INTEGRATE_FIRST, RETRIED } from './remedies.ts';

/** Codes of the services with the common status (CommonV3). */
export const COMMON_CODES: Readonly<Record<string, ReasonCode>> = {
  MSG00000: {
    explanation: { fr: 'Traitement réussi.', nl: 'Verwerking geslaagd.', en: 'Completed successfully.' },
    remedy: { fr: 'Rien à faire.', nl: 'Niets te doen.', en: 'Nothing to do.' },
  },
  MSG00001: {
    transient: true,
    explanation: {
      fr: 'La BCSS est momentanément indisponible.',
      nl: 'De KSZ is tijdelijk onbeschikbaar.',
      en: 'BCSS is temporarily unavailable.',
    },
    remedy: RETRIED,
  },
  MSG00002: {
    transient: true,
    explanation: {
      fr: "L'institution qui détient la donnée (source authentique) est indisponible.",
      nl: 'De instelling die het gegeven beheert (authentieke bron) is onbeschikbaar.',
      en: 'The institution that holds the data (authentic source) is unavailable.',
    },
    remedy: RETRIED,
  },
  MSG00003: {
    transient: true,
    processingUnknown: true,
    explanation: {
      fr: 'Erreur interne à la BCSS.',
      nl: 'Interne fout bij de KSZ.',
      en: 'Internal error at BCSS.',
    },
    remedy: {
      fr: 'Si cela dure, communiquez à la BCSS son ticket (`ticketCbss`).',
      nl: 'Duurt het, geef de KSZ haar ticket (`ticketCbss`).',
      en: 'If it lasts, give BCSS its ticket (`ticketCbss`).',
    },
  },
  MSG00005: {
    explanation: {
      fr: "Ce numéro d'identification est inconnu.",
      nl: 'Dit identificatienummer is onbekend.',
      en: 'This identification number is unknown.',
    },
    remedy: {
      fr: 'Vérifiez le numéro, ou cherchez la personne avec `identify-person`.',
      nl: 'Controleer het nummer, of zoek de persoon met `identify-person`.',
      en: 'Check the number, or look the person up with `identify-person`.',
    },
  },
  MSG00006: {
    explanation: {
      fr: "Ce numéro d'identification a été remplacé.",
      nl: 'Dit identificatienummer is vervangen.',
      en: 'This identification number was replaced.',
    },
    remedy: {
      fr: 'Utilisez le nouveau numéro (`ssinChange.replacedBy`) et corrigez votre dossier.',
      nl: 'Gebruik het nieuwe nummer (`ssinChange.replacedBy`) en verbeter uw dossier.',
      en: 'Use the new number (`ssinChange.replacedBy`) and correct your file.',
    },
  },
  MSG00007: {
    explanation: {
      fr: "Ce numéro d'identification a été annulé.",
      nl: 'Dit identificatienummer is geannuleerd.',
      en: 'This identification number was cancelled.',
    },
    remedy: IDENTIFY_AGAIN,
  },
  MSG00008: {
    explanation: {
      fr: 'La BCSS juge un champ de la demande incorrect ; elle le nomme.',
      nl: 'De KSZ vindt een veld van de aanvraag ongeldig; ze noemt het.',
      en: 'BCSS finds a field of the request not valid; it names the field.',
    },
    remedy: {
      fr: 'Corrigez le champ nommé dans `fields` et refaites la demande.',
      nl: 'Verbeter het veld in `fields` en doe de aanvraag opnieuw.',
      en: 'Correct the field named in `fields` and ask again.',
    },
  },
  MSG00011: {
    explanation: {
      fr: "Le format du numéro d'identification est incorrect.",
      nl: 'Het formaat van het identificatienummer is ongeldig.',
      en: 'The format of the identification number is not valid.',
    },
    remedy: {
      fr: 'Envoyez 11 chiffres, sous forme de texte.',
      nl: 'Stuur 11 cijfers, als tekst.',
      en: 'Send 11 digits, as text.',
    },
  },
  MSG00012: {
    explanation: {
      fr: "La personne n'est pas intégrée par ce CPAS dans ce contexte légal.",
      nl: 'De persoon is niet geïntegreerd door dit OCMW in deze wettelijke context.',
      en: 'The person is not integrated by this CPAS in this legal context.',
    },
    remedy: INTEGRATE_FIRST,
  },
  MSG00013: {
    explanation: {
      fr: "Ce contexte légal n'est pas permis pour ce service, cette opération et ce client.",
      nl: 'Deze wettelijke context is niet toegelaten voor deze dienst, bewerking en klant.',
      en: 'This legal context is not allowed for this service, operation and customer.',
    },
    remedy: {
      fr: 'Choisissez un autre `context.legalContext`, ou demandez à la BCSS celui qui est configuré pour le centre.',
      nl: 'Kies een andere `context.legalContext`, of vraag de KSZ welke voor het centrum is ingesteld.',
      en: 'Choose another `context.legalContext`, or ask BCSS which one is configured for the centre.',
    },
  },
  MSG00021: {
    explanation: {
      fr: 'La personne est inconnue de la DG Personnes handicapées.',
      nl: 'De persoon is onbekend bij de DG Personen met een handicap.',
      en: 'The person is unknown at the directorate for persons with a disability.',
    },
    remedy: { fr: 'Rien à faire.', nl: 'Niets te doen.', en: 'Nothing to do.' },
  },
};
