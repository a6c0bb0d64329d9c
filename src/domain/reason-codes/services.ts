import type { ReasonCode } from './reason-code.ts';
import { IDENTIFY_AGAIN, INTEGRATE_FIRST, RETRIED } from './remedies.ts';

/** Services' own codes. */
export const SERVICE_CODES: Readonly<Record<string, ReasonCode>> = {
  PERSON_UNKNOWN_FODFIN: {
    explanation: {
      fr: 'La personne est inconnue du SPF Finances.',
      nl: 'De persoon is onbekend bij de FOD Financiën.',
      en: 'The person is unknown at the finance administration.',
    },
    remedy: { fr: 'Rien à faire.', nl: 'Niets te doen.', en: 'Nothing to do.' },
  },
  INVALID_RESPONSE_FODFIN: {
    transient: true,
    explanation: {
      fr: 'La réponse du SPF Finances est inexploitable.',
      nl: 'Het antwoord van de FOD Financiën is onbruikbaar.',
      en: 'The answer of the finance administration cannot be used.',
    },
    remedy: RETRIED,
  },
  ERROR_FODFIN: {
    transient: true,
    explanation: {
      fr: 'Le SPF Finances signale une erreur.',
      nl: 'De FOD Financiën meldt een fout.',
      en: 'The finance administration reports an error.',
    },
    remedy: RETRIED,
  },
  INTERNAL_SERVICE_ERROR: {
    transient: true,
    explanation: {
      fr: 'Erreur interne du service.',
      nl: 'Interne fout van de dienst.',
      en: 'Internal error of the service.',
    },
    remedy: RETRIED,
  },
  VALIDATION_ERROR: {
    explanation: {
      fr: 'Le service juge la demande incorrecte.',
      nl: 'De dienst vindt de aanvraag ongeldig.',
      en: 'The service finds the request not valid.',
    },
    remedy: {
      fr: 'Lisez le texte du message, corrigez la demande et recommencez.',
      nl: 'Lees de tekst van het bericht, verbeter de aanvraag en probeer opnieuw.',
      en: 'Read the text of the message, correct the request and ask again.',
    },
  },
  INSZ_UNKNOW_IN_LEGAL_CONTEXT_CBSS: {
    explanation: {
      fr: "La personne n'est pas intégrée par ce CPAS à la BCSS.",
      nl: 'De persoon is niet geïntegreerd door dit OCMW bij de KSZ.',
      en: 'The person is not integrated by this CPAS at BCSS.',
    },
    remedy: INTEGRATE_FIRST,
  },
  INSZ_UNKNOW_IN_LEGAL_CONTEXT_PPSSI: {
    explanation: {
      fr: "La personne n'est pas intégrée par ce CPAS dans le répertoire des CPAS.",
      nl: 'De persoon is niet geïntegreerd door dit OCMW in het repertorium van de OCMW’s.',
      en: 'The person is not integrated by this CPAS in the directory of the centres.',
    },
    remedy: INTEGRATE_FIRST,
  },
  SSIN_PROBLEM: {
    explanation: {
      fr: "Le numéro d'identification pose problème ; un message joint dit lequel.",
      nl: 'Er is een probleem met het identificatienummer; een bijgevoegd bericht zegt welk.',
      en: 'There is a problem with the identification number; a message beside this one says which.',
    },
    remedy: IDENTIFY_AGAIN,
  },
  SSIN_REPLACED: {
    explanation: {
      fr: "Ce numéro d'identification a été remplacé ; le service ne dit pas par lequel.",
      nl: 'Dit identificatienummer is vervangen; de dienst zegt niet door welk.',
      en: 'This identification number was replaced; the service does not say by which.',
    },
    remedy: IDENTIFY_AGAIN,
  },
  SSIN_CANCELLED: {
    explanation: {
      fr: "Ce numéro d'identification a été annulé.",
      nl: 'Dit identificatienummer is geannuleerd.',
      en: 'This identification number was cancelled.',
    },
    remedy: IDENTIFY_AGAIN,
  },
  SSIN_NOT_FOUND: {
    explanation: {
      fr: "Ce numéro d'identification est inconnu.",
      nl: 'Dit identificatienummer is onbekend.',
      en: 'This identification number is unknown.',
    },
    remedy: IDENTIFY_AGAIN,
  },
  SSIN_STRUCTURE_INVALID: {
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
  TECHNICAL_ERROR: {
    explanation: {
      fr: 'Cette institution n’a pas pu répondre ; ce que les autres savent est là.',
      nl: 'Deze instelling kon niet antwoorden; wat de andere weten, staat er.',
      en: 'This institution could not answer; what the others know is here.',
    },
    remedy: {
      fr: 'Redemandez plus tard : ce qui manque n’est pas « rien ».',
      nl: 'Vraag het later opnieuw: wat ontbreekt, is niet “niets”.',
      en: 'Ask again later: what is missing is not “nothing”.',
    },
  },
  RTIPC001: {
    transient: true,
    explanation: {
      fr: 'Le dossier au registre national est momentanément inaccessible.',
      nl: 'Het dossier in het rijksregister is tijdelijk ontoegankelijk.',
      en: 'The national register file is inaccessible for the moment.',
    },
    remedy: RETRIED,
  },
  DOLS0024: {
    explanation: {
      fr: "Numéro d'immatriculation ONSS incorrect.",
      nl: 'Ongeldig RSZ-inschrijvingsnummer.',
      en: 'The ONSS registration number is not valid.',
    },
    remedy: {
      fr: "Vérifiez le numéro de l'employeur.",
      nl: 'Controleer het nummer van de werkgever.',
      en: 'Check the number of the employer.',
    },
  },
};
