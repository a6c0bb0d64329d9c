import { BY_ITSELF, type ProblemKind } from './problem.ts';

/** Problems of this program and of what it stands on, while it runs. */
export const GATEWAY_PROBLEMS = {
  'internal-error': {
    responsible: 'gateway',
    again: 'later',
    title: {
      fr: 'Erreur interne de la passerelle',
      nl: 'Interne fout van de gateway',
      en: 'Internal error of the gateway',
      de: 'Interner Fehler des Gateways',
    },
    itself: {
      fr: 'L’erreur est inscrite au journal technique sous la référence `instance`.',
      nl: 'De fout staat in het technische logboek onder de referentie `instance`.',
      en: 'The error is in the technical log under the reference in `instance`.',
      de: 'Der Fehler steht im technischen Protokoll unter der Referenz in `instance`.',
    },
    remedy: {
      fr: 'Répétez avec la même Idempotency-Key ; si cela persiste, donnez la référence au fournisseur.',
      nl: 'Herhaal met dezelfde Idempotency-Key; blijft het duren, geef de referentie dan door aan de leverancier.',
      en: 'Repeat with the same Idempotency-Key; if it persists, give the reference to the supplier.',
      de: 'Wiederholen Sie mit demselben Idempotency-Key; falls es andauert, teilen Sie dem Lieferanten die Referenz mit.',
    },
  },
  'database-unavailable': {
    responsible: 'operator',
    again: 'later',
    title: {
      fr: 'Base de données injoignable',
      nl: 'Databank onbereikbaar',
      en: 'Database unreachable',
      de: 'Datenbank nicht erreichbar',
    },
    itself: {
      fr: 'Sans journal, rien n’est envoyé : les demandes acceptées attendent, et repartent dès que la base répond.',
      nl: 'Zonder logboek wordt niets verstuurd: aanvaarde aanvragen wachten en vertrekken zodra de databank antwoordt.',
      en: 'Without a log nothing is sent: accepted requests wait, and go on as soon as the database answers.',
      de: 'Ohne Protokoll wird nichts versandt: Angenommene Anfragen warten und gehen ab, sobald die Datenbank antwortet.',
    },
    remedy: {
      fr: 'Répétez avec la même Idempotency-Key. Opérateur : vérifiez PostgreSQL et DATABASE_URL (`gateway doctor`).',
      nl: 'Herhaal met dezelfde Idempotency-Key. Operator: controleer PostgreSQL en DATABASE_URL (`gateway doctor`).',
      en: 'Repeat with the same Idempotency-Key. Operator: check PostgreSQL and DATABASE_URL (`gateway doctor`).',
      de: 'Wiederholen Sie mit demselben Idempotency-Key. Betreiber: Prüfen Sie PostgreSQL und DATABASE_URL (`gateway doctor`).',
    },
  },
  overloaded: {
    responsible: 'gateway',
    again: 'later',
    title: { fr: 'File d’attente pleine', nl: 'Wachtrij vol', en: 'Waiting line full', de: 'Warteschlange voll' },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: 'Réessayez après le délai de Retry-After avec la même Idempotency-Key.',
      nl: 'Probeer opnieuw na de termijn in Retry-After, met dezelfde Idempotency-Key.',
      en: 'Try again after the time in Retry-After with the same Idempotency-Key.',
      de: 'Versuchen Sie es nach der Frist in Retry-After mit demselben Idempotency-Key erneut.',
    },
  },
  'shutting-down': {
    responsible: 'gateway',
    again: 'later',
    title: {
      fr: 'La passerelle s’arrête',
      nl: 'De gateway stopt',
      en: 'The gateway is stopping',
      de: 'Das Gateway wird beendet',
    },
    itself: {
      fr: 'Ce qui a été accepté est conservé et repart au démarrage.',
      nl: 'Wat aanvaard is, blijft bewaard en vertrekt bij de herstart.',
      en: 'What was accepted is kept and goes on at the next start.',
      de: 'Was angenommen wurde, bleibt erhalten und geht beim nächsten Start ab.',
    },
    remedy: {
      fr: 'Réessayez dans quelques secondes avec la même Idempotency-Key.',
      nl: 'Probeer over enkele seconden opnieuw met dezelfde Idempotency-Key.',
      en: 'Try again in a few seconds with the same Idempotency-Key.',
      de: 'Versuchen Sie es in einigen Sekunden mit demselben Idempotency-Key erneut.',
    },
  },
  'attempt-interrupted': {
    responsible: 'gateway',
    again: 'automatic',
    remedyWhileTried: true,
    title: {
      fr: 'La passerelle s’est arrêtée pendant l’envoi',
      nl: 'De gateway is tijdens het versturen stilgevallen',
      en: 'The gateway stopped while sending',
      de: 'Das Gateway ist während des Versands stehen geblieben',
    },
    itself: BY_ITSELF.reconciled,
    remedy: {
      fr: 'Rien à faire : suivez le statut de la demande.',
      nl: 'Niets te doen: volg de status van de aanvraag.',
      en: 'Nothing to do: follow the status of the request.',
      de: 'Nichts zu tun: Verfolgen Sie den Status der Anfrage.',
    },
  },
  unsendable: {
    responsible: 'gateway',
    again: 'never',
    title: {
      fr: 'Le message ne peut être construit ou signé',
      nl: 'Het bericht kan niet opgebouwd of ondertekend worden',
      en: 'The message cannot be built or signed',
      de: 'Die Nachricht kann nicht aufgebaut oder unterzeichnet werden',
    },
    itself: {
      fr: 'Rien n’a été envoyé ; la demande attend une intervention parmi les messages non distribués.',
      nl: 'Er is niets verstuurd; de aanvraag wacht bij de onbestelbare berichten op een tussenkomst.',
      en: 'Nothing was sent; the request waits for a person among the dead letters.',
      de: 'Es wurde nichts versandt; die Anfrage wartet bei den unzustellbaren Nachrichten auf eine Person.',
    },
    remedy: {
      fr: 'Opérateur : vérifiez le certificat de signature (`gateway doctor`), puis remettez la demande en file (`requeue`).',
      nl: 'Operator: controleer het handtekeningcertificaat (`gateway doctor`) en zet de aanvraag opnieuw in de wachtrij (`requeue`).',
      en: 'Operator: check the signing certificate (`gateway doctor`), then requeue.',
      de: 'Betreiber: Prüfen Sie das Signaturzertifikat (`gateway doctor`) und reihen Sie die Anfrage dann neu ein (`requeue`).',
    },
  },
} as const satisfies Record<string, ProblemKind>;
