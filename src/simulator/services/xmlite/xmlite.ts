import { textIn, valueIn } from '../../json.ts';
import { refused } from '../answers.ts';
import type { Answer, Question, Service } from '../service.ts';
import { dimonaHistory } from './dimona-history.ts';
import { employerByNumber } from './employer.ts';
import { classicPrefix } from './prefix.ts';

/**
 * XMLite: forms of a host computer in XML, behind the fixed-width record that the host reads. Two forms are known: L950, the Dimona
 * declarations of a person, and A701, an employer by registration number.
 */
export const xmlite: Service = {
  service: 'XMLite',
  admission: 'integrated',
  answer(question) {
    const isEmployer = valueIn(question.payload, 'Data', 'XML', 'A701') !== undefined;
    return (
      prefixDefect(question, isEmployer ? 'A701' : 'L950') ?? (isEmployer ? employerByNumber : dimonaHistory)(question)
    );
  },
};

/** The record must be about the same form and the same person as the message behind it. */
function prefixDefect({ payload, subjects }: Question, form: string): Answer | undefined {
  const prefix = classicPrefix(textIn(payload, 'Header', 'ClassicPrefix') ?? '');
  const agrees = prefix !== undefined && prefix.form === form && prefix.ssin === subjects[0];
  return agrees ? undefined : refused('99990008', 'ClassicPrefix');
}
