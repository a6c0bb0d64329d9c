import type { CardVersion } from '../../declared/medical-cards.ts';
import type { JsonObject } from '../../json.ts';
import type { Person } from '../../town/person.ts';
import { MUNICIPALITIES } from '../../town/places.ts';
import type { Question } from '../service.ts';
import { refundParts } from './refund.ts';

/**
 * The two contracts write a card in different words, in one namespace: that for managers knows more of it, that for consultation
 * only whether it may be used.
 */
export type Dialect = 'manager' | 'consultation';

/** Which card it is, whose, of which centre. */
export function identifierParts(card: CardVersion, question: Question, dialect: Dialect): JsonObject {
  const { number, version, status, period, ssin } = card;
  const isManager = dialect === 'manager';
  return {
    eCarmedNumber: number,
    versionNbr: version,
    cardStatus: isManager ? status : status === 'ACTIVE' ? 'UNBLOCKED' : 'BLOCKED',
    beneficiary: beneficiary(question.world.town.find(ssin), isManager),
    validityPeriod: { startDate: period.start, endDate: period.end },
    pswc: centreParts(card),
    managedDates: {
      creationDate: card.createdAt.toISOString(),
      lastModificationDate: card.recordedAt.toISOString(),
      ...(isManager && management(card, question)),
    },
  };
}

/** What was decided, and what the State pays of it. */
export function contentParts(card: CardVersion, question: Question, dialect: Dialect): JsonObject {
  const { pswcSupportAllCostInd, ...content } = card.content;
  const person = question.world.town.find(card.ssin);
  return {
    ...content,
    ...(dialect === 'manager' && { pswcSupportAllCostInd }),
    ...(person !== undefined && { refund_podmi_sppis: refundParts(person, card.content, question.now) }),
  };
}

function beneficiary(person: Person | undefined, withDecease: boolean): JsonObject | undefined {
  return (
    person && {
      ssin: person.ssin,
      lastName: person.lastName,
      firstName: person.firstNames[0],
      gender: person.sex,
      birthDate: person.birth.date,
      ...(withDecease && person.deceased !== undefined && { deceaseDate: { value: person.deceased.date } }),
    }
  );
}

function centreParts({ centre: { cbeNumber, nisCode } }: CardVersion): JsonObject {
  const { fr, nl } = MUNICIPALITIES.find((one) => one.nisCode === nisCode)?.name ?? { fr: nisCode, nl: nisCode };
  return {
    cbeNumber,
    municipalityINS: nisCode,
    name: [
      { lang: 'fr', value: `CPAS DE ${fr}` },
      { lang: 'nl', value: `OCMW ${nl}` },
    ],
  };
}

/** What the centre that manages a card may still do with it, by its status; another centre may do nothing. */
const ACTIONS: Readonly<Record<CardVersion['status'], readonly string[]>> = {
  ACTIVE: ['closeCarmed/removeCarmed', 'stopCarmed', 'modifyCarmed'],
  SUSPENDED: ['closeCarmed/removeCarmed', 'stopCarmed', 'modifyCarmed(Activate)'],
  CANCELLED: [],
};

function management({ status, suspension, centre }: CardVersion, { caller }: Question): JsonObject {
  const actions = centre.nisCode === caller.nisCode ? ACTIONS[status] : [];
  return {
    periodBlockedInd: 'N',
    ...(suspension !== undefined && {
      suspension: {
        detail: [
          { reason: suspension.reason, date: suspension.since, sequenceNbr: 1, mutationNbr: suspension.mutation },
        ],
      },
    }),
    ...(actions.length > 0 && { authorizedActions: { operation: [...actions] } }),
  };
}
