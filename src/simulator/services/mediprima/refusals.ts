import type { JsonObject } from '../../json.ts';
import { remark } from '../remarks.ts';
import type { Answer } from '../service.ts';

/**
 * What the register of medical cards refuses, or warns of. That it says why in messages beside the status is known; their codes
 * are not, so these are ours.
 */
const MESSAGES = {
  CARD_OF_ANOTHER_CENTRE: {
    fr: 'La carte est gérée par un autre centre.',
    nl: 'De kaart wordt beheerd door een ander centrum.',
  },
  CARD_OF_ANOTHER_PERSON: {
    fr: "La carte n'est pas celle de cette personne.",
    nl: 'De kaart is niet die van deze persoon.',
  },
  CARD_UNKNOWN: { fr: "Aucune carte n'a ce numéro.", nl: 'Geen enkele kaart heeft dit nummer.' },
  CARD_CANCELLED: { fr: 'La carte a été annulée.', nl: 'De kaart werd geannuleerd.' },
  CARD_SUSPENDED: {
    fr: 'La carte est suspendue : la modification doit demander sa réactivation.',
    nl: 'De kaart is geschorst: de wijziging moet de heractivering vragen.',
  },
  CARD_NOT_SUSPENDED: { fr: "La carte n'est pas suspendue.", nl: 'De kaart is niet geschorst.' },
  BENEFICIARY_DECEASED: {
    fr: 'La période dépasse le décès du bénéficiaire.',
    nl: 'De periode gaat verder dan het overlijden van de begunstigde.',
  },
  PERIOD_OVERLAPS: {
    fr: 'La personne a déjà une carte dans cette période.',
    nl: 'De persoon heeft al een kaart in deze periode.',
  },
  DECISION_IN_FUTURE: {
    fr: 'La date de décision est dans le futur.',
    nl: 'De beslissingsdatum ligt in de toekomst.',
  },
  COVER_OUTSIDE_PERIOD: {
    fr: 'Une couverture dépasse la période de la carte.',
    nl: 'Een dekking valt buiten de periode van de kaart.',
  },
  COVER_UNKNOWN: { fr: "La carte n'a pas cette couverture.", nl: 'De kaart heeft deze dekking niet.' },
  END_OUTSIDE_PERIOD: {
    fr: 'La date de fin doit raccourcir la période de la carte.',
    nl: 'De einddatum moet de periode van de kaart inkorten.',
  },
  TOO_MANY_VERSIONS: {
    fr: 'Plus de 24 résultats : demandez une version à la fois.',
    nl: 'Meer dan 24 resultaten: vraag één versie per keer op.',
  },
  AFFILIATED: {
    fr: 'Le bénéficiaire est affilié à une mutualité : l’État ne rembourse rien.',
    nl: 'De begunstigde is aangesloten bij een ziekenfonds: de Staat betaalt niets terug.',
  },
} as const;

export type CardMessage = keyof typeof MESSAGES;

/** A refusal of the register: NO_RESULT, and the reason in a message. */
export function cardRefused(code: CardMessage): Answer {
  return { outcome: 'refused', remarks: [remark('99990016')], parts: cardMessage(code, 'ERROR') };
}

/** A message beside the status, in both languages. */
export function cardMessage(code: CardMessage, severity: 'ERROR' | 'WARNING'): JsonObject {
  const { fr, nl } = MESSAGES[code];
  const communication = [
    { lang: 'fr', value: fr },
    { lang: 'nl', value: nl },
  ];
  return {
    backendMessages: { backendMessage: [{ severity, reasonCode: code, source: 'MEDIPRIMA', communication }] },
  };
}
