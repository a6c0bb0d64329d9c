import type { Meaning } from './reason-code.ts';

const READ_THE_TEXT: Meaning['remedy'] = {
  fr: 'Lisez le texte du service ; s’il ne suffit pas, demandez-en la signification à la BCSS, avec le ticket (`ticketCbss`).',
  nl: 'Lees de tekst van de dienst; volstaat die niet, vraag de KSZ dan wat hij betekent, met het ticket (`ticketCbss`).',
  de: 'Lesen Sie den Text des Dienstes; genügt er nicht, fragen Sie die ZDSS mit dem Ticket (`ticketCbss`), was er bedeutet.',
  en: 'Read the text of the service; where that is not enough, ask BCSS what it means, with the ticket (`ticketCbss`).',
};

/** A code that no contract, client or sample we know explains. It is shown as it came. */
export const UNKNOWN_CODE: Meaning = {
  explanation: {
    fr: 'La passerelle ne connaît pas ce code ; le code et le texte sont ceux du service.',
    nl: 'De gateway kent deze code niet; de code en de tekst zijn die van de dienst.',
    de: 'Das Gateway kennt diesen Code nicht; Code und Text sind die des Dienstes.',
    en: 'The gateway does not know this code; code and text are those of the service.',
  },
  remedy: READ_THE_TEXT,
};

/** Codes of which only the beginning is documented: whose they are, and no more. */
export const CODE_FAMILIES: readonly (readonly [RegExp, Meaning])[] = [
  [
    /^UDS\d+$/,
    {
      explanation: {
        fr: 'Code propre au service chômage (ONEM et organismes de paiement) ; la passerelle n’en connaît pas le sens exact.',
        nl: 'Eigen code van de dienst werkloosheid (RVA en uitbetalingsinstellingen); de gateway kent de juiste betekenis niet.',
        de: 'Eigener Code des Dienstes Arbeitslosigkeit (LfA und Zahlstellen); das Gateway kennt die genaue Bedeutung nicht.',
        en: 'A code of the unemployment service itself (ONEM and paying institutions); the gateway does not know its exact meaning.',
      },
      remedy: READ_THE_TEXT,
    },
  ],
];
