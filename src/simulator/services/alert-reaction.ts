import { isJsonObject, type JsonObject, numberIn, textIn, valueIn } from '../json.ts';
import type { AlertReactions } from '../declared/alert-reactions.ts';
import { FORM_ALERTS } from '../town/facets/form-alerts.ts';
import type { Bilingual } from '../town/places.ts';
import { found, refused } from './answers.ts';
import type { Service } from './service.ts';

/** PcsaAlertReaction: a centre says why it stands by a form that the federal service has doubts about. Each alert is answered once. */
export const alertReaction: Service = {
  service: 'PcsaAlertReaction',
  admission: 'anybody',
  answer({ payload, world }) {
    const list = valueIn(payload, 'motivations', 'motivation');
    const motivations = Array.isArray(list) ? list.filter(isJsonObject) : [];
    if (isTwice(motivations)) return refused('MSG00008', 'alertId');
    const motivationResponse = motivations.map((motivation) => reactionTo(motivation, world.declared.reactions));
    const anyTaken = motivationResponse.some(({ status }) => status === 'OK');
    const parts = { motivationResponses: { motivationResponse } };
    return anyTaken ? found(parts) : { ...refused('MSG00008', 'motivation'), parts };
  },
};

/** An alert may be answered once in a request: the whole of it is refused otherwise. */
function isTwice(motivations: readonly JsonObject[]): boolean {
  return new Set(motivations.map((motivation) => textIn(motivation, 'alertId'))).size < motivations.length;
}

function reactionTo(motivation: JsonObject, reactions: AlertReactions): JsonObject {
  const alertId = textIn(motivation, 'alertId') ?? '';
  const defect = defectOf(motivation, alertId, reactions);
  if (defect !== undefined) return { alertId, status: 'ERROR', error: [written(defect)] };
  reactions.add(alertId);
  return { alertId, status: 'OK' };
}

/** Reasons that the centre may give; the contract has numbers from 1 on, and its list is not published. */
const MOTIVATION_CODE_MAX = 9;

/** Codes are ours: none is published. */
const DEFECTS = {
  unknown: { code: 'FICT01', fr: 'Alerte inconnue.', nl: 'Onbekende waarschuwing.' },
  otherForm: {
    code: 'FICT02',
    fr: 'Cette alerte porte sur un autre formulaire.',
    nl: 'Deze waarschuwing gaat over een ander formulier.',
  },
  answered: { code: 'FICT03', fr: 'Une motivation a déjà été donnée.', nl: 'Er is al een motivering gegeven.' },
  motive: { code: 'FICT04', fr: 'Ce motif n’existe pas.', nl: 'Dit motief bestaat niet.' },
} as const;

type Defect = Bilingual & { readonly code: string };

function defectOf(motivation: JsonObject, alertId: string, reactions: AlertReactions): Defect | undefined {
  const alert = FORM_ALERTS.find((one) => one.alertId === alertId);
  if (alert === undefined) return DEFECTS.unknown;
  if (alert.formNumber !== textIn(motivation, 'formNumber')) return DEFECTS.otherForm;
  if ((numberIn(motivation, 'code') ?? 0) > MOTIVATION_CODE_MAX) return DEFECTS.motive;
  return reactions.has(alertId) ? DEFECTS.answered : undefined;
}

function written({ code, fr, nl }: Defect): JsonObject {
  return {
    code,
    message: [
      { lang: 'FR', value: fr },
      { lang: 'NL', value: nl },
    ],
  };
}
