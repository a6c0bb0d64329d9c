import { BY_ITSELF, type ProblemKind } from './problem.ts';

/** Problems at the receiving end of a webhook. */
export const SUBSCRIBER_PROBLEMS = {
  'webhook-unreachable': {
    responsible: 'subscriber',
    again: 'automatic',
    title: {
      fr: 'Webhook injoignable',
      nl: 'Webhook onbereikbaar',
      en: 'Webhook unreachable',
      de: 'Webhook nicht erreichbar',
    },
    itself: BY_ITSELF.retried,
    remedy: {
      fr: 'Vérifiez que le logiciel du CPAS écoute à l’adresse de l’abonnement ; rien ne se perd pendant 75 heures.',
      nl: 'Controleer of de OCMW-software luistert op het adres van het abonnement; 75 uur lang gaat niets verloren.',
      en: 'Check that the CPAS software listens at the address of the subscription; nothing is lost for 75 hours.',
      de: 'Prüfen Sie, ob die Software des ÖSHZ unter der Adresse des Abonnements erreichbar ist; 75 Stunden lang geht nichts verloren.',
    },
  },
  'webhook-refused': {
    responsible: 'subscriber',
    again: 'automatic',
    title: {
      fr: 'Le logiciel abonné refuse la notification',
      nl: 'De geabonneerde software weigert de melding',
      en: 'The subscribing software refuses the notification',
      de: 'Die abonnierte Software lehnt die Mitteilung ab',
    },
    itself: BY_ITSELF.retried,
    remedy: {
      fr: 'Répondez 2xx dès que la notification est enregistrée ; vérifiez le secret de signature.',
      nl: 'Antwoord 2xx zodra de melding bewaard is; controleer het handtekeninggeheim.',
      en: 'Answer 2xx as soon as the notification is stored; check the signing secret.',
      de: 'Antworten Sie mit 2xx, sobald die Mitteilung gespeichert ist; prüfen Sie das Signaturgeheimnis.',
    },
  },
  'webhook-timeout': {
    responsible: 'subscriber',
    again: 'automatic',
    title: {
      fr: 'Le logiciel abonné n’a pas répondu à temps',
      nl: 'De geabonneerde software heeft niet tijdig geantwoord',
      en: 'The subscribing software did not answer in time',
      de: 'Die abonnierte Software hat nicht rechtzeitig geantwortet',
    },
    itself: BY_ITSELF.retried,
    remedy: {
      fr: 'Enregistrez d’abord, traitez ensuite : répondez en moins de 15 secondes.',
      nl: 'Bewaar eerst, verwerk daarna: antwoord binnen 15 seconden.',
      en: 'Store first, process afterwards: answer within 15 seconds.',
      de: 'Zuerst speichern, danach verarbeiten: Antworten Sie innerhalb von 15 Sekunden.',
    },
  },
  'webhook-address-refused': {
    responsible: 'caller',
    again: 'never',
    title: {
      fr: 'L’adresse du webhook n’est pas permise',
      nl: 'Het adres van de webhook is niet toegelaten',
      en: 'The address of the webhook is not allowed',
      de: 'Die Adresse des Webhooks ist nicht erlaubt',
    },
    itself: BY_ITSELF.nothing,
    remedy: {
      fr: 'Utilisez https et une adresse du réseau du centre, que l’opérateur a permise (WEBHOOK_ALLOWED_NETWORKS).',
      nl: 'Gebruik https en een adres in het netwerk van het centrum dat de operator toeliet (WEBHOOK_ALLOWED_NETWORKS).',
      en: 'Use https and an address in the network of the centre that the operator allowed (WEBHOOK_ALLOWED_NETWORKS).',
      de: 'Verwenden Sie https und eine Adresse im Netz des Zentrums, die der Betreiber erlaubt hat (WEBHOOK_ALLOWED_NETWORKS).',
    },
  },
} as const satisfies Record<string, ProblemKind>;
