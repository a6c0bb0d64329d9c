import type { ExchangeState } from '../exchange.ts';
import type { Localised } from '../language.ts';
import { BY_ITSELF, type ProblemKind } from './problem.ts';

/** What happens by itself, and what to do, in one place. */
export interface Prospect {
  readonly itself: readonly Localised[];
  readonly remedy: readonly Localised[];
}

/** The states in which nothing more happens by itself. */
export type FinalState = Extract<ExchangeState, 'done' | 'dead-letter' | 'undecided' | 'cancelled'>;

/**
 * What a problem still means once nothing more happens by itself: "is tried again" was true while it was. What was said besides, as that a
 * reply is kept as evidence or whom to tell, stays.
 */
export function afterwards(kind: ProblemKind, state: FinalState): Prospect {
  const promises = kind.itself === BY_ITSELF.retried || kind.itself === BY_ITSELF.reconciled;
  if (!promises && kind.again !== 'automatic') return { itself: [kind.itself], remedy: [kind.remedy] };
  const { itself, remedy } = AFTERWARDS[state];
  return {
    itself: promises ? [itself] : [kind.itself, itself],
    remedy:
      kind.again !== 'automatic' ? [kind.remedy] : kind.remedyWhileTried === true ? [remedy] : [kind.remedy, remedy],
  };
}

const AFTERWARDS: Readonly<Record<FinalState, { readonly itself: Localised; readonly remedy: Localised }>> = {
  done: {
    itself: {
      fr: 'C’est terminé : la passerelle ne réessaie plus.',
      nl: 'Dit is afgelopen: de gateway probeert het niet meer opnieuw.',
      en: 'This is over: the gateway does not try again any more.',
      de: 'Das ist abgeschlossen: Das Gateway versucht es nicht mehr.',
    },
    remedy: {
      fr: 'Refaites la demande plus tard, si elle est encore utile.',
      nl: 'Doe de aanvraag later opnieuw, als ze nog nodig is.',
      en: 'Make the request again later, if it is still needed.',
      de: 'Stellen Sie die Anfrage später erneut, falls sie noch nötig ist.',
    },
  },
  'dead-letter': {
    itself: {
      fr: 'La passerelle ne réessaie plus ; le message est gardé entier parmi les messages non distribués.',
      nl: 'De gateway probeert het niet meer opnieuw; het bericht blijft in zijn geheel bij de onbestelbare berichten bewaard.',
      en: 'The gateway does not try again any more; the message is kept whole among the dead letters.',
      de: 'Das Gateway versucht es nicht mehr; die Nachricht bleibt vollständig bei den unzustellbaren Nachrichten aufbewahrt.',
    },
    remedy: {
      fr: 'Quand la cause a disparu : remettez-le en file (`requeue`), ou retirez-le (`cancel`).',
      nl: 'Als de oorzaak weg is: zet het opnieuw in de wachtrij (`requeue`), of trek het in (`cancel`).',
      en: 'When the cause is gone: send it again (`requeue`), or withdraw it (`cancel`).',
      de: 'Wenn die Ursache behoben ist: reihen Sie sie neu ein (`requeue`), oder ziehen Sie sie zurück (`cancel`).',
    },
  },
  undecided: {
    itself: {
      fr: 'La passerelle ne renvoie rien et ne demande plus rien : une personne doit trancher.',
      nl: 'De gateway stuurt niets opnieuw en vraagt niets meer: een persoon moet beslissen.',
      en: 'The gateway sends nothing again and asks nothing more: a person must decide.',
      de: 'Das Gateway sendet nichts erneut und fragt nicht mehr nach: Eine Person muss entscheiden.',
    },
    remedy: {
      fr: 'Demandez à la BCSS, avec le ticket, ce qu’il en est, puis tranchez (`resolve`).',
      nl: 'Vraag de KSZ met het ticket wat er gebeurd is en beslis dan (`resolve`).',
      en: 'Ask BCSS with the ticket what became of it, then decide (`resolve`).',
      de: 'Fragen Sie die ZDSS mit dem Ticket, was daraus geworden ist, und entscheiden Sie dann (`resolve`).',
    },
  },
  cancelled: {
    itself: {
      fr: 'Le message a été retiré : plus rien ne se passe.',
      nl: 'Het bericht is ingetrokken: er gebeurt niets meer.',
      en: 'The message was withdrawn: nothing more happens.',
      de: 'Die Nachricht wurde zurückgezogen: Es geschieht nichts mehr.',
    },
    remedy: { fr: 'Rien à faire.', nl: 'Niets te doen.', en: 'Nothing to do.', de: 'Nichts zu tun.' },
  },
};

/** Said of an answer of which parts are missing, once it is final. */
export const NOT_ASKED_AGAIN: Localised = {
  fr: 'C’est tout ce qui est arrivé. La passerelle ne redemande pas automatiquement ce qui manque : faites-le plus tard ; ce qui manque n’est pas « rien ».',
  nl: 'Dit is alles wat aangekomen is. De gateway vraagt niet automatisch opnieuw wat ontbreekt: doe dat later; wat ontbreekt, is niet “niets”.',
  en: 'This is all that came. The gateway does not ask again by itself for what is missing: do so later; what is missing is not “nothing”.',
  de: 'Das ist alles, was angekommen ist. Das Gateway fragt nicht von selbst erneut nach dem Fehlenden: Tun Sie es später; was fehlt, ist nicht „nichts“.',
};
