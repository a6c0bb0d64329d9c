import type { Answer, Question, Service } from '../service.ts';
import {
  cancelCarmed,
  evaluateCarmed,
  evaluateModifiedCarmed,
  modifyCarmed,
  openCarmed,
  stopCarmed,
} from './changes.ts';
import {
  consultCarmed,
  consultCarmedAtAgreementDate,
  consultCarmedByVersion,
  consultCarmedHistory,
  queryCarmedManager,
} from './consult.ts';
import type { Dialect } from './card-parts.ts';

/**
 * MediPrima: decisions of a centre to cover what care costs somebody, each on a card of its own. One contract is for the centre
 * that manages the card, another for whoever wants to know whether there is one.
 */
export const mediprima: readonly Service[] = [
  ...operations('eCarmedPSWC', {
    openCarmed,
    evaluateCarmed,
    modifyCarmed,
    evaluateModifiedCarmed,
    stopCarmed,
    closeCarmed: cancelCarmed,
    removeCarmed: cancelCarmed,
    consultCarmed: inWordsOf('manager', consultCarmed),
    consultCarmedHistory: inWordsOf('manager', consultCarmedHistory),
    consultCarmedByVersion,
    queryCarmedManager,
  }),
  ...operations('eCarmedConsult', {
    consultCarmed: inWordsOf('consultation', consultCarmed),
    consultCarmedHistory: inWordsOf('consultation', consultCarmedHistory),
    consultCarmedAtAgreementDate: inWordsOf('consultation', consultCarmedAtAgreementDate),
  }),
];

function operations(service: string, answers: Readonly<Record<string, Service['answer']>>): Service[] {
  return Object.entries(answers).map(([operation, answer]) => ({
    service,
    operations: [operation],
    admission: 'integrated',
    answer,
  }));
}

function inWordsOf(dialect: Dialect, consult: (question: Question, dialect: Dialect) => Answer): Service['answer'] {
  return (question) => consult(question, dialect);
}
