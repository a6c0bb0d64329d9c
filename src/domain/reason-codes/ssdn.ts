import type { ReasonCode } from './reason-code.ts';
import { NOTHING_TO_DO } from './remedies.ts';

/** Codes of SSDN: severity, kind and component in their digits. */
export const SSDN_CODES: Readonly<Record<string, ReasonCode>> = {
  '12007001': {
    explanation: {
      fr: 'L’identité de la personne est validée.',
      nl: 'De identiteit van de persoon is bevestigd.',
      en: 'The identity of the person is validated.',
      de: 'Die Identität der Person ist bestätigt.',
    },
    remedy: NOTHING_TO_DO,
  },
  '20000001': {
    explanation: {
      fr: 'Au moins un service a donné un avertissement ; le résultat est utilisable.',
      nl: 'Minstens één dienst heeft een waarschuwing gegeven; het resultaat is bruikbaar.',
      en: 'At least one service gave a warning; the result can be used.',
      de: 'Mindestens ein Dienst hat eine Warnung gegeben; das Ergebnis ist verwendbar.',
    },
    remedy: {
      fr: 'Lisez le message du service.',
      nl: 'Lees het bericht van de dienst.',
      en: 'Read the message of the service.',
      de: 'Lesen Sie die Meldung des Dienstes.',
    },
  },
  '21007001': {
    explanation: {
      fr: 'Le numéro et les critères phonétiques ont été donnés ensemble : ces derniers sont ignorés.',
      nl: 'Het nummer en de fonetische criteria zijn samen opgegeven: die laatste worden genegeerd.',
      en: 'Number and phonetic criteria were both given: the latter are ignored.',
      de: 'Nummer und phonetische Kriterien wurden zusammen angegeben: Letztere werden nicht beachtet.',
    },
    remedy: {
      fr: 'N’envoyez que l’un des deux.',
      nl: 'Stuur slechts één van beide.',
      en: 'Send only one of the two.',
      de: 'Senden Sie nur eines von beiden.',
    },
  },
  '22007007': {
    explanation: {
      fr: 'Les données personnelles envoyées ne correspondent pas à celles du registre.',
      nl: 'De verstuurde persoonsgegevens stemmen niet overeen met die van het register.',
      en: 'The personal data sent do not match those of the register.',
      de: 'Die gesandten Personendaten stimmen nicht mit dem Register überein.',
    },
    remedy: {
      fr: 'Vérifiez le nom et la date de naissance sur un document officiel.',
      nl: 'Controleer naam en geboortedatum op een officieel document.',
      en: 'Check name and birth date on an official document.',
      de: 'Prüfen Sie Name und Geburtsdatum anhand eines amtlichen Dokuments.',
    },
    when: {
      refused: {
        explanation: {
          fr: 'Les données personnelles envoyées ne correspondent pas à celles du registre : l’intégration n’a pas été enregistrée.',
          nl: 'De verstuurde persoonsgegevens stemmen niet overeen met die van het register: de integratie is niet geregistreerd.',
          de: 'Die gesandten Personendaten stimmen nicht mit dem Register überein: Die Integration wurde nicht registriert.',
          en: 'The personal data sent do not match those of the register: the integration was not registered.',
        },
        remedy: {
          fr: 'Vérifiez le nom et la date de naissance sur un document officiel, puis refaites l’intégration.',
          nl: 'Controleer naam en geboortedatum op een officieel document en doe de integratie dan opnieuw.',
          de: 'Prüfen Sie Name und Geburtsdatum anhand eines amtlichen Dokuments, und integrieren Sie die Person dann erneut.',
          en: 'Check name and birth date on an official document, then integrate the person again.',
        },
      },
    },
  },
  '30000001': {
    explanation: {
      fr: 'Au moins un service a refusé la demande.',
      nl: 'Minstens één dienst heeft de aanvraag geweigerd.',
      en: 'At least one service refused the request.',
      de: 'Mindestens ein Dienst hat die Anfrage abgelehnt.',
    },
    remedy: {
      fr: 'Lisez le message du service.',
      nl: 'Lees het bericht van de dienst.',
      en: 'Read the message of the service.',
      de: 'Lesen Sie die Meldung des Dienstes.',
    },
    when: {
      'nothing-found': {
        explanation: {
          fr: 'Le service répond sous la forme d’une erreur ; elle signifie seulement qu’il n’a rien trouvé.',
          nl: 'De dienst antwoordt in de vorm van een fout; die betekent enkel dat hij niets gevonden heeft.',
          de: 'Der Dienst antwortet in Form eines Fehlers; er bedeutet nur, dass nichts gefunden wurde.',
          en: 'The service answers in the form of an error, which only means that it found nothing.',
        },
        remedy: NOTHING_TO_DO,
      },
    },
  },
  '31000007': {
    explanation: {
      fr: 'Une donnée obligatoire manque ou est vide ; la BCSS indique laquelle.',
      nl: 'Een verplicht gegeven ontbreekt of is leeg; de KSZ vermeldt welk.',
      en: 'A mandatory argument is missing or empty; BCSS names it.',
      de: 'Eine Pflichtangabe fehlt oder ist leer; die ZDSS nennt sie.',
    },
    remedy: {
      fr: 'Complétez le champ nommé dans `fields`, par exemple une preuve d’identité.',
      nl: 'Vul het veld aan dat in `fields` staat, bijvoorbeeld een identiteitsbewijs.',
      en: 'Complete the field named in `fields`, for example a proof of identity.',
      de: 'Ergänzen Sie das in `fields` genannte Feld, zum Beispiel einen Identitätsnachweis.',
    },
  },
  '31009001': {
    explanation: {
      fr: 'La date de naissance est incomplète et aucune tolérance n’est indiquée.',
      nl: 'De geboortedatum is onvolledig en er is geen tolerantie opgegeven.',
      en: 'Incomplete birth date without a tolerance.',
      de: 'Das Geburtsdatum ist unvollständig, und es ist keine Toleranz angegeben.',
    },
    remedy: {
      fr: 'Ajoutez `Tolerance`, ou complétez la date.',
      nl: 'Voeg `Tolerance` toe, of vul de datum aan.',
      en: 'Add `Tolerance`, or complete the date.',
      de: 'Fügen Sie `Tolerance` hinzu, oder vervollständigen Sie das Datum.',
    },
  },
  '32007004': {
    nothingFound: true,
    explanation: {
      fr: 'Aucune personne ne correspond à la recherche.',
      nl: 'Geen enkele persoon stemt overeen met de zoekopdracht.',
      en: 'No person matches the search.',
      de: 'Keine Person entspricht der Suche.',
    },
    remedy: {
      fr: 'Vérifiez l’orthographe, ou élargissez la tolérance sur la date.',
      nl: 'Controleer de spelling, of verruim de tolerantie op de datum.',
      en: 'Check the spelling, or widen the tolerance on the date.',
      de: 'Prüfen Sie die Schreibweise, oder erweitern Sie die Toleranz beim Datum.',
    },
  },
};
