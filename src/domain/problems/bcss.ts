import { BY_ITSELF, type ProblemKind } from './problem.ts';

/** How an attempt towards BCSS can end, other than well. */
export const BCSS_PROBLEMS = {
  'bcss-unreachable': {
    responsible: 'bcss',
    again: 'automatic',
    title: { fr: 'BCSS injoignable', nl: 'KSZ onbereikbaar', en: 'BCSS unreachable' },
    itself: BY_ITSELF.retried,
    remedy: {
      fr: "Rien à faire si l'état indique un prochain essai. Si cela dure : vérifiez la liaison et l'adresse, puis la BCSS.",
      nl: 'Niets te doen als de status een volgende poging toont. Duurt het: controleer de verbinding en het adres, dan de KSZ.',
      en: 'Nothing to do while the status shows a next attempt. If it lasts: check the line and the address, then BCSS.',
    },
  },
  'bcss-tls-refused': {
    responsible: 'operator',
    again: 'automatic',
    title: {
      fr: 'La liaison sécurisée avec la BCSS est refusée',
      nl: 'De beveiligde verbinding met de KSZ wordt geweigerd',
      en: 'The secure connection with BCSS is refused',
    },
    itself: BY_ITSELF.retried,
    remedy: {
      fr: 'Opérateur : vérifiez BCSS_CLIENT_P12 (échéance, autorité) et BCSS_CA ; `gateway doctor` nomme le défaut.',
      nl: 'Operator: controleer BCSS_CLIENT_P12 (vervaldatum, autoriteit) en BCSS_CA; `gateway doctor` noemt het gebrek.',
      en: 'Operator: check BCSS_CLIENT_P12 (expiry, authority) and BCSS_CA; `gateway doctor` names the defect.',
    },
  },
  'bcss-timeout': {
    responsible: 'bcss',
    again: 'automatic',
    title: {
      fr: "La BCSS n'a pas répondu à temps",
      nl: 'De KSZ heeft niet tijdig geantwoord',
      en: 'BCSS did not answer in time',
    },
    itself: BY_ITSELF.reconciled,
    remedy: {
      fr: "Ne renvoyez pas la demande : suivez l'état de celle-ci.",
      nl: 'Stuur de aanvraag niet opnieuw: volg de status van deze.',
      en: 'Do not send the request again: follow the status of this one.',
    },
  },
  'bcss-connection-lost': {
    responsible: 'bcss',
    again: 'automatic',
    title: {
      fr: 'La liaison avec la BCSS a été coupée en cours de route',
      nl: 'De verbinding met de KSZ viel onderweg weg',
      en: 'The connection with BCSS broke on the way',
    },
    itself: BY_ITSELF.reconciled,
    remedy: {
      fr: "Ne renvoyez pas la demande : suivez l'état de celle-ci.",
      nl: 'Stuur de aanvraag niet opnieuw: volg de status van deze.',
      en: 'Do not send the request again: follow the status of this one.',
    },
  },
  'bcss-access-refused': {
    responsible: 'operator',
    again: 'never',
    title: {
      fr: "L'accès au service de la BCSS est refusé",
      nl: 'De toegang tot de dienst van de KSZ wordt geweigerd',
      en: 'Access to the service of BCSS is refused',
    },
    itself: {
      fr: 'Le message n’a pas été traité. Il attend une personne parmi les lettres mortes ; rien ne change sans elle.',
      nl: 'Het bericht is niet verwerkt. Het wacht bij de onbestelbare berichten op een persoon; zonder haar verandert er niets.',
      en: 'The message was not processed. It waits for a person among the dead letters; nothing changes without one.',
      de: 'Die Nachricht wurde nicht verarbeitet. Sie wartet bei den unzustellbaren Nachrichten auf eine Person; ohne sie ändert sich nichts.',
    },
    remedy: {
      fr: 'Opérateur : vérifiez l’adresse du service, le certificat client et l’accès accordé par la BCSS, puis relancez (`requeue`).',
      nl: 'Operator: controleer het adres van de dienst, het clientcertificaat en de door de KSZ verleende toegang, en herstart (`requeue`).',
      en: 'Operator: check the address of the service, the client certificate and the access that BCSS gave, then requeue.',
      de: 'Betreiber: prüfen Sie die Adresse des Dienstes, das Clientzertifikat und den von der ZDSS erteilten Zugang; starten Sie dann neu (`requeue`).',
    },
  },
  'bcss-service-waits': {
    responsible: 'operator',
    again: 'automatic',
    title: {
      fr: 'Les messages vers ce service attendent : il n’en laisse entrer aucun',
      nl: 'Berichten naar deze dienst wachten: hij laat er geen enkel binnen',
      en: 'Messages to this service wait: it lets none in',
      de: 'Nachrichten an diesen Dienst warten: er lässt keine herein',
    },
    itself: {
      fr: 'Rien ne se perd et aucun essai n’est consommé : un message à la fois vérifie si l’accès est rétabli, puis tous repartent.',
      nl: 'Er gaat niets verloren en er wordt geen poging verbruikt: één bericht per keer gaat na of de toegang hersteld is, dan vertrekken ze alle.',
      en: 'Nothing is lost and no attempt is used up: one message at a time tries whether access is back, then all go on.',
      de: 'Nichts geht verloren, kein Versuch wird verbraucht: jeweils eine Nachricht prüft, ob der Zugang wieder besteht, dann gehen alle weiter.',
    },
    remedy: {
      fr: 'Opérateur : vérifiez l’adresse, le certificat client et la liste des accès à la BCSS ; `serviceWait` dit depuis quand et quand on réessaie.',
      nl: 'Operator: controleer het adres, het clientcertificaat en de toegangslijst bij de KSZ; `serviceWait` zegt sinds wanneer en wanneer opnieuw geprobeerd wordt.',
      en: 'Operator: check the address, the client certificate and the access list at BCSS; `serviceWait` says since when, and when the next try is.',
      de: 'Betreiber: prüfen Sie Adresse, Clientzertifikat und Zugangsliste bei der ZDSS; `serviceWait` sagt, seit wann und wann erneut versucht wird.',
    },
  },
  'bcss-not-processed': {
    responsible: 'operator',
    again: 'never',
    title: {
      fr: 'La BCSS n’a pas traité le message',
      nl: 'De KSZ heeft het bericht niet verwerkt',
      en: 'BCSS did not process the message',
      de: 'Die ZDSS hat die Nachricht nicht verarbeitet',
    },
    itself: {
      fr: 'Le service a écarté le message avant de le traiter ; il n’a eu aucun effet et n’est pas renvoyé.',
      nl: 'De dienst heeft het bericht vóór de verwerking geweigerd; het had geen enkel effect en wordt niet opnieuw gestuurd.',
      en: 'The service turned the message away before processing it; it had no effect and is not sent again.',
      de: 'Der Dienst hat die Nachricht vor der Verarbeitung abgewiesen; sie hatte keine Wirkung und wird nicht erneut gesendet.',
    },
    remedy: {
      fr: 'Opérateur : la cause et ce qu’il faut faire sont dans `result.messages`. Ensuite, refaites la demande.',
      nl: 'Operator: de oorzaak en wat te doen staan in `result.messages`. Doe daarna de aanvraag opnieuw.',
      en: 'Operator: the cause and what to do are in `result.messages`. Then make the request again.',
      de: 'Betreiber: Ursache und Abhilfe stehen in `result.messages`. Stellen Sie die Anfrage danach erneut.',
    },
  },
  'bcss-overloaded': {
    responsible: 'bcss',
    again: 'automatic',
    title: {
      fr: 'La BCSS ou son accès est momentanément indisponible',
      nl: 'De KSZ of haar toegang is tijdelijk onbeschikbaar',
      en: 'BCSS or its entrance is unavailable for the moment',
    },
    itself: BY_ITSELF.reconciled,
    remedy: {
      fr: "Rien à faire : suivez l'état.",
      nl: 'Niets te doen: volg de status.',
      en: 'Nothing to do: follow the status.',
    },
  },
  'bcss-fault': {
    responsible: 'bcss',
    again: 'automatic',
    title: {
      fr: 'La BCSS signale une erreur technique',
      nl: 'De KSZ meldt een technische fout',
      en: 'BCSS reports a technical fault',
    },
    itself: BY_ITSELF.reconciled,
    remedy: {
      fr: 'Si cela dure, communiquez à la BCSS le ticket (`ticketCbss`) et le code de `result`.',
      nl: 'Duurt het, geef de KSZ het ticket (`ticketCbss`) en de code in `result`.',
      en: 'If it lasts, give BCSS the ticket (`ticketCbss`) and the code in `result`.',
    },
  },
  'bcss-refused': {
    responsible: 'caller',
    again: 'never',
    title: { fr: 'La BCSS refuse la demande', nl: 'De KSZ weigert de aanvraag', en: 'BCSS refuses the request' },
    itself: BY_ITSELF.nothing,
    remedy: {
      fr: 'La raison et ce qu’il faut faire sont dans `result.messages`.',
      nl: 'De reden en wat te doen staan in `result.messages`.',
      en: 'The reason and what to do are in `result.messages`.',
    },
  },
  'reply-malformed': {
    responsible: 'bcss',
    again: 'automatic',
    title: {
      fr: "La réponse n'est pas un message lisible de la BCSS",
      nl: 'Het antwoord is geen leesbaar bericht van de KSZ',
      en: 'The reply is not a readable message of BCSS',
    },
    itself: BY_ITSELF.keptAsEvidence,
    remedy: {
      fr: 'Si cela dure, communiquez le ticket et l’heure à la BCSS : un équipement intermédiaire peut répondre à sa place.',
      nl: 'Duurt het, geef ticket en uur aan de KSZ: een tussenliggend toestel kan in haar plaats antwoorden.',
      en: 'If it lasts, give BCSS the ticket and the time: an appliance on the way may answer in its place.',
    },
  },
  'reply-too-large': {
    responsible: 'bcss',
    again: 'automatic',
    title: { fr: 'Réponse trop grande', nl: 'Antwoord te groot', en: 'Reply too large' },
    itself: BY_ITSELF.keptAsEvidence,
    remedy: {
      fr: 'La lecture s’arrête à 8 Mio ; restreignez la période demandée.',
      nl: 'Het lezen stopt bij 8 MiB; beperk de gevraagde periode.',
      en: 'Reading stops at 8 MiB; narrow the period asked for.',
    },
  },
  'reply-signature-missing': {
    responsible: 'bcss',
    again: 'automatic',
    title: {
      fr: 'La réponse devait être signée et ne l’est pas',
      nl: 'Het antwoord moest ondertekend zijn en is het niet',
      en: 'The reply had to be signed and is not',
    },
    itself: BY_ITSELF.keptAsEvidence,
    remedy: {
      fr: 'Opérateur : vérifiez BCSS_REPLY_SIGNATURE pour cet environnement, puis interrogez la BCSS.',
      nl: 'Operator: controleer BCSS_REPLY_SIGNATURE voor deze omgeving en vraag dan de KSZ.',
      en: 'Operator: check BCSS_REPLY_SIGNATURE for this environment, then ask BCSS.',
    },
  },
  'reply-signature-invalid': {
    responsible: 'bcss',
    again: 'automatic',
    title: {
      fr: 'La signature de la réponse n’est pas valable',
      nl: 'De handtekening van het antwoord is niet geldig',
      en: 'The signature of the reply is not valid',
    },
    itself: BY_ITSELF.keptAsEvidence,
    remedy: {
      fr: 'Prévenez le conseiller en sécurité : la réponse a été altérée en route ou signée par un autre.',
      nl: 'Verwittig de veiligheidsconsulent: het antwoord is onderweg gewijzigd of door een ander ondertekend.',
      en: 'Tell the security adviser: the reply was altered on its way or signed by somebody else.',
    },
  },
  'reply-expired': {
    responsible: 'operator',
    again: 'automatic',
    title: {
      fr: "L'horodatage de la réponse est hors délai",
      nl: 'De tijdstempel van het antwoord valt buiten de termijn',
      en: 'The timestamp of the reply is out of time',
    },
    itself: BY_ITSELF.keptAsEvidence,
    remedy: {
      fr: "Opérateur : vérifiez l'heure de cette machine (NTP).",
      nl: 'Operator: controleer de klok van deze machine (NTP).',
      en: 'Operator: check the clock of this machine (NTP).',
    },
  },
  'reply-not-ours': {
    responsible: 'bcss',
    again: 'automatic',
    title: {
      fr: 'La réponse appartient à une autre demande',
      nl: 'Het antwoord hoort bij een andere aanvraag',
      en: 'The reply belongs to another request',
    },
    itself: BY_ITSELF.keptAsEvidence,
    remedy: {
      fr: 'Prévenez le conseiller en sécurité et la BCSS : ticket ou personne ne correspondent pas.',
      nl: 'Verwittig de veiligheidsconsulent en de KSZ: ticket of persoon stemmen niet overeen.',
      en: 'Tell the security adviser and BCSS: ticket or person do not match.',
    },
  },
  'pages-incomplete': {
    responsible: 'bcss',
    again: 'later',
    title: {
      fr: 'La réponse est en plusieurs pages ; elles ne sont pas toutes là',
      nl: 'Het antwoord telt verschillende pagina’s; ze zijn er niet allemaal',
      en: 'The answer has several pages, and not all of them are there',
    },
    itself: BY_ITSELF.nothing,
    remedy: {
      fr: 'Ce qui est arrivé se trouve dans `reply`. Redemandez plus tard, ou une période plus courte.',
      nl: 'Wat aangekomen is, staat in `reply`. Vraag het later opnieuw, of vraag een kortere periode.',
      en: 'What has come is in `reply`. Ask again later, or for a shorter period.',
    },
  },
  'outcome-unknown': {
    responsible: 'bcss',
    again: 'never',
    title: {
      fr: 'On ne sait pas si la déclaration a eu lieu',
      nl: 'Het is niet bekend of de aangifte gebeurd is',
      en: 'It is not known whether the declaration happened',
    },
    itself: BY_ITSELF.reconciled,
    remedy: {
      fr: 'Si l’état devient `undecided`, vérifiez auprès de la BCSS puis tranchez avec `resolve`.',
      nl: 'Wordt de status `undecided`, controleer bij de KSZ en beslis met `resolve`.',
      en: 'If the state becomes `undecided`, check with BCSS and then decide with `resolve`.',
    },
  },
} as const satisfies Record<string, ProblemKind>;
