import { valueIn } from '../../json.ts';
import type { Answer, Question, Service } from '../service.ts';
import { consultations } from '../consultation.ts';
import { filtered } from '../filters.ts';
import { outcomeOfSources, type SourceWord } from '../sources.ts';
import { dgphFile, vsbFile } from './files.ts';
import { dgphPayments, vsbPayments } from './payments.ts';
import type { SourceReply } from './source-reply.ts';

/** Handi: files and payments of persons with a disability, of the federal directorate (DGPH) and the Flemish protection (VSB). */
export const handi: readonly Service[] = consultations('Handi', {
  consultFilesByDate: (person, question) => {
    const answer = ofBoth(
      question,
      () => dgphFile(person, question),
      () => vsbFile(person, question),
    );
    return { ...answer, parts: filtered(person, answer.parts ?? {}, 'handicapRecognitionDetails') };
  },
  consultPayments: (person, question) =>
    ofBoth(
      question,
      () => dgphPayments(person, question),
      () => vsbPayments(person, question),
    ),
});

/** Asks those of the two that the request names. One that is not asked says nothing, not even that it has nothing. */
function ofBoth({ payload }: Question, dgph: () => SourceReply, vsb: () => SourceReply): Answer {
  const asked = (source: string): boolean => valueIn(payload, 'criteria', 'handicapAuthenticSources', source) === true;
  const dgphResult = asked('DGPH') ? dgph() : undefined;
  const vsbResult = asked('VSB') ? vsb() : undefined;
  const words = [dgphResult, vsbResult].flatMap((result): SourceWord[] => (result === undefined ? [] : [result.word]));
  const results = { dgphResult: dgphResult?.parts, vsbResult: vsbResult?.parts };
  return { outcome: outcomeOfSources(words), parts: words.length === 0 ? {} : { results } };
}
