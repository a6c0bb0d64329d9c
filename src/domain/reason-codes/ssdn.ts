import type { ReasonCode } from './reason-code.ts';

/** Codes of SSDN: severity, kind and component in their digits. */
export const SSDN_CODES: Readonly<Record<string, ReasonCode>> = {
  '12007001': {
    explanation: {
      fr: "L'identité de la personne est validée.",
      nl: 'De identiteit van de persoon is bevestigd.',
      en: 'The identity of the person is validated.',
    },
    remedy: { fr: 'Rien à faire.', nl: 'Niets te doen.', en: 'Nothing to do.' },
  },
  '20000001': {
    explanation: {
      fr: 'Au moins un service a donné un avertissement ; le résultat est utilisable.',
      nl: 'Minstens één dienst gaf een waarschuwing; het resultaat is bruikbaar.',
      en: 'At least one service gave a warning; the result can be used.',
    },
    remedy: {
      fr: 'Lisez le message du service.',
      nl: 'Lees het bericht van de dienst.',
      en: 'Read the message of the service.',
    },
  },
  '21007001': {
    explanation: {
      fr: 'Numéro et critères phonétiques donnés ensemble : les seconds sont ignorés.',
      nl: 'Nummer en fonetische criteria samen gegeven: de laatste worden genegeerd.',
      en: 'Number and phonetic criteria were both given: the latter are ignored.',
    },
    remedy: {
      fr: "N'envoyez que l'un des deux.",
      nl: 'Stuur slechts één van beide.',
      en: 'Send only one of the two.',
    },
  },
  '22007007': {
    explanation: {
      fr: 'Les données personnelles envoyées ne correspondent pas à celles du registre.',
      nl: 'De gestuurde persoonsgegevens stemmen niet overeen met het register.',
      en: 'The personal data sent do not match those of the register.',
    },
    remedy: {
      fr: 'Vérifiez le nom et la date de naissance sur un document officiel.',
      nl: 'Controleer naam en geboortedatum op een officieel document.',
      en: 'Check name and birth date on an official document.',
    },
  },
  '30000001': {
    explanation: {
      fr: 'Au moins un service a refusé la demande.',
      nl: 'Minstens één dienst weigerde de aanvraag.',
      en: 'At least one service refused the request.',
    },
    remedy: {
      fr: 'Lisez le message du service.',
      nl: 'Lees het bericht van de dienst.',
      en: 'Read the message of the service.',
    },
  },
  '31000007': {
    explanation: {
      fr: 'Un argument obligatoire manque ou est vide ; la BCSS le nomme.',
      nl: 'Een verplicht argument ontbreekt of is leeg; de KSZ noemt het.',
      en: 'A mandatory argument is missing or empty; BCSS names it.',
    },
    remedy: {
      fr: 'Complétez le champ nommé dans `fields`, par exemple une preuve d’identité.',
      nl: 'Vul het veld in `fields` aan, bijvoorbeeld een identiteitsbewijs.',
      en: 'Complete the field named in `fields`, for example a proof of identity.',
    },
  },
  '31009001': {
    explanation: {
      fr: 'Date de naissance incomplète sans tolérance.',
      nl: 'Onvolledige geboortedatum zonder tolerantie.',
      en: 'Incomplete birth date without a tolerance.',
    },
    remedy: {
      fr: 'Ajoutez `Tolerance`, ou complétez la date.',
      nl: 'Voeg `Tolerance` toe, of vul de datum aan.',
      en: 'Add `Tolerance`, or complete the date.',
    },
  },
  '32007004': {
    nothingFound: true,
    explanation: {
      fr: 'Aucune personne ne correspond à la recherche.',
      nl: 'Geen enkele persoon stemt overeen met de zoekopdracht.',
      en: 'No person matches the search.',
    },
    remedy: {
      fr: "Vérifiez l'orthographe, ou élargissez la tolérance sur la date.",
      nl: 'Controleer de spelling, of verruim de tolerantie op de datum.',
      en: 'Check the spelling, or widen the tolerance on the date.',
    },
  },
};
