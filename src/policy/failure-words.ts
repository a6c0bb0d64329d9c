import type { Localised } from '../domain/language.ts';

interface Words {
  readonly reason: Localised;
  readonly remedy: Localised;
}

/** The conditions of a rule that can fail, in words. `{…}` is filled in by {@link reasonOf}. */
export const FAILURE_WORDS = {
  'no-rule': {
    reason: {
      fr: 'La table d’autorisations n’a aucune règle pour ce flux.',
      nl: 'De autorisatietabel heeft geen regel voor deze stroom.',
      en: 'The authorisation table has no rule for this flow.',
      de: 'Die Berechtigungstabelle hat keine Regel für diesen Datenfluss.',
    },
    remedy: {
      fr: 'Demandez au conseiller en sécurité du centre si ce flux doit être ouvert.',
      nl: 'Vraag de veiligheidsconsulent van het centrum of deze stroom opengesteld moet worden.',
      en: 'Ask the security adviser of the centre whether this flow should be open.',
      de: 'Fragen Sie den Sicherheitsberater des Zentrums, ob dieser Datenfluss geöffnet werden soll.',
    },
  },
  'right-missing': {
    reason: {
      fr: 'L’application n’a pas le droit `send`.',
      nl: 'De toepassing heeft het recht `send` niet.',
      en: 'The application does not have the right `send`.',
      de: 'Die Anwendung hat das Recht `send` nicht.',
    },
    remedy: {
      fr: 'Demandez à l’opérateur une clé avec ce droit.',
      nl: 'Vraag de operator een sleutel met dit recht.',
      en: 'Ask the operator for a key with this right.',
      de: 'Bitten Sie den Betreiber um einen Schlüssel mit diesem Recht.',
    },
  },
  'centre-not-allowed': {
    reason: {
      fr: 'La règle « {rule} » ne vaut pas pour ce centre.',
      nl: 'De regel “{rule}” geldt niet voor dit centrum.',
      en: 'The rule “{rule}” is not for this centre.',
      de: 'Die Regel „{rule}“ gilt nicht für dieses Zentrum.',
    },
    remedy: {
      fr: 'Demandez au conseiller en sécurité si votre centre doit y figurer.',
      nl: 'Vraag de veiligheidsconsulent of uw centrum erbij hoort.',
      en: 'Ask the security adviser whether your centre belongs there.',
      de: 'Fragen Sie den Sicherheitsberater, ob Ihr Zentrum dazugehört.',
    },
  },
  'client-not-allowed': {
    reason: {
      fr: 'La règle « {rule} » ne vaut pas pour cette application.',
      nl: 'De regel “{rule}” geldt niet voor deze toepassing.',
      en: 'The rule “{rule}” is not for this application.',
      de: 'Die Regel „{rule}“ gilt nicht für diese Anwendung.',
    },
    remedy: {
      fr: 'Utilisez l’application prévue pour ce travail.',
      nl: 'Gebruik de toepassing die voor dit werk voorzien is.',
      en: 'Use the application that is meant for this work.',
      de: 'Verwenden Sie die Anwendung, die für diese Arbeit vorgesehen ist.',
    },
  },
  'role-missing': {
    reason: {
      fr: 'Le rôle de l’utilisateur manque.',
      nl: 'De rol van de gebruiker ontbreekt.',
      en: 'The role of the user is missing.',
      de: 'Die Rolle des Benutzers fehlt.',
    },
    remedy: {
      fr: 'Donnez `context.user.role` : {roles}.',
      nl: 'Geef `context.user.role`: {roles}.',
      en: 'Give `context.user.role`: {roles}.',
      de: 'Geben Sie `context.user.role` an: {roles}.',
    },
  },
  'role-unknown': {
    reason: {
      fr: 'La table d’autorisations ne connaît pas ce rôle.',
      nl: 'De autorisatietabel kent deze rol niet.',
      en: 'The authorisation table does not know this role.',
      de: 'Die Berechtigungstabelle kennt diese Rolle nicht.',
    },
    remedy: {
      fr: 'L’un de ces rôles est nécessaire : {roles}.',
      nl: 'Een van deze rollen is nodig: {roles}.',
      en: 'One of these roles is needed: {roles}.',
      de: 'Eine dieser Rollen ist nötig: {roles}.',
    },
  },
  'role-not-allowed': {
    reason: {
      fr: 'Le rôle de l’utilisateur ne donne pas accès à ce flux.',
      nl: 'De rol van de gebruiker geeft geen toegang tot deze stroom.',
      en: 'The role of the user does not open this flow.',
      de: 'Die Rolle des Benutzers gibt keinen Zugang zu diesem Datenfluss.',
    },
    remedy: {
      fr: 'Adressez-vous à quelqu’un qui a l’un de ces rôles : {roles}.',
      nl: 'Richt u tot iemand met een van deze rollen: {roles}.',
      en: 'Turn to somebody with one of these roles: {roles}.',
      de: 'Wenden Sie sich an jemanden mit einer dieser Rollen: {roles}.',
    },
  },
  'role-not-for-client': {
    reason: {
      fr: 'Cette application ne peut pas indiquer ce rôle.',
      nl: 'Deze toepassing mag deze rol niet opgeven.',
      en: 'This application may not name this role.',
      de: 'Diese Anwendung darf diese Rolle nicht angeben.',
    },
    remedy: {
      fr: 'Utilisez l’application prévue pour ce rôle.',
      nl: 'Gebruik de toepassing die voor deze rol voorzien is.',
      en: 'Use the application that is meant for this role.',
      de: 'Verwenden Sie die Anwendung, die für diese Rolle vorgesehen ist.',
    },
  },
  'purpose-missing': {
    reason: {
      fr: 'La finalité de la demande manque.',
      nl: 'Het doel van de aanvraag ontbreekt.',
      en: 'The purpose of the request is missing.',
      de: 'Der Zweck der Anfrage fehlt.',
    },
    remedy: {
      fr: 'Donnez `context.purpose` : {purposes}.',
      nl: 'Geef `context.purpose`: {purposes}.',
      en: 'Give `context.purpose`: {purposes}.',
      de: 'Geben Sie `context.purpose` an: {purposes}.',
    },
  },
  'purpose-not-allowed': {
    reason: {
      fr: 'Cette finalité n’ouvre pas ce flux.',
      nl: 'Dit doel opent deze stroom niet.',
      en: 'This purpose does not open this flow.',
      de: 'Dieser Zweck öffnet diesen Datenfluss nicht.',
    },
    remedy: {
      fr: 'L’une de ces finalités est nécessaire : {purposes}.',
      nl: 'Een van deze doelen is nodig: {purposes}.',
      en: 'One of these purposes is needed: {purposes}.',
      de: 'Einer dieser Zwecke ist nötig: {purposes}.',
    },
  },
  'legal-context-not-allowed': {
    reason: {
      fr: 'Le contexte légal n’est pas permis par la règle « {rule} ».',
      nl: 'De wettelijke context is niet toegelaten door de regel “{rule}”.',
      en: 'The legal context is not allowed by the rule “{rule}”.',
      de: 'Der Rechtskontext ist nach der Regel „{rule}“ nicht erlaubt.',
    },
    remedy: {
      fr: 'Utilisez : {legalContexts}.',
      nl: 'Gebruik: {legalContexts}.',
      en: 'Use: {legalContexts}.',
      de: 'Verwenden Sie: {legalContexts}.',
    },
  },
  'file-reference-missing': {
    reason: {
      fr: 'La référence du dossier manque.',
      nl: 'De referentie van het dossier ontbreekt.',
      en: 'The reference of the file is missing.',
      de: 'Die Referenz der Akte fehlt.',
    },
    remedy: {
      fr: 'Donnez `context.fileReference` : le dossier pour lequel la demande est faite.',
      nl: 'Geef `context.fileReference`: het dossier waarvoor de aanvraag gebeurt.',
      en: 'Give `context.fileReference`: the file that the request is made for.',
      de: 'Geben Sie `context.fileReference` an: die Akte, für die angefragt wird.',
    },
  },
  'outside-hours': {
    reason: {
      fr: 'Ce flux n’est pas ouvert à cette heure. Horaire « {hours} », heure de Bruxelles : {windows}.',
      nl: 'Deze stroom is niet open op dit uur. Openingsuren “{hours}”, tijd van Brussel: {windows}.',
      en: 'This flow is not open at this hour. Hours “{hours}”, Brussels time: {windows}.',
      de: 'Dieser Datenfluss ist zu dieser Zeit nicht geöffnet. Öffnungszeiten „{hours}“, Brüsseler Zeit: {windows}.',
    },
    remedy: {
      fr: 'Prochaine ouverture : {opens}.',
      nl: 'Gaat weer open: {opens}.',
      en: 'Opens next: {opens}.',
      de: 'Nächste Öffnung: {opens}.',
    },
  },
  'person-missing': {
    reason: {
      fr: 'Le message ne nomme personne, alors que ce flux ne vaut que pour les personnes intégrées.',
      nl: 'Het bericht noemt niemand, terwijl deze stroom enkel voor geïntegreerde personen geldt.',
      en: 'The message names nobody, and this flow is for integrated persons only.',
      de: 'Die Nachricht nennt niemanden, und dieser Datenfluss gilt nur für integrierte Personen.',
    },
    remedy: {
      fr: 'Donnez le numéro d’identification (NISS) de la personne.',
      nl: 'Geef het identificatienummer (INSZ) van de persoon.',
      en: 'Give the identification number (SSIN) of the person.',
      de: 'Geben Sie die Erkennungsnummer (ENSS) der Person an.',
    },
  },
  'names-a-person': {
    reason: {
      fr: '{Person} est désignée par son numéro. La règle « {rule} » ne dispense d’intégration que les messages qui ne désignent personne.',
      nl: '{Person} is met het persoonsnummer vermeld. De regel “{rule}” stelt enkel berichten die niemand vermelden vrij van integratie.',
      en: '{Person} is named by number. The rule “{rule}” exempts only messages that name nobody from integration.',
      de: '{Person} ist mit ihrer Nummer genannt. Die Regel „{rule}“ befreit nur Nachrichten, die niemanden nennen, von der Integration.',
    },
    remedy: {
      fr: 'Donnez le numéro de l’entreprise et non celui d’une personne ; pour une personne, intégrez-la et consultez le flux prévu pour elle. Si ce flux doit désigner des personnes, le conseiller en sécurité complète la règle (`own`, `household` ou `numbered`).',
      nl: 'Geef het nummer van de onderneming en niet dat van een persoon; integreer een persoon en raadpleeg de stroom die daarvoor dient. Moet deze stroom personen vermelden, dan vult de veiligheidsconsulent de regel aan (`own`, `household` of `numbered`).',
      en: 'Give the number of the enterprise and not that of a person; integrate a person, and consult the flow that is meant for persons. If this flow is to name persons, the security adviser completes the rule (`own`, `household` or `numbered`).',
      de: 'Geben Sie die Nummer des Unternehmens und nicht die einer Person an; integrieren Sie eine Person und verwenden Sie den Datenfluss, der für Personen bestimmt ist. Soll dieser Datenfluss Personen nennen, ergänzt der Sicherheitsberater die Regel (`own`, `household` oder `numbered`).',
    },
  },
  'person-without-number': {
    reason: {
      fr: 'Le message désigne une personne sans son numéro (nom, date de naissance, n° de carte) : nul ne peut vérifier qu’elle est intégrée.',
      nl: 'Het bericht duidt een persoon aan zonder nummer (naam, geboortedatum, kaartnummer): niemand kan nagaan of die geïntegreerd is.',
      en: 'The message tells a person without a number (name, birth date, card number): nobody can check whether they are integrated.',
      de: 'Die Nachricht bezeichnet eine Person ohne ihre Nummer (Name, Geburtsdatum, Kartennummer): Niemand kann prüfen, ob sie integriert ist.',
    },
    remedy: {
      fr: 'Donnez le numéro d’identification (NISS) de la personne, intégrée par votre centre ; s’il n’est pas connu, cherchez-le avec `identify-person`.',
      nl: 'Geef het identificatienummer (INSZ) van de persoon, die uw centrum geïntegreerd heeft; zoek het met `identify-person` als het niet bekend is.',
      en: 'Give the identification number (SSIN) of the person, whom your centre has integrated; look for it with `identify-person` if it is not known.',
      de: 'Geben Sie die Erkennungsnummer (ENSS) der Person an, die Ihr Zentrum integriert hat; ist sie nicht bekannt, suchen Sie sie mit `identify-person`.',
    },
  },
  'integration-missing': {
    reason: {
      fr: '{Person} n’est pas intégrée par votre centre aujourd’hui.',
      nl: '{Person} is vandaag niet door uw centrum geïntegreerd.',
      de: '{Person} ist heute nicht von Ihrem Zentrum integriert.',
      en: '{Person} is not integrated by your centre today.',
    },
    remedy: {
      fr: 'Intégrez-la d’abord (`POST /v1/integrations`), avec l’un de ces codes qualité : {own} (autre membre du ménage : {household}).',
      nl: 'Integreer de persoon eerst (`POST /v1/integrations`), met een van deze hoedanigheidscodes: {own} (ander gezinslid: {household}).',
      de: 'Integrieren Sie die Person zuerst (`POST /v1/integrations`), mit einem dieser Eigenschaftscodes: {own} (anderes Haushaltsmitglied: {household}).',
      en: 'Integrate the person first (`POST /v1/integrations`), with one of these quality codes: {own} (another member of the household: {household}).',
    },
  },
  'integration-of-another-kind': {
    reason: {
      fr: '{Person} est intégrée par votre centre avec un code qualité qui n’ouvre pas ce flux.',
      nl: '{Person} is door uw centrum geïntegreerd met een hoedanigheidscode die deze stroom niet opent.',
      de: '{Person} ist von Ihrem Zentrum mit einem Eigenschaftscode integriert, der diesen Datenfluss nicht öffnet.',
      en: '{Person} is integrated by your centre with a quality code that does not open this flow.',
    },
    remedy: {
      fr: 'Ce flux s’ouvre avec l’un de ces codes : {own} (autre membre du ménage : {household}). Si l’aide a changé, changez le code de l’intégration.',
      nl: 'Deze stroom gaat open met een van deze codes: {own} (ander gezinslid: {household}). Is de hulp veranderd, wijzig dan de code van de integratie.',
      de: 'Dieser Datenfluss öffnet sich mit einem dieser Codes: {own} (anderes Haushaltsmitglied: {household}). Hat sich die Hilfe geändert, ändern Sie den Code der Integration.',
      en: 'This flow opens with one of these codes: {own} (another member of the household: {household}). If the aid has changed, change the code of the integration.',
    },
  },
  'emergency-not-foreseen': {
    reason: {
      fr: 'L’urgence invoquée ne dispense pas ce rôle de ces conditions.',
      nl: 'De ingeroepen dringendheid heft deze voorwaarden voor deze rol niet op.',
      en: 'The emergency that is claimed does not lift these conditions for this role.',
      de: 'Die geltend gemachte Dringlichkeit hebt diese Bedingungen für diese Rolle nicht auf.',
    },
    remedy: {
      fr: 'Appelez la personne de garde ou le responsable du service.',
      nl: 'Bel de persoon met wachtdienst of het diensthoofd.',
      en: 'Call whoever is on duty, or the head of the service.',
      de: 'Rufen Sie die Person mit Bereitschaftsdienst oder die Leitung des Dienstes an.',
    },
  },
} as const satisfies Record<string, Words>;
