import type { ReasonCode } from './reason-code.ts';
import {
  IDENTIFY_AGAIN,
  INTEGRATE_FIRST,
  NOTHING_TO_DO,
  READ_THE_OTHERS,
  RETRIED,
  USE_NEW_NUMBER,
} from './remedies.ts';

/** Codes of the services with the common status (CommonV3). */
export const COMMON_CODES: Readonly<Record<string, ReasonCode>> = {
  MSG00000: {
    explanation: {
      fr: 'Traitement réussi.',
      nl: 'Verwerking geslaagd.',
      de: 'Erfolgreich verarbeitet.',
      en: 'Completed successfully.',
    },
    remedy: NOTHING_TO_DO,
    when: {
      'nothing-found': {
        explanation: {
          fr: 'La demande a été traitée ; l’institution n’a aucune donnée qui y réponde.',
          nl: 'De aanvraag is verwerkt; de instelling heeft geen gegevens die eraan beantwoorden.',
          de: 'Die Anfrage wurde verarbeitet; die Einrichtung hat keine Daten dazu.',
          en: 'The request was processed; the institution has no data that answer it.',
        },
        remedy: NOTHING_TO_DO,
      },
      partial: {
        explanation: {
          fr: 'Le message a été traité, mais tout n’a pas abouti : voyez chaque partie et les autres messages.',
          nl: 'Het bericht is verwerkt, maar niet alles is gelukt: bekijk elk deel en de andere berichten.',
          de: 'Die Nachricht wurde verarbeitet, aber nicht alles ist gelungen: Sehen Sie sich jeden Teil und die übrigen Meldungen an.',
          en: 'The message was processed, but not all of it succeeded: see each part and the other messages.',
        },
        remedy: READ_THE_OTHERS,
      },
      refused: {
        explanation: {
          fr: 'Le message a été traité, mais ce qu’il demande est refusé.',
          nl: 'Het bericht is verwerkt, maar wat het vraagt, is geweigerd.',
          de: 'Die Nachricht wurde verarbeitet, aber was sie verlangt, ist abgelehnt.',
          en: 'The message was processed, but what it asks is refused.',
        },
        remedy: READ_THE_OTHERS,
      },
    },
  },
  MSG00001: {
    transient: true,
    explanation: {
      fr: 'La BCSS est momentanément indisponible.',
      nl: 'De KSZ is tijdelijk onbeschikbaar.',
      en: 'BCSS is temporarily unavailable.',
      de: 'Die ZDSS ist vorübergehend nicht verfügbar.',
    },
    remedy: RETRIED,
  },
  MSG00002: {
    transient: true,
    explanation: {
      fr: 'L’institution qui détient la donnée (source authentique) est momentanément indisponible.',
      nl: 'De instelling die het gegeven beheert (authentieke bron), is tijdelijk onbeschikbaar.',
      en: 'The institution that holds the data (authentic source) is unavailable for the moment.',
      de: 'Die Einrichtung, die über die Angabe verfügt (authentische Quelle), ist vorübergehend nicht verfügbar.',
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
      de: 'Interner Fehler bei der ZDSS.',
    },
    remedy: {
      fr: 'Si cela dure, communiquez à la BCSS le ticket qu’elle a attribué (`ticketCbss`).',
      nl: 'Blijft het duren, geef de KSZ dan het ticket door dat zij heeft toegekend (`ticketCbss`).',
      en: 'If it lasts, give BCSS its ticket (`ticketCbss`).',
      de: 'Falls es andauert, teilen Sie der ZDSS das von ihr vergebene Ticket (`ticketCbss`) mit.',
    },
  },
  MSG00005: {
    refuses: true,
    explanation: {
      fr: 'Ce numéro d’identification est inconnu.',
      nl: 'Dit identificatienummer is onbekend.',
      en: 'This identification number is unknown.',
      de: 'Diese Erkennungsnummer ist unbekannt.',
    },
    remedy: {
      fr: 'Vérifiez le numéro, ou cherchez la personne avec `identify-person`.',
      nl: 'Controleer het nummer, of zoek de persoon met `identify-person`.',
      en: 'Check the number, or look the person up with `identify-person`.',
      de: 'Prüfen Sie die Nummer, oder suchen Sie die Person mit `identify-person`.',
    },
  },
  MSG00006: {
    refuses: true,
    explanation: {
      fr: 'Ce numéro d’identification a été remplacé.',
      nl: 'Dit identificatienummer is vervangen.',
      en: 'This identification number was replaced.',
      de: 'Diese Erkennungsnummer wurde ersetzt.',
    },
    remedy: USE_NEW_NUMBER,
  },
  MSG00007: {
    refuses: true,
    explanation: {
      fr: 'Ce numéro d’identification a été annulé.',
      nl: 'Dit identificatienummer is geannuleerd.',
      en: 'This identification number was cancelled.',
      de: 'Diese Erkennungsnummer wurde annulliert.',
    },
    remedy: IDENTIFY_AGAIN,
  },
  MSG00008: {
    refuses: true,
    explanation: {
      fr: 'La BCSS juge incorrect un champ de la demande ; elle indique lequel.',
      nl: 'De KSZ beschouwt een veld van de aanvraag als ongeldig; ze vermeldt welk.',
      en: 'BCSS finds a field of the request not valid; it names the field.',
      de: 'Die ZDSS hält ein Feld der Anfrage für ungültig; sie nennt es.',
    },
    remedy: {
      fr: 'Corrigez le champ nommé dans `fields` et refaites la demande.',
      nl: 'Verbeter het veld dat in `fields` staat en doe de aanvraag opnieuw.',
      en: 'Correct the field named in `fields` and ask again.',
      de: 'Berichtigen Sie das in `fields` genannte Feld und fragen Sie erneut an.',
    },
  },
  MSG00011: {
    refuses: true,
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
  MSG00012: {
    refuses: true,
    explanation: {
      fr: 'La personne n’est pas intégrée par ce CPAS dans ce contexte légal.',
      nl: 'De persoon is niet geïntegreerd door dit OCMW in deze wettelijke context.',
      en: 'The person is not integrated by this CPAS in this legal context.',
      de: 'Die Person ist von diesem ÖSHZ in diesem Rechtskontext nicht integriert.',
    },
    remedy: INTEGRATE_FIRST,
  },
  MSG00013: {
    refuses: true,
    explanation: {
      fr: 'Ce contexte légal n’est pas permis pour ce service, cette opération et ce client.',
      nl: 'Deze wettelijke context is niet toegelaten voor deze dienst, bewerking en klant.',
      en: 'This legal context is not allowed for this service, operation and customer.',
      de: 'Dieser Rechtskontext ist für diesen Dienst, diesen Vorgang und diesen Kunden nicht erlaubt.',
    },
    remedy: {
      fr: 'Choisissez un autre `context.legalContext`, ou demandez à la BCSS celui qui est configuré pour le centre.',
      nl: 'Kies een andere `context.legalContext`, of vraag de KSZ welke voor het centrum is ingesteld.',
      en: 'Choose another `context.legalContext`, or ask BCSS which one is configured for the centre.',
      de: 'Wählen Sie einen anderen `context.legalContext`, oder fragen Sie die ZDSS, welcher für das Zentrum eingestellt ist.',
    },
  },
  MSG00021: {
    nothingFound: true,
    explanation: {
      fr: 'La personne est inconnue de la DG Personnes handicapées.',
      nl: 'De persoon is onbekend bij de DG Personen met een handicap.',
      en: 'The person is unknown at the directorate for persons with a disability.',
      de: 'Die Person ist der GD Personen mit Behinderung nicht bekannt.',
    },
    remedy: NOTHING_TO_DO,
  },
};
