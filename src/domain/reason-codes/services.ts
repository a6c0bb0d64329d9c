import type { ReasonCode } from './reason-code.ts';
import { IDENTIFY_AGAIN, INTEGRATE_FIRST, NOTHING_TO_DO, RETRIED, USE_NEW_NUMBER } from './remedies.ts';

/** Services' own codes. */
export const SERVICE_CODES: Readonly<Record<string, ReasonCode>> = {
  PERSON_UNKNOWN_FODFIN: {
    explanation: {
      fr: 'La personne est inconnue du SPF Finances.',
      nl: 'De persoon is onbekend bij de FOD Financiën.',
      en: 'The person is unknown at the finance administration.',
      de: 'Die Person ist dem FÖD Finanzen nicht bekannt.',
    },
    remedy: NOTHING_TO_DO,
  },
  INVALID_RESPONSE_FODFIN: {
    transient: true,
    explanation: {
      fr: 'La réponse du SPF Finances est inexploitable.',
      nl: 'Het antwoord van de FOD Financiën is onbruikbaar.',
      en: 'The answer of the finance administration cannot be used.',
      de: 'Die Antwort des FÖD Finanzen ist unbrauchbar.',
    },
    remedy: RETRIED,
  },
  ERROR_FODFIN: {
    transient: true,
    explanation: {
      fr: 'Le SPF Finances signale une erreur.',
      nl: 'De FOD Financiën meldt een fout.',
      en: 'The finance administration reports an error.',
      de: 'Der FÖD Finanzen meldet einen Fehler.',
    },
    remedy: RETRIED,
  },
  INTERNAL_SERVICE_ERROR: {
    transient: true,
    explanation: {
      fr: 'Erreur interne du service.',
      nl: 'Interne fout van de dienst.',
      en: 'Internal error of the service.',
      de: 'Interner Fehler des Dienstes.',
    },
    remedy: RETRIED,
  },
  VALIDATION_ERROR: {
    explanation: {
      fr: 'Le service juge la demande incorrecte.',
      nl: 'De dienst beschouwt de aanvraag als ongeldig.',
      en: 'The service finds the request not valid.',
      de: 'Der Dienst hält die Anfrage für ungültig.',
    },
    remedy: {
      fr: 'Lisez le texte du message, corrigez la demande et recommencez.',
      nl: 'Lees de tekst van het bericht, verbeter de aanvraag en probeer opnieuw.',
      en: 'Read the text of the message, correct the request and ask again.',
      de: 'Lesen Sie den Text der Meldung, berichtigen Sie die Anfrage und versuchen Sie es erneut.',
    },
  },
  INSZ_UNKNOW_IN_LEGAL_CONTEXT_CBSS: {
    explanation: {
      fr: 'La personne n’est pas intégrée par ce CPAS à la BCSS.',
      nl: 'De persoon is niet geïntegreerd door dit OCMW bij de KSZ.',
      en: 'The person is not integrated by this CPAS at BCSS.',
      de: 'Die Person ist von diesem ÖSHZ nicht bei der ZDSS integriert.',
    },
    remedy: INTEGRATE_FIRST,
  },
  INSZ_UNKNOW_IN_LEGAL_CONTEXT_PPSSI: {
    explanation: {
      fr: 'La personne n’est pas intégrée par ce CPAS dans le répertoire des CPAS.',
      nl: 'De persoon is niet geïntegreerd door dit OCMW in het repertorium van de OCMW’s.',
      en: 'The person is not integrated by this CPAS in the directory of the centres.',
      de: 'Die Person ist von diesem ÖSHZ nicht im Verzeichnis der ÖSHZ integriert.',
    },
    remedy: INTEGRATE_FIRST,
  },
  SSIN_PROBLEM: {
    explanation: {
      fr: 'Le numéro d’identification pose un problème ; un message joint précise lequel.',
      nl: 'Er is een probleem met het identificatienummer; een bijgevoegd bericht vermeldt welk.',
      en: 'There is a problem with the identification number; a message beside this one says which.',
      de: 'Mit der Erkennungsnummer stimmt etwas nicht; eine beigefügte Meldung sagt, was.',
    },
    remedy: IDENTIFY_AGAIN,
  },
  SSIN_REPLACED: {
    explanation: {
      fr: 'Ce numéro d’identification a été remplacé.',
      nl: 'Dit identificatienummer is vervangen.',
      de: 'Diese Erkennungsnummer wurde ersetzt.',
      en: 'This identification number was replaced.',
    },
    remedy: USE_NEW_NUMBER,
  },
  SSIN_CANCELLED: {
    explanation: {
      fr: 'Ce numéro d’identification a été annulé.',
      nl: 'Dit identificatienummer is geannuleerd.',
      en: 'This identification number was cancelled.',
      de: 'Diese Erkennungsnummer wurde annulliert.',
    },
    remedy: IDENTIFY_AGAIN,
  },
  SSIN_NOT_FOUND: {
    explanation: {
      fr: 'Ce numéro d’identification est inconnu.',
      nl: 'Dit identificatienummer is onbekend.',
      en: 'This identification number is unknown.',
      de: 'Diese Erkennungsnummer ist unbekannt.',
    },
    remedy: IDENTIFY_AGAIN,
  },
  SSIN_STRUCTURE_INVALID: {
    explanation: {
      fr: 'Le format du numéro d’identification est incorrect.',
      nl: 'Het formaat van het identificatienummer is ongeldig.',
      en: 'The format of the identification number is not valid.',
      de: 'Das Format der Erkennungsnummer ist ungültig.',
    },
    remedy: {
      fr: 'Envoyez 11 chiffres, sous forme de texte.',
      nl: 'Stuur 11 cijfers, als tekst.',
      en: 'Send 11 digits, as text.',
      de: 'Senden Sie 11 Ziffern, als Text.',
    },
  },
  TECHNICAL_ERROR: {
    explanation: {
      fr: 'Cette institution n’a pas pu répondre ; les données des autres sont dans la réponse.',
      nl: 'Deze instelling kon niet antwoorden; de gegevens van de andere staan in het antwoord.',
      en: 'This institution could not answer; what the others know is here.',
      de: 'Diese Einrichtung konnte nicht antworten; die Angaben der anderen stehen in der Antwort.',
    },
    remedy: {
      fr: 'Redemandez plus tard : une réponse manquante ne signifie pas qu’il n’y a rien.',
      nl: 'Vraag het later opnieuw: een ontbrekend antwoord betekent niet dat er niets is.',
      en: 'Ask again later: an answer that is missing does not mean that there is nothing.',
      de: 'Fragen Sie später erneut an: Eine fehlende Antwort bedeutet nicht, dass nichts vorliegt.',
    },
  },
  RTIPC001: {
    transient: true,
    explanation: {
      fr: 'Le dossier au registre national est momentanément inaccessible.',
      nl: 'Het dossier in het rijksregister is tijdelijk ontoegankelijk.',
      en: 'The national register file is inaccessible for the moment.',
      de: 'Die Akte im Nationalregister ist vorübergehend nicht zugänglich.',
    },
    remedy: RETRIED,
  },
  DOLS0024: {
    refuses: true,
    explanation: {
      fr: 'Le numéro d’immatriculation à l’ONSS est incorrect.',
      nl: 'Het inschrijvingsnummer bij de RSZ is ongeldig.',
      en: 'The ONSS registration number is not valid.',
      de: 'Die Eintragungsnummer beim LSS ist ungültig.',
    },
    remedy: {
      fr: 'Vérifiez le numéro de l’employeur.',
      nl: 'Controleer het nummer van de werkgever.',
      en: 'Check the number of the employer.',
      de: 'Prüfen Sie die Nummer des Arbeitgebers.',
    },
  },
};
