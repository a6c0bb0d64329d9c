import type { Localised } from '../language.ts';

/** Who can put it right. */
export type Responsible = 'caller' | 'gateway' | 'operator' | 'bcss' | 'subscriber';

/** One kind of problem: whose it is, what happens by itself, what a person should do. Texts never carry a value of a message. */
export interface ProblemKind {
  readonly responsible: Responsible;
  /** `never` as it stands, `later` by the caller, `automatic` by us. */
  readonly again: 'never' | 'later' | 'automatic';
  readonly title: Localised;
  /** What happens by itself. */
  readonly itself: Localised;
  /** What a person should do. */
  readonly remedy: Localised;
  /** The remedy is to wait for further attempts: there is none when there are none. */
  readonly remedyWhileTried?: true;
}

/** Sentences about what happens by itself that many problems share. */
export const BY_ITSELF = {
  nothingSent: {
    fr: 'Rien n’a été enregistré comme demande et rien n’a été envoyé à la BCSS.',
    nl: 'Er is geen aanvraag geregistreerd en er is niets naar de KSZ gestuurd.',
    en: 'No request was recorded and nothing was sent to BCSS.',
    de: 'Es wurde keine Anfrage verzeichnet und nichts an die ZDSS gesandt.',
  },
  traced: {
    fr: 'Rien n’a été envoyé à la BCSS. Le refus est inscrit au journal.',
    nl: 'Er is niets naar de KSZ gestuurd. De weigering staat in het logboek.',
    en: 'Nothing was sent to BCSS. The refusal is recorded in the log.',
    de: 'Es wurde nichts an die ZDSS gesandt. Die Ablehnung ist im Protokoll verzeichnet.',
  },
  retried: {
    fr: 'La passerelle réessaie automatiquement, à intervalles croissants ; le statut indique le prochain essai.',
    nl: 'De gateway probeert het automatisch opnieuw, met steeds langere tussenpozen; de status toont de volgende poging.',
    en: 'The gateway tries again by itself, at growing intervals; the status shows when.',
    de: 'Das Gateway versucht es automatisch erneut, in wachsenden Abständen; der Status zeigt den nächsten Versuch.',
  },
  reconciled: {
    fr: 'Une consultation est répétée ; une déclaration ne l’est jamais à l’aveugle : la passerelle demande à la BCSS ce qui s’est produit.',
    nl: 'Een raadpleging wordt herhaald; een aangifte nooit blindelings: de gateway vraagt de KSZ wat er gebeurd is.',
    en: 'A consultation is repeated; a declaration never blindly: the gateway asks BCSS what happened to it.',
    de: 'Eine Abfrage wird wiederholt; eine Meldung nie blindlings: Das Gateway fragt die ZDSS, was daraus geworden ist.',
  },
  keptAsEvidence: {
    fr: 'La réponse est conservée comme preuve et n’est jamais présentée comme un résultat.',
    nl: 'Het antwoord wordt als bewijs bewaard en nooit als resultaat getoond.',
    en: 'The reply is kept as evidence and is never shown as a result.',
    de: 'Die Antwort wird als Beweis aufbewahrt und nie als Ergebnis gezeigt.',
  },
  nothing: {
    fr: 'Rien ne change sans intervention.',
    nl: 'Zonder tussenkomst verandert er niets.',
    en: 'Nothing changes by itself.',
    de: 'Ohne Eingreifen ändert sich nichts.',
  },
  notStarted: {
    fr: 'La passerelle ne démarre pas, et n’a rien envoyé.',
    nl: 'De gateway start niet en heeft niets verstuurd.',
    en: 'The gateway does not start, and has sent nothing.',
    de: 'Das Gateway startet nicht und hat nichts versandt.',
  },
} as const satisfies Record<string, Localised>;
