import { overlaps } from '../../integrations/day.ts';
import { type JsonObject, numberIn, valueIn } from '../../json.ts';
import type { Posting } from '../../town/facets/posting.ts';
import type { Town } from '../../town/town.ts';
import { personRefusal } from '../admission.ts';
import { found, NOTHING } from '../answers.ts';
import { beginEnd } from '../parts/periods.ts';
import type { Answer, Question } from '../service.ts';
import { page, postingPeriod, postingsAsked } from './posted-workers.ts';
import { belgianClient, documentSummary, foreignEmployer, isEconomical, postedPerson } from './posting-parts.ts';

/**
 * Everything about one posted worker: for whom they work abroad and here, and under which documents. Each list comes in pages of
 * its own. Asked by the number in Limosa, the person is refused as they would be under their own.
 */
export function getPostedWorkerDetail(question: Question): Answer {
  const { town } = question.world;
  const asked = postingPeriod(question.payload.criteria);
  const postings = postingsAsked(question).filter(({ period }) => overlaps(period, asked));
  const [first] = postings;
  if (first === undefined) return NOTHING;
  const person = postedPerson(first, town);
  return (
    personRefusal(town.person(first.person).ssin, question) ??
    found({
      result: {
        person,
        address: valueIn(person, 'address'),
        identifier: postings.map(identifier),
        ...relationLists(postings, question),
        documentParticipations: participations(postings, question),
      },
    })
  );
}

function identifier({ foreignNumber, period }: Posting): JsonObject {
  return { value: foreignNumber, type: 'social_security_nr', countryCode: 111, startDate: period.start };
}

function relationLists(postings: readonly Posting[], question: Question): JsonObject {
  const { town } = question.world;
  const list = (offset: string, relations: readonly JsonObject[]): JsonObject =>
    page(relations, offsetOf(offset, question), 'relation');
  const clients = (economical: boolean): JsonObject[] =>
    postings.filter((row) => isEconomical(row) === economical).map((row) => relation(row, belgianClient(row, town)));
  return {
    foreignEmployerRelations: list(
      'foreignEmployerRelationOffset',
      postings.flatMap((row) => {
        const employer = foreignEmployer(row);
        return employer === undefined ? [] : [relation(row, employer)];
      }),
    ),
    individualBelgianClientRelations: list('individualBelgianClientRelationOffset', clients(false)),
    economicalBelgianClientRelations: list('economicalBelgianClientRelationOffset', clients(true)),
  };
}

function relation({ period, kind, workerId }: Posting, with_: JsonObject): JsonObject {
  return {
    id: String(workerId),
    period: beginEnd(period),
    type: kind === 'worker' ? 'occupation' : 'independant',
    ...with_,
  };
}

function participations(postings: readonly Posting[], question: Question): JsonObject {
  const rows = postings.flatMap((posting) =>
    posting.documents.map((document) => participation(document, posting, question.world.town)),
  );
  return page(rows, offsetOf('documentParticipationOffset', question), 'participation');
}

function participation(document: Posting['documents'][number], posting: Posting, town: Town): JsonObject {
  return {
    period: beginEnd(document.period),
    summary: documentSummary(document, posting, town),
    type: posting.kind,
  };
}

function offsetOf(key: string, { payload }: Question): number {
  return Math.max(0, numberIn(payload, 'criteria', key) ?? 0);
}
