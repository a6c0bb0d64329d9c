import { BY_ITSELF, type ProblemKind } from './problem.ts';

/** Problems that the calling software, or the person using it, puts right. */
export const CALLER_PROBLEMS = {
  'malformed-json': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: "Le corps de la requête n'est pas du JSON correct",
      nl: 'De inhoud van het verzoek is geen geldige JSON',
      en: 'The request body is not well-formed JSON',
    },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: 'Corrigez le JSON à la position indiquée (UTF-8, clés uniques, nombres exacts) et renvoyez la requête.',
      nl: 'Verbeter de JSON op de vermelde plaats (UTF-8, unieke sleutels, exacte getallen) en stuur opnieuw.',
      en: 'Correct the JSON at the position given (UTF-8, unique keys, exact numbers) and send it again.',
    },
  },
  'unsupported-media-type': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: 'Type de contenu non accepté',
      nl: 'Inhoudstype niet aanvaard',
      en: 'Content type not accepted',
    },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: 'Envoyez du JSON en UTF-8, sans compression, avec `Content-Type: application/json`.',
      nl: 'Stuur JSON in UTF-8, ongecomprimeerd, met `Content-Type: application/json`.',
      en: 'Send JSON in UTF-8, uncompressed, with `Content-Type: application/json`.',
    },
  },
  'body-too-large': {
    responsible: 'caller',
    again: 'never',
    title: { fr: 'Requête trop grande', nl: 'Verzoek te groot', en: 'Request too large' },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: 'Une requête compte au plus 256 Kio : découpez-la.',
      nl: 'Een verzoek telt hoogstens 256 KiB: splits het op.',
      en: 'A request has at most 256 KiB: split it.',
    },
  },
  'malformed-request': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: 'Requête HTTP incorrecte',
      nl: 'Ongeldig HTTP-verzoek',
      en: 'Malformed HTTP request',
    },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: "Vérifiez l'URL et les en-têtes.",
      nl: 'Controleer de URL en de headers.',
      en: 'Check the URL and the headers.',
    },
  },
  'invalid-payload': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: 'Le message ne correspond pas à son schéma',
      nl: 'Het bericht voldoet niet aan zijn schema',
      en: 'The message does not match its schema',
    },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: 'Corrigez les champs nommés dans `errors` ; le schéma est à `GET /v1/flows/{flow}/schema`.',
      nl: 'Verbeter de velden in `errors`; het schema staat op `GET /v1/flows/{flow}/schema`.',
      en: 'Correct the fields named in `errors`; the schema is at `GET /v1/flows/{flow}/schema`.',
    },
  },
  'invalid-request': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: 'La requête ne correspond pas à ce que cette adresse attend',
      nl: 'Het verzoek voldoet niet aan wat dit adres verwacht',
      en: 'The request is not what this address expects',
    },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: 'Corrigez les champs nommés dans `errors` ; le document OpenAPI est à `/openapi.json`.',
      nl: 'Verbeter de velden in `errors`; het OpenAPI-document staat op `/openapi.json`.',
      en: 'Correct the fields named in `errors`; the OpenAPI document is at `/openapi.json`.',
    },
  },
  'idempotency-key-missing': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: "L'en-tête Idempotency-Key manque",
      nl: 'De header Idempotency-Key ontbreekt',
      en: 'The Idempotency-Key header is missing',
    },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: "Une déclaration ne peut avoir lieu deux fois : envoyez un `Idempotency-Key` (UUID), le même si vous répétez l'appel.",
      nl: 'Een aangifte mag niet tweemaal gebeuren: stuur een `Idempotency-Key` (UUID), dezelfde als u de oproep herhaalt.',
      en: 'A declaration must not happen twice: send an `Idempotency-Key` (a UUID), the same one when you repeat the call.',
    },
  },
  'idempotency-key-invalid': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: "L'en-tête Idempotency-Key est incorrect",
      nl: 'De header Idempotency-Key is ongeldig',
      en: 'The Idempotency-Key header is not valid',
    },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: 'Utilisez 1 à 255 caractères ASCII visibles, de préférence un UUID, jamais un numéro de personne.',
      nl: 'Gebruik 1 tot 255 zichtbare ASCII-tekens, liefst een UUID, nooit een persoonsnummer.',
      en: 'Use 1 to 255 visible ASCII characters, best a UUID, never a number of a person.',
    },
  },
  'idempotency-key-reused': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: 'Cette Idempotency-Key a servi à un autre message',
      nl: 'Deze Idempotency-Key diende voor een ander bericht',
      en: 'This Idempotency-Key was used for another message',
    },
    itself: {
      fr: 'Le premier message suit son cours ; celui-ci n’est pas accepté.',
      nl: 'Het eerste bericht volgt zijn gang; dit wordt niet aanvaard.',
      en: 'The first message goes on; this one is not accepted.',
    },
    remedy: {
      fr: 'Donnez une nouvelle clé à un nouveau message ; gardez la clé seulement pour répéter le même.',
      nl: 'Geef een nieuw bericht een nieuwe sleutel; behoud de sleutel enkel om hetzelfde te herhalen.',
      en: 'Give a new message a new key; keep a key only to repeat the same message.',
    },
  },
  unauthenticated: {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: 'Clé d’API absente ou inconnue',
      nl: 'API-sleutel ontbreekt of is onbekend',
      en: 'API key missing or unknown',
    },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: 'Envoyez `Authorization: Bearer <clé>` ; l’opérateur en crée une avec `gateway clients add`.',
      nl: 'Stuur `Authorization: Bearer <sleutel>`; de operator maakt er een met `gateway clients add`.',
      en: 'Send `Authorization: Bearer <key>`; the operator makes one with `gateway clients add`.',
    },
  },
  forbidden: {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: "Cette application n'a pas ce droit",
      nl: 'Deze toepassing heeft dit recht niet',
      en: 'This application does not have this right',
    },
    itself: BY_ITSELF.traced,
    remedy: {
      fr: "Demandez à l'opérateur du centre d'accorder le droit nommé dans `detail`.",
      nl: 'Vraag de operator van het centrum om het recht in `detail` toe te kennen.',
      en: 'Ask the operator of the centre to grant the right named in `detail`.',
    },
  },
  'policy-denied': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: "La table d'autorisations refuse cette demande",
      nl: 'De autorisatietabel weigert deze aanvraag',
      en: 'The authorisation table refuses this request',
    },
    itself: BY_ITSELF.traced,
    remedy: {
      fr: 'Chaque condition qui manque est dans `reasons` ; `POST /v1/policy/explain` montre toutes les règles du flux.',
      nl: 'Elke ontbrekende voorwaarde staat in `reasons`; `POST /v1/policy/explain` toont alle regels van de stroom.',
      en: 'Every condition that is missing is in `reasons`; `POST /v1/policy/explain` shows all rules of the flow.',
    },
  },
  'approval-not-yours': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: 'Une autre personne habilitée doit approuver',
      nl: 'Een andere bevoegde persoon moet goedkeuren',
      en: 'Another person, entitled to, must approve',
    },
    itself: {
      fr: "La demande attend toujours. L'essai est inscrit au journal.",
      nl: 'De aanvraag wacht nog. De poging staat in het logboek.',
      en: 'The request still waits. The attempt is recorded in the log.',
    },
    remedy: {
      fr: 'Faites approuver par quelqu’un d’autre que le demandeur, avec un rôle nommé dans `detail`.',
      nl: 'Laat iemand anders dan de aanvrager goedkeuren, met een rol uit `detail`.',
      en: 'Have it approved by somebody other than the one who asked, with a role named in `detail`.',
    },
  },
  'approval-over': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: "Cette demande d'approbation est close",
      nl: 'Deze goedkeuringsaanvraag is afgesloten',
      en: 'This request for approval is closed',
    },
    itself: BY_ITSELF.nothing,
    remedy: {
      fr: 'Lisez son état ; une demande expirée ou refusée doit être refaite avec une nouvelle Idempotency-Key.',
      nl: 'Lees de toestand; een vervallen of geweigerde aanvraag moet opnieuw gebeuren, met een nieuwe Idempotency-Key.',
      en: 'Read its state; one that expired or was refused has to be made again, with a new Idempotency-Key.',
    },
  },
  'other-organisation': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: 'Cette application ne peut agir pour ce centre',
      nl: 'Deze toepassing mag niet voor dit centrum handelen',
      en: 'This application may not act for this centre',
    },
    itself: BY_ITSELF.traced,
    remedy: {
      fr: 'Utilisez la clé délivrée pour le centre nommé dans `context.organisation`.',
      nl: 'Gebruik de sleutel die voor het centrum in `context.organisation` is uitgereikt.',
      en: 'Use the key issued for the centre named in `context.organisation`.',
    },
  },
  'too-many-requests': {
    responsible: 'caller',
    again: 'later',
    title: { fr: 'Trop de requêtes', nl: 'Te veel verzoeken', en: 'Too many requests' },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: "Attendez le nombre de secondes de l'en-tête Retry-After.",
      nl: 'Wacht het aantal seconden in de header Retry-After.',
      en: 'Wait for the seconds given in the Retry-After header.',
    },
  },
  'unknown-flow': {
    responsible: 'caller',
    again: 'never',
    title: { fr: 'Flux inconnu', nl: 'Onbekende stroom', en: 'Unknown flow' },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: 'La liste des flux est à `GET /v1/flows`.',
      nl: 'De lijst van stromen staat op `GET /v1/flows`.',
      en: 'The flows are listed at `GET /v1/flows`.',
    },
  },
  'flow-inbound': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: 'Ce flux vient de la BCSS et ne peut être demandé',
      nl: 'Deze stroom komt van de KSZ en kan niet gevraagd worden',
      en: 'This flow comes from BCSS and cannot be asked for',
    },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: 'Abonnez-vous avec `POST /v1/subscriptions`, ou lisez `GET /v1/mutations`.',
      nl: 'Neem een abonnement met `POST /v1/subscriptions`, of lees `GET /v1/mutations`.',
      en: 'Subscribe with `POST /v1/subscriptions`, or read `GET /v1/mutations`.',
    },
  },
  'not-found': {
    responsible: 'caller',
    again: 'never',
    title: { fr: 'Introuvable', nl: 'Niet gevonden', en: 'Not found' },
    itself: BY_ITSELF.nothing,
    remedy: {
      fr: "Vérifiez l'adresse et l'identifiant ; ce qui appartient à un autre centre n'est pas visible.",
      nl: 'Controleer het adres en de identificatie; wat van een ander centrum is, is niet zichtbaar.',
      en: 'Check the address and the identifier; what belongs to another centre is not visible.',
    },
  },
  'method-not-allowed': {
    responsible: 'caller',
    again: 'never',
    title: { fr: 'Méthode non prévue ici', nl: 'Methode hier niet voorzien', en: 'Method not available here' },
    itself: BY_ITSELF.nothing,
    remedy: {
      fr: 'Le document OpenAPI donne les méthodes de chaque adresse : `/openapi.json`.',
      nl: 'Het OpenAPI-document geeft de methoden van elk adres: `/openapi.json`.',
      en: 'The OpenAPI document lists the methods of each address: `/openapi.json`.',
    },
  },
  'state-conflict': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: "L'état actuel ne permet pas cette action",
      nl: 'De huidige toestand laat deze actie niet toe',
      en: 'The present state does not allow this action',
    },
    itself: BY_ITSELF.nothing,
    remedy: {
      fr: "Relisez l'état ; une déclaration en route ne peut être retirée, seulement suivie.",
      nl: 'Lees de toestand opnieuw; een aangifte die onderweg is, kan niet ingetrokken worden, enkel gevolgd.',
      en: 'Read the state again; a declaration on its way cannot be withdrawn, only followed.',
    },
  },
  'purpose-missing': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: 'La finalité de la lecture manque',
      nl: 'Het doel van de lezing ontbreekt',
      en: 'The purpose of the reading is missing',
    },
    itself: {
      fr: "Aucune ligne n'a été montrée.",
      nl: 'Er is geen regel getoond.',
      en: 'No row was shown.',
    },
    remedy: {
      fr: 'Ajoutez `purpose=` (10 à 200 caractères) : la lecture du journal est elle-même inscrite au journal.',
      nl: 'Voeg `purpose=` toe (10 tot 200 tekens): het lezen van het logboek wordt zelf gelogd.',
      en: 'Add `purpose=` (10 to 200 characters): reading the log is itself recorded in the log.',
    },
  },
} as const satisfies Record<string, ProblemKind>;
