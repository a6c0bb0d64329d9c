import type { ReasonCode } from './reason-code.ts';

/**
 * Codes of the protocols themselves (SOAP, WS-Security, WS-Addressing), by their local names. Whoever answers one has done nothing
 * with the message.
 */
const SIGNATURE: ReasonCode = {
  explanation: {
    fr: 'Le service n’a pas pu vérifier notre signature ; il n’a pas traité le message.',
    nl: 'De dienst kon onze handtekening niet verifiëren; hij heeft het bericht niet verwerkt.',
    en: 'The service could not verify our signature; it did not process the message.',
    de: 'Der Dienst konnte unsere Signatur nicht prüfen; er hat die Nachricht nicht verarbeitet.',
  },
  remedy: {
    fr: 'Opérateur : vérifiez avec la BCSS quel certificat de signature elle connaît (`gateway doctor`), puis renvoyez la demande.',
    nl: 'Operator: ga met de KSZ na welk handtekeningcertificaat zij kent (`gateway doctor`) en stuur de aanvraag opnieuw.',
    en: 'Operator: check with BCSS which signing certificate it knows (`gateway doctor`), then send the request again.',
    de: 'Betreiber: klären Sie mit der ZDSS, welches Signaturzertifikat sie kennt (`gateway doctor`), und senden Sie die Anfrage erneut.',
  },
};

const CERTIFICATE: ReasonCode = {
  explanation: {
    fr: 'Le service n’accepte pas notre certificat de signature ; il n’a pas traité le message.',
    nl: 'De dienst aanvaardt ons handtekeningcertificaat niet; hij heeft het bericht niet verwerkt.',
    en: 'The service does not accept our signing certificate; it did not process the message.',
    de: 'Der Dienst akzeptiert unser Signaturzertifikat nicht; er hat die Nachricht nicht verarbeitet.',
  },
  remedy: {
    fr: 'Opérateur : vérifiez l’échéance du certificat et son enregistrement à la BCSS, puis renvoyez la demande.',
    nl: 'Operator: controleer de vervaldatum van het certificaat en zijn registratie bij de KSZ en stuur de aanvraag opnieuw.',
    en: 'Operator: check when the certificate expires and that BCSS has registered it, then send the request again.',
    de: 'Betreiber: prüfen Sie Ablauf und Registrierung des Zertifikats bei der ZDSS und senden Sie die Anfrage erneut.',
  },
};

const UNSUPPORTED: ReasonCode = {
  explanation: {
    fr: 'Le service ne connaît pas cette forme de signature ; il n’a pas traité le message.',
    nl: 'De dienst kent deze vorm van handtekening niet; hij heeft het bericht niet verwerkt.',
    en: 'The service does not know this kind of signature; it did not process the message.',
    de: 'Der Dienst kennt diese Form der Signatur nicht; er hat die Nachricht nicht verarbeitet.',
  },
  remedy: {
    fr: 'Opérateur : demandez à la BCSS quelle signature ce service attend (BCSS_SIGNATURE), puis renvoyez la demande.',
    nl: 'Operator: vraag de KSZ welke handtekening deze dienst verwacht (BCSS_SIGNATURE) en stuur de aanvraag opnieuw.',
    en: 'Operator: ask BCSS which signature this service expects (BCSS_SIGNATURE), then send the request again.',
    de: 'Betreiber: fragen Sie die ZDSS, welche Signatur dieser Dienst erwartet (BCSS_SIGNATURE), und senden Sie die Anfrage erneut.',
  },
};

const EXPIRED: ReasonCode = {
  explanation: {
    fr: 'Pour le service, l’horodatage du message est dépassé ; il n’a pas traité le message.',
    nl: 'Voor de dienst is de tijdstempel van het bericht verstreken; hij heeft het bericht niet verwerkt.',
    en: 'To the service the timestamp of the message has passed; it did not process the message.',
    de: 'Für den Dienst ist der Zeitstempel der Nachricht abgelaufen; er hat die Nachricht nicht verarbeitet.',
  },
  remedy: {
    fr: 'Opérateur : vérifiez l’heure de cette machine (NTP), puis renvoyez la demande.',
    nl: 'Operator: controleer de klok van deze machine (NTP) en stuur de aanvraag opnieuw.',
    en: 'Operator: check the clock of this machine (NTP), then send the request again.',
    de: 'Betreiber: prüfen Sie die Uhr dieses Rechners (NTP) und senden Sie die Anfrage erneut.',
  },
};

const HEADER: ReasonCode = {
  explanation: {
    fr: 'Le service ne comprend pas l’en-tête de sécurité que nous envoyons ; il n’a pas traité le message.',
    nl: 'De dienst begrijpt de beveiligingskop die wij sturen niet; hij heeft het bericht niet verwerkt.',
    en: 'The service does not understand the security header that we send; it did not process the message.',
    de: 'Der Dienst versteht den Sicherheitskopf nicht, den wir senden; er hat die Nachricht nicht verarbeitet.',
  },
  remedy: {
    fr: 'Opérateur : demandez à la BCSS si ce service attend une signature ; sinon BCSS_SIGNATURE=detached. Renvoyez ensuite la demande.',
    nl: 'Operator: vraag de KSZ of deze dienst een handtekening verwacht; zo niet BCSS_SIGNATURE=detached. Stuur daarna de aanvraag opnieuw.',
    en: 'Operator: ask BCSS whether this service expects a signature; if not, BCSS_SIGNATURE=detached. Then send the request again.',
    de: 'Betreiber: fragen Sie die ZDSS, ob dieser Dienst eine Signatur erwartet; wenn nicht, BCSS_SIGNATURE=detached. Senden Sie die Anfrage danach erneut.',
  },
};

const VERSION: ReasonCode = {
  explanation: {
    fr: 'À cette adresse on n’attend pas SOAP 1.1 ; le message n’a pas été traité.',
    nl: 'Op dit adres wordt geen SOAP 1.1 verwacht; het bericht is niet verwerkt.',
    en: 'At this address SOAP 1.1 is not expected; the message was not processed.',
    de: 'An dieser Adresse wird kein SOAP 1.1 erwartet; die Nachricht wurde nicht verarbeitet.',
  },
  remedy: {
    fr: 'Opérateur : vérifiez l’adresse du service et la version de son contrat, puis renvoyez la demande.',
    nl: 'Operator: controleer het adres van de dienst en de versie van zijn contract en stuur de aanvraag opnieuw.',
    en: 'Operator: check the address of the service and the version of its contract, then send the request again.',
    de: 'Betreiber: prüfen Sie die Adresse des Dienstes und die Fassung seines Vertrags und senden Sie die Anfrage erneut.',
  },
};

const ADDRESS: ReasonCode = {
  explanation: {
    fr: 'À cette adresse personne ne traite ce message ; il n’a pas été traité.',
    nl: 'Op dit adres verwerkt niemand dit bericht; het is niet verwerkt.',
    en: 'At this address nobody handles this message; it was not processed.',
    de: 'An dieser Adresse bearbeitet niemand diese Nachricht; sie wurde nicht verarbeitet.',
  },
  remedy: {
    fr: 'Opérateur : vérifiez l’adresse du service, sa SOAPAction et la version de son contrat, puis renvoyez la demande.',
    nl: 'Operator: controleer het adres van de dienst, zijn SOAPAction en de versie van zijn contract en stuur de aanvraag opnieuw.',
    en: 'Operator: check the address of the service, its SOAPAction and the version of its contract, then send the request again.',
    de: 'Betreiber: prüfen Sie Adresse und SOAPAction des Dienstes und die Fassung seines Vertrags und senden Sie die Anfrage erneut.',
  },
};

/** What a fault of a protocol means, by the local name of its code; those of WS-Addressing all mean the same to us. */
export function faultCode(code: string): ReasonCode {
  return FAULT_CODES.get(code.split('.')[0] ?? '') ?? ADDRESS;
}

const FAULT_CODES: ReadonlyMap<string, ReasonCode> = new Map([
  ['FailedCheck', SIGNATURE],
  ['InvalidSecurity', SIGNATURE],
  ['InvalidSecurityToken', CERTIFICATE],
  ['FailedAuthentication', CERTIFICATE],
  ['SecurityTokenUnavailable', CERTIFICATE],
  ['UnsupportedSecurityToken', UNSUPPORTED],
  ['UnsupportedAlgorithm', UNSUPPORTED],
  ['MessageExpired', EXPIRED],
  ['MustUnderstand', HEADER],
  ['VersionMismatch', VERSION],
  ['DataEncodingUnknown', VERSION],
]);
