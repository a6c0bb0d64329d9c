import type { Localised } from '../domain/language.ts';

interface Words {
  readonly reason: Localised;
  readonly remedy: Localised;
}

/** The conditions of a rule that can fail, in words. `{…}` is filled in by {@link reasonOf}. */
export const FAILURE_WORDS = {
  'no-rule': {
    reason: {
      fr: "La table d'autorisations n'a aucune règle pour ce flux.",
      nl: 'De autorisatietabel heeft geen regel voor deze stroom.',
      en: 'The authorisation table has no rule for this flow.',
    },
    remedy: {
      fr: 'Demandez au conseiller en sécurité du centre si ce flux doit être ouvert.',
      nl: 'Vraag de veiligheidsconsulent van het centrum of deze stroom open moet.',
      en: 'Ask the security adviser of the centre whether this flow should be open.',
    },
  },
  'right-missing': {
    reason: {
      fr: "L'application n'a pas le droit `send`.",
      nl: 'De toepassing heeft het recht `send` niet.',
      en: 'The application does not have the right `send`.',
    },
    remedy: {
      fr: "Demandez à l'opérateur une clé avec ce droit.",
      nl: 'Vraag de operator een sleutel met dit recht.',
      en: 'Ask the operator for a key with this right.',
    },
  },
  'centre-not-allowed': {
    reason: {
      fr: 'La règle « {rule} » ne vaut pas pour ce centre.',
      nl: 'De regel “{rule}” geldt niet voor dit centrum.',
      en: 'The rule “{rule}” is not for this centre.',
    },
    remedy: {
      fr: 'Demandez au conseiller en sécurité si votre centre doit y figurer.',
      nl: 'Vraag de veiligheidsconsulent of uw centrum erbij hoort.',
      en: 'Ask the security adviser whether your centre belongs there.',
    },
  },
  'client-not-allowed': {
    reason: {
      fr: 'La règle « {rule} » ne vaut pas pour cette application.',
      nl: 'De regel “{rule}” geldt niet voor deze toepassing.',
      en: 'The rule “{rule}” is not for this application.',
    },
    remedy: {
      fr: "Utilisez l'application prévue pour ce travail.",
      nl: 'Gebruik de toepassing die voor dit werk voorzien is.',
      en: 'Use the application that is meant for this work.',
    },
  },
  'role-missing': {
    reason: {
      fr: "Le rôle de l'utilisateur manque.",
      nl: 'De rol van de gebruiker ontbreekt.',
      en: 'The role of the user is missing.',
    },
    remedy: {
      fr: 'Donnez `context.user.role` : {roles}.',
      nl: 'Geef `context.user.role`: {roles}.',
      en: 'Give `context.user.role`: {roles}.',
    },
  },
  'role-unknown': {
    reason: {
      fr: "La table d'autorisations ne connaît pas ce rôle.",
      nl: 'De autorisatietabel kent deze rol niet.',
      en: 'The authorisation table does not know this role.',
    },
    remedy: {
      fr: 'Un de ces rôles est nécessaire : {roles}.',
      nl: 'Een van deze rollen is nodig: {roles}.',
      en: 'One of these roles is needed: {roles}.',
    },
  },
  'role-not-allowed': {
    reason: {
      fr: 'Le rôle de l’utilisateur ne donne pas accès à ce flux.',
      nl: 'De rol van de gebruiker geeft geen toegang tot deze stroom.',
      en: 'The role of the user does not open this flow.',
    },
    remedy: {
      fr: "Adressez-vous à quelqu'un qui a l'un de ces rôles : {roles}.",
      nl: 'Richt u tot iemand met een van deze rollen: {roles}.',
      en: 'Turn to somebody with one of these roles: {roles}.',
    },
  },
  'role-not-for-client': {
    reason: {
      fr: 'Cette application ne peut invoquer ce rôle.',
      nl: 'Deze toepassing mag deze rol niet opgeven.',
      en: 'This application may not name this role.',
    },
    remedy: {
      fr: "Utilisez l'application prévue pour ce rôle.",
      nl: 'Gebruik de toepassing die voor deze rol voorzien is.',
      en: 'Use the application that is meant for this role.',
    },
  },
  'purpose-missing': {
    reason: {
      fr: 'La finalité de la demande manque.',
      nl: 'Het doel van de aanvraag ontbreekt.',
      en: 'The purpose of the request is missing.',
    },
    remedy: {
      fr: 'Donnez `context.purpose` : {purposes}.',
      nl: 'Geef `context.purpose`: {purposes}.',
      en: 'Give `context.purpose`: {purposes}.',
    },
  },
  'purpose-not-allowed': {
    reason: {
      fr: "Cette finalité n'ouvre pas ce flux.",
      nl: 'Dit doel opent deze stroom niet.',
      en: 'This purpose does not open this flow.',
    },
    remedy: {
      fr: 'Une de ces finalités est nécessaire : {purposes}.',
      nl: 'Een van deze doelen is nodig: {purposes}.',
      en: 'One of these purposes is needed: {purposes}.',
    },
  },
  'legal-context-not-allowed': {
    reason: {
      fr: "Le contexte légal n'est pas permis par la règle « {rule} ».",
      nl: 'De wettelijke context is niet toegelaten door de regel “{rule}”.',
      en: 'The legal context is not allowed by the rule “{rule}”.',
    },
    remedy: {
      fr: 'Utilisez : {legalContexts}.',
      nl: 'Gebruik: {legalContexts}.',
      en: 'Use: {legalContexts}.',
    },
  },
  'file-reference-missing': {
    reason: {
      fr: 'La référence du dossier manque.',
      nl: 'De referentie van het dossier ontbreekt.',
      en: 'The reference of the file is missing.',
    },
    remedy: {
      fr: 'Donnez `context.fileReference` : le dossier pour lequel la demande est faite.',
      nl: 'Geef `context.fileReference`: het dossier waarvoor de aanvraag gebeurt.',
      en: 'Give `context.fileReference`: the file that the request is made for.',
    },
  },
  'outside-hours': {
    reason: {
      fr: "Ce flux n'est pas ouvert à cette heure (horaire « {hours} », heure de Bruxelles).",
      nl: 'Deze stroom is niet open op dit uur (openingsuren “{hours}”, tijd van Brussel).',
      en: 'This flow is not open at this hour (hours “{hours}”, Brussels time).',
    },
    remedy: {
      fr: "Revenez pendant l'horaire ; `GET /v1/policy` le donne.",
      nl: 'Kom terug tijdens de openingsuren; `GET /v1/policy` geeft ze.',
      en: 'Come back within the hours; `GET /v1/policy` gives them.',
    },
  },
  'person-missing': {
    reason: {
      fr: 'Le message ne nomme personne, alors que ce flux ne vaut que pour les personnes intégrées.',
      nl: 'Het bericht noemt niemand, terwijl deze stroom enkel voor geïntegreerde personen geldt.',
      en: 'The message names nobody, and this flow is for integrated persons only.',
    },
    remedy: {
      fr: "Donnez le numéro d'identification (NISS) de la personne.",
      nl: 'Geef het identificatienummer (INSZ) van de persoon.',
      en: 'Give the identification number (SSIN) of the person.',
    },
  },
  'names-a-person': {
    reason: {
      fr: "Le message nomme une personne (n° {person}) par son numéro. La règle « {rule} » n'exempte d'intégration que les messages qui ne nomment personne.",
      nl: 'Het bericht noemt een persoon (nr. {person}) met een nummer. De regel “{rule}” stelt enkel berichten vrij die niemand noemen.',
      en: 'The message names a person (no. {person}) by number. The rule “{rule}” exempts only messages that name nobody from integration.',
      de: 'Die Nachricht nennt eine Person (Nr. {person}) mit ihrer Nummer. Die Regel „{rule}“ befreit nur Nachrichten, die niemanden nennen, von der Integration.',
    },
    remedy: {
      fr: "Donnez le numéro de l'entreprise et non celui d'une personne ; pour une personne, intégrez-la et consultez le flux prévu pour elle.",
      nl: 'Geef het nummer van de onderneming en niet dat van een persoon; integreer een persoon en raadpleeg de stroom die daarvoor dient.',
      en: 'Give the number of the enterprise and not that of a person; integrate a person, and consult the flow that is meant for persons.',
      de: 'Geben Sie die Nummer des Unternehmens und nicht die einer Person an; integrieren Sie eine Person und verwenden Sie den Nachrichtenfluss, der für Personen bestimmt ist.',
    },
  },
  'person-without-number': {
    reason: {
      fr: "Le message désigne une personne sans son numéro (nom, date de naissance, n° de carte) : nul ne peut vérifier qu'elle est intégrée.",
      nl: 'Het bericht duidt een persoon aan zonder nummer (naam, geboortedatum, kaartnummer): niemand kan nagaan of die geïntegreerd is.',
      en: 'The message tells a person without a number (name, birth date, card number): nobody can check whether they are integrated.',
      de: 'Die Nachricht bezeichnet eine Person ohne ihre Nummer (Name, Geburtsdatum, Kartennummer): Niemand kann prüfen, ob sie integriert ist.',
    },
    remedy: {
      fr: "Donnez le numéro d'identification (NISS) de la personne, intégrée par votre centre ; s'il n'est pas connu, cherchez-le avec `identify-person`.",
      nl: 'Geef het identificatienummer (INSZ) van de persoon, die uw centrum geïntegreerd heeft; zoek het met `identify-person` als het niet bekend is.',
      en: 'Give the identification number (SSIN) of the person, whom your centre has integrated; look for it with `identify-person` if it is not known.',
      de: 'Geben Sie die Identifikationsnummer (ENSS) der Person an, die Ihr Zentrum integriert hat; ist sie nicht bekannt, suchen Sie sie mit `identify-person`.',
    },
  },
  'integration-missing': {
    reason: {
      fr: "La personne n° {person} du message n'est pas intégrée par votre centre aujourd'hui.",
      nl: 'Persoon nr. {person} van het bericht is vandaag niet door uw centrum geïntegreerd.',
      en: 'Person no. {person} of the message is not integrated by your centre today.',
    },
    remedy: {
      fr: "Intégrez-la d'abord (`POST /v1/integrations`), avec un de ces codes qualité : {own} (ménage : {household}).",
      nl: 'Integreer eerst (`POST /v1/integrations`), met een van deze hoedanigheidscodes: {own} (gezin: {household}).',
      en: 'Integrate the person first (`POST /v1/integrations`), with one of these quality codes: {own} (household: {household}).',
    },
  },
  'integration-of-another-kind': {
    reason: {
      fr: "L'intégration de la personne n° {person} du message a un code qualité qui n'ouvre pas ce flux.",
      nl: 'De integratie van persoon nr. {person} van het bericht heeft een hoedanigheidscode die deze stroom niet opent.',
      en: 'The integration of person no. {person} of the message has a quality code that does not open this flow.',
    },
    remedy: {
      fr: "Ce flux s'ouvre avec les codes {own} (ménage : {household}) : si l'aide a changé, changez le code de l'intégration.",
      nl: 'Deze stroom gaat open met de codes {own} (gezin: {household}): wijzig de code van de integratie als de hulp veranderd is.',
      en: 'This flow opens with the codes {own} (household: {household}): if the aid has changed, change the code of the integration.',
    },
  },
  'emergency-not-foreseen': {
    reason: {
      fr: "L'urgence invoquée ne lève pas ces conditions pour ce rôle.",
      nl: 'De ingeroepen dringendheid heft deze voorwaarden voor deze rol niet op.',
      en: 'The emergency that is claimed does not lift these conditions for this role.',
    },
    remedy: {
      fr: 'Appelez la personne de garde ou le responsable du service.',
      nl: 'Bel de persoon van wacht of de verantwoordelijke van de dienst.',
      en: 'Call whoever is on duty, or the head of the service.',
    },
  },
} as const satisfies Record<string, Words>;
