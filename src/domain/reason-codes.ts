import type { Localised } from './language.ts';

/** What we know about a code of BCSS: seen in schemas, live clients and their test data; none is taken from an official list. */
export interface ReasonCode {
  /** The same question may get another answer in a moment. */
  readonly transient?: true;
  /** For a declaration: the code leaves open whether it was processed. */
  readonly processingUnknown?: true;
  /** A negative answer that arrives in the shape of an error. */
  readonly nothingFound?: true;
  readonly explanation: Localised;
  readonly remedy: Localised;
}

const RETRIED: Localised = {
  fr: 'Rien : la passerelle réessaie d’elle-même.',
  nl: 'Niets: de gateway probeert vanzelf opnieuw.',
  en: 'Nothing: the gateway tries again by itself.',
};

const REASON_CODES: Readonly<Record<string, ReasonCode>> = {
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
    remedy: {
      fr: 'Identifiez à nouveau la personne avec `identify-person`.',
      nl: 'Identificeer de persoon opnieuw met `identify-person`.',
      en: 'Identify the person again with `identify-person`.',
    },
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
    remedy: {
      fr: "Intégrez d'abord la personne (`manage-access`, REGISTER) avec le code qualité du dossier, puis redemandez.",
      nl: 'Integreer eerst de persoon (`manage-access`, REGISTER) met de hoedanigheidscode van het dossier en vraag opnieuw.',
      en: 'First integrate the person (`manage-access`, REGISTER) with the quality code of the file, then ask again.',
    },
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

/** What is known about a code, or undefined for one we have not met. */
export function reasonCode(code: string): ReasonCode | undefined {
  return Object.hasOwn(REASON_CODES, code) ? REASON_CODES[code] : undefined;
}
