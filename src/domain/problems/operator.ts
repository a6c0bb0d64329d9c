import { BY_ITSELF, type ProblemKind } from './problem.ts';

/** Why the program does not start. These are read on a terminal. */
export const OPERATOR_PROBLEMS = {
  'config-invalid': {
    responsible: 'operator',
    again: 'never',
    title: { fr: 'Configuration incorrecte', nl: 'Ongeldige configuratie', en: 'The configuration is not valid' },
    itself: BY_ITSELF.notStarted,
    remedy: {
      fr: 'Corrigez les variables nommées ; `.env.example` les décrit toutes.',
      nl: 'Verbeter de vermelde variabelen; `.env.example` beschrijft ze allemaal.',
      en: 'Correct the variables named; `.env.example` describes them all.',
    },
  },
  'production-unsafe': {
    responsible: 'operator',
    again: 'never',
    title: {
      fr: 'Cette configuration est interdite en production',
      nl: 'Deze configuratie is verboden in productie',
      en: 'This configuration is not allowed in production',
    },
    itself: BY_ITSELF.notStarted,
    remedy: {
      fr: 'Fournissez chaque élément nommé ; aucun n’a de valeur par défaut en production.',
      nl: 'Voorzie elk vermeld element; in productie heeft geen enkel een standaardwaarde.',
      en: 'Provide each item named; none has a default in production.',
    },
  },
  'policy-invalid': {
    responsible: 'operator',
    again: 'never',
    title: {
      fr: "La table d'autorisations ne peut être utilisée",
      nl: 'De autorisatietabel is onbruikbaar',
      en: 'The authorisation table cannot be used',
    },
    itself: {
      fr: "Au démarrage, la passerelle s'arrête là ; en service, la table précédente reste en vigueur et une alerte est donnée.",
      nl: 'Bij het starten stopt de gateway hier; in dienst blijft de vorige tabel gelden en volgt een alarm.',
      en: 'At start the gateway stops here; in service the table before stays in force, and an alert is given.',
    },
    remedy: {
      fr: 'Corrigez aux lignes indiquées ; `gateway policy check <fichier>` les vérifie avant la mise en service.',
      nl: 'Verbeter op de vermelde regels; `gateway policy check <bestand>` controleert ze vooraf.',
      en: 'Correct the lines named; `gateway policy check <file>` checks them before they are in service.',
    },
  },
  'keystore-unreadable': {
    responsible: 'operator',
    again: 'never',
    title: {
      fr: 'Le magasin de clés est illisible',
      nl: 'Het sleutelbestand is onleesbaar',
      en: 'The keystore cannot be read',
    },
    itself: BY_ITSELF.notStarted,
    remedy: {
      fr: 'Vérifiez le chemin, les droits et que le fichier est un PKCS#12 complet (clé, certificat, chaîne).',
      nl: 'Controleer het pad, de rechten en of het bestand een volledige PKCS#12 is (sleutel, certificaat, keten).',
      en: 'Check the path, the rights and that the file is a complete PKCS#12 (key, certificate, chain).',
    },
  },
  'keystore-passphrase': {
    responsible: 'operator',
    again: 'never',
    title: {
      fr: "Le mot de passe du magasin de clés n'ouvre pas ce fichier",
      nl: 'Het wachtwoord van het sleutelbestand opent dit bestand niet',
      en: 'The passphrase does not open the keystore',
    },
    itself: BY_ITSELF.notStarted,
    remedy: {
      fr: 'Vérifiez la variable …_PASSPHRASE (ou …_PASSPHRASE_FILE, sans retour à la ligne superflu).',
      nl: 'Controleer de variabele …_PASSPHRASE (of …_PASSPHRASE_FILE).',
      en: 'Check the variable …_PASSPHRASE (or …_PASSPHRASE_FILE).',
    },
  },
  'keystore-refused': {
    responsible: 'operator',
    again: 'never',
    title: {
      fr: 'Le magasin de clés ne peut être accepté',
      nl: 'Het sleutelbestand kan niet aanvaard worden',
      en: 'The keystore cannot be accepted',
    },
    itself: BY_ITSELF.notStarted,
    remedy: {
      fr: 'Le défaut est nommé ; convertissez un ancien fichier avec `openssl pkcs12 -legacy` puis `openssl pkcs12 -export`.',
      nl: 'Het gebrek is vermeld; zet een oud bestand om met `openssl pkcs12 -legacy` en daarna `openssl pkcs12 -export`.',
      en: 'The defect is named; convert an old file with `openssl pkcs12 -legacy` and then `openssl pkcs12 -export`.',
    },
  },
  'certificate-expired': {
    responsible: 'operator',
    again: 'never',
    title: { fr: 'Certificat échu', nl: 'Certificaat vervallen', en: 'Certificate expired' },
    itself: BY_ITSELF.notStarted,
    remedy: {
      fr: 'Demandez un nouveau certificat et remplacez le fichier ; la passerelle avertit 30 jours avant.',
      nl: 'Vraag een nieuw certificaat en vervang het bestand; de gateway waarschuwt 30 dagen vooraf.',
      en: 'Ask for a new certificate and replace the file; the gateway warns 30 days before.',
    },
  },
  'certificate-not-yet-valid': {
    responsible: 'operator',
    again: 'never',
    title: {
      fr: 'Certificat pas encore valable',
      nl: 'Certificaat nog niet geldig',
      en: 'Certificate not valid yet',
    },
    itself: BY_ITSELF.notStarted,
    remedy: {
      fr: "Vérifiez l'heure de cette machine, ou attendez la date de début.",
      nl: 'Controleer de klok van deze machine, of wacht op de begindatum.',
      en: 'Check the clock of this machine, or wait for the start date.',
    },
  },
  'port-in-use': {
    responsible: 'operator',
    again: 'never',
    title: { fr: 'Port déjà occupé', nl: 'Poort al in gebruik', en: 'Port already in use' },
    itself: BY_ITSELF.notStarted,
    remedy: {
      fr: 'Arrêtez le programme qui l’occupe, ou choisissez un autre port (PORT, NETWORK_PORT).',
      nl: 'Stop het programma dat ze bezet, of kies een andere poort (PORT, NETWORK_PORT).',
      en: 'Stop the program that holds it, or choose another port (PORT, NETWORK_PORT).',
    },
  },
  'database-unreachable': {
    responsible: 'operator',
    again: 'later',
    title: {
      fr: 'Base de données injoignable au démarrage',
      nl: 'Databank onbereikbaar bij de start',
      en: 'Database unreachable at start',
    },
    itself: BY_ITSELF.notStarted,
    remedy: {
      fr: 'Vérifiez DATABASE_URL (hôte, port, mot de passe) et que PostgreSQL 15 ou plus récent fonctionne.',
      nl: 'Controleer DATABASE_URL (host, poort, wachtwoord) en of PostgreSQL 15 of recenter draait.',
      en: 'Check DATABASE_URL (host, port, password) and that PostgreSQL 15 or newer is running.',
    },
  },
  'database-newer': {
    responsible: 'operator',
    again: 'never',
    title: {
      fr: 'La base de données vient d’une version plus récente',
      nl: 'De databank komt van een recentere versie',
      en: 'The database belongs to a newer version',
    },
    itself: BY_ITSELF.notStarted,
    remedy: {
      fr: 'Démarrez la version qui a migré la base, ou une plus récente.',
      nl: 'Start de versie die de databank migreerde, of een recentere.',
      en: 'Start the version that migrated the database, or a newer one.',
    },
  },
  'database-rights': {
    responsible: 'operator',
    again: 'never',
    title: {
      fr: 'La base de données n’est pas préparée pour la passerelle',
      nl: 'De databank is niet voorbereid voor de gateway',
      en: 'The database is not prepared for the gateway',
    },
    itself: BY_ITSELF.notStarted,
    remedy: {
      fr: 'Exécutez `gateway migrate` avec un compte qui peut créer des rôles (DATABASE_ADMIN_URL).',
      nl: 'Voer `gateway migrate` uit met een account dat rollen mag maken (DATABASE_ADMIN_URL).',
      en: 'Run `gateway migrate` with an account that may create roles (DATABASE_ADMIN_URL).',
    },
  },
  'queue-unreachable': {
    responsible: 'operator',
    again: 'later',
    title: {
      fr: 'File de messages injoignable',
      nl: 'Berichtenwachtrij onbereikbaar',
      en: 'Message queue unreachable',
    },
    itself: {
      fr: 'Les demandes sont acceptées et attendent ; elles partent dès que la file répond.',
      nl: 'Aanvragen worden aanvaard en wachten; ze vertrekken zodra de wachtrij antwoordt.',
      en: 'Requests are accepted and wait; they leave as soon as the queue answers.',
    },
    remedy: {
      fr: 'Vérifiez QUEUE_URL et Redis (politique `noeviction`).',
      nl: 'Controleer QUEUE_URL en Redis (beleid `noeviction`).',
      en: 'Check QUEUE_URL and Redis (policy `noeviction`).',
    },
  },
  'schemas-invalid': {
    responsible: 'operator',
    again: 'never',
    title: {
      fr: 'Une définition de flux est incorrecte',
      nl: 'Een stroomdefinitie is ongeldig',
      en: 'A flow definition is not valid',
    },
    itself: BY_ITSELF.notStarted,
    remedy: {
      fr: 'Corrigez ou réimportez le fichier nommé (`gateway contracts import`).',
      nl: 'Verbeter of importeer het vermelde bestand opnieuw (`gateway contracts import`).',
      en: 'Correct or re-import the file named (`gateway contracts import`).',
    },
  },
  'contract-unsupported': {
    responsible: 'operator',
    again: 'never',
    title: {
      fr: 'Le contrat ne peut être importé',
      nl: 'Het contract kan niet geïmporteerd worden',
      en: 'The contract cannot be imported',
    },
    itself: {
      fr: "Rien n'a été écrit.",
      nl: 'Er is niets geschreven.',
      en: 'Nothing was written.',
    },
    remedy: {
      fr: 'Le fichier, la ligne et la construction sont nommés ; complétez le dossier du contrat ou signalez la construction.',
      nl: 'Bestand, regel en constructie zijn vermeld; vul de contractmap aan of meld de constructie.',
      en: 'File, line and construct are named; complete the folder of the contract, or report the construct.',
    },
  },
  'embedded-unavailable': {
    responsible: 'operator',
    again: 'never',
    title: {
      fr: 'La base intégrée ne démarre pas',
      nl: 'De ingebouwde databank start niet',
      en: 'The embedded database does not start',
    },
    itself: BY_ITSELF.notStarted,
    remedy: {
      fr: 'La cause est indiquée ; ou donnez votre propre PostgreSQL avec DATABASE_URL.',
      nl: 'De oorzaak is vermeld; of geef uw eigen PostgreSQL met DATABASE_URL.',
      en: 'The cause is given; or provide your own PostgreSQL with DATABASE_URL.',
    },
  },
} as const satisfies Record<string, ProblemKind>;
