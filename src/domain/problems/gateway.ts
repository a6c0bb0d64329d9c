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
    },
    itself: {
      fr: "L'erreur est inscrite au journal technique sous la référence `instance`.",
      nl: 'De fout staat in het technische logboek onder de referentie `instance`.',
      en: 'The error is in the technical log under the reference in `instance`.',
    },
    remedy: {
      fr: 'Répétez avec la même Idempotency-Key ; si cela persiste, donnez la référence au fournisseur.',
      nl: 'Herhaal met dezelfde Idempotency-Key; blijft het duren, geef de referentie aan de leverancier.',
      en: 'Repeat with the same Idempotency-Key; if it persists, give the reference to the supplier.',
    },
  },
  'database-unavailable': {
    responsible: 'operator',
    again: 'later',
    title: { fr: 'Base de données injoignable', nl: 'Databank onbereikbaar', en: 'Database unreachable' },
    itself: {
      fr: "Sans journal, rien n'est envoyé : les demandes acceptées attendent, et repartent dès que la base répond.",
      nl: 'Zonder logboek wordt niets verstuurd: aanvaarde aanvragen wachten en vertrekken zodra de databank antwoordt.',
      en: 'Without a log nothing is sent: accepted requests wait, and go on as soon as the database answers.',
    },
    remedy: {
      fr: 'Répétez avec la même Idempotency-Key. Opérateur : vérifiez PostgreSQL et DATABASE_URL (`gateway doctor`).',
      nl: 'Herhaal met dezelfde Idempotency-Key. Operator: controleer PostgreSQL en DATABASE_URL (`gateway doctor`).',
      en: 'Repeat with the same Idempotency-Key. Operator: check PostgreSQL and DATABASE_URL (`gateway doctor`).',
    },
  },
  overloaded: {
    responsible: 'gateway',
    again: 'later',
    title: { fr: 'File d’attente pleine', nl: 'Wachtrij vol', en: 'Waiting line full' },
    itself: BY_ITSELF.nothingSent,
    remedy: {
      fr: 'Réessayez après le délai de Retry-After avec la même Idempotency-Key.',
      nl: 'Probeer opnieuw na de termijn in Retry-After, met dezelfde Idempotency-Key.',
      en: 'Try again after the time in Retry-After with the same Idempotency-Key.',
    },
  },
  'shutting-down': {
    responsible: 'gateway',
    again: 'later',
    title: { fr: 'La passerelle s’arrête', nl: 'De gateway stopt', en: 'The gateway is stopping' },
    itself: {
      fr: 'Ce qui a été accepté est conservé et repart au démarrage.',
      nl: 'Wat aanvaard is, blijft bewaard en vertrekt bij de herstart.',
      en: 'What was accepted is kept and goes on at the next start.',
    },
    remedy: {
      fr: 'Réessayez dans quelques secondes avec la même Idempotency-Key.',
      nl: 'Probeer over enkele seconden opnieuw met dezelfde Idempotency-Key.',
      en: 'Try again in a few seconds with the same Idempotency-Key.',
    },
  },
  'attempt-interrupted': {
    responsible: 'gateway',
    again: 'automatic',
    title: {
      fr: "La passerelle s'est arrêtée pendant l'envoi",
      nl: 'De gateway viel stil tijdens het versturen',
      en: 'The gateway stopped while sending',
    },
    itself: BY_ITSELF.reconciled,
    remedy: {
      fr: "Rien à faire : suivez l'état de la demande.",
      nl: 'Niets te doen: volg de status van de aanvraag.',
      en: 'Nothing to do: follow the status of the request.',
    },
  },
  unsendable: {
    responsible: 'gateway',
    again: 'never',
    title: {
      fr: 'Le message ne peut être construit ou signé',
      nl: 'Het bericht kan niet opgebouwd of ondertekend worden',
      en: 'The message cannot be built or signed',
    },
    itself: {
      fr: "Rien n'a été envoyé ; la demande attend une personne parmi les lettres mortes.",
      nl: 'Er is niets verstuurd; de aanvraag wacht bij de onbestelbare berichten op een persoon.',
      en: 'Nothing was sent; the request waits for a person among the dead letters.',
    },
    remedy: {
      fr: 'Opérateur : vérifiez le certificat de signature (`gateway doctor`), puis relancez (`requeue`).',
      nl: 'Operator: controleer het handtekeningcertificaat (`gateway doctor`) en herstart (`requeue`).',
      en: 'Operator: check the signing certificate (`gateway doctor`), then requeue.',
    },
  },
} as const satisfies Record<string, ProblemKind>;
