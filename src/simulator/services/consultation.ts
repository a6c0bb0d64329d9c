import type { Person } from '../town/person.ts';
import { NOTHING } from './answers.ts';
import type { Answer, Question, Service } from './service.ts';
import { currentNumberParts } from './ssin-change.ts';

/** What an operation says about somebody. */
export type AboutPerson = (person: Person, question: Question) => Answer;

/**
 * Operations that tell something about one person. Whoever gets here has a number that stands, is integrated by the centre that
 * asks, and has a source that answers: admission has seen to that.
 */
export function consultations(service: string, operations: Readonly<Record<string, AboutPerson>>): Service[] {
  return Object.entries(operations).map(([operation, about]) => ({
    service,
    operations: [operation],
    admission: 'integrated',
    answer(question) {
      const ssin = question.subjects[0] ?? '';
      const person = question.world.town.find(ssin);
      if (person === undefined) return NOTHING;
      const answer = about(person, question);
      return { ...answer, parts: { ...currentNumberParts(question, ssin), ...answer.parts } };
    },
  }));
}
