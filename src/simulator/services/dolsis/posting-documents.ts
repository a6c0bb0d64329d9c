import { type JsonObject, textIn } from '../../json.ts';
import { employerCalled } from '../../town/facets/employment.ts';
import { type Posting, type PostingDocument, POSTINGS } from '../../town/facets/posting.ts';
import type { Town } from '../../town/town.ts';
import { plusDays } from '../../integrations/day.ts';
import { personRefusal } from '../admission.ts';
import { found, foundIfAny, NOTHING } from '../answers.ts';
import { beginEnd } from '../parts/periods.ts';
import type { Answer, Question } from '../service.ts';
import { addressParts } from './parts.ts';
import { belgianClient, documentSummary, foreignEmployer, isEconomical, postedPerson } from './posting-parts.ts';

interface Filed {
  readonly posting: Posting;
  readonly document: PostingDocument;
}

const FILED: readonly Filed[] = POSTINGS.flatMap((posting) =>
  posting.documents.map((document) => ({ posting, document })),
);

/** The documents of a person, of one type or of all; or the one that has a number. */
export function findPostingDocuments(question: Question): Answer {
  const { payload, world } = question;
  const asked = (key: string): string | undefined => textIn(payload, 'criteria', key);
  const type = asked('documentType');
  const rows = FILED.filter(({ posting, document }) =>
    asked('documentNbr') === undefined
      ? world.town.person(posting.person).ssin === asked('ssin') && (type === undefined || document.type === type)
      : document.number === asked('documentNbr'),
  );
  const summaries = rows.map(({ document, posting }) => documentSummary(document, posting, world.town));
  return refusalOf(rows[0], question) ?? foundIfAny(summaries, () => ({ result: { document: summaries } }));
}

/** One document with everybody who has a part in it. Asked with a person, it must be theirs. */
export function getPostingDocumentDetail(question: Question): Answer {
  const { payload, world } = question;
  const id = textIn(payload, 'criteria', 'id');
  const ssin = textIn(payload, 'criteria', 'ssin');
  const filed = FILED.find(({ document }) => String(document.id) === id);
  if (filed === undefined) return NOTHING;
  if (ssin !== undefined && world.town.person(filed.posting.person).ssin !== ssin) return NOTHING;
  return refusalOf(filed, question) ?? found({ result: detail(filed, world.town) });
}

/** Found by a number that is not the person's own, somebody is refused as they would be under that one. */
function refusalOf(filed: Filed | undefined, question: Question): Answer | undefined {
  return filed && personRefusal(question.world.town.person(filed.posting.person).ssin, question);
}

function detail({ posting, document }: Filed, town: Town): JsonObject {
  const period = beginEnd(document.period);
  const abroad = foreignEmployer(posting);
  const client = { period, type: 'belgian_user', ...belgianClient(posting, town) };
  return {
    summary: documentSummary(document, posting, town),
    supplier: document.source,
    documentStatus: statuses(document),
    postedWorkerParticipation: [{ period, type: posting.kind, person: postedPerson(posting, town) }],
    ...(abroad !== undefined && { foreignEmployerParticipation: [{ period, type: 'foreign_employer', ...abroad }] }),
    [isEconomical(posting) ? 'economicalBelgianClientParticipation' : 'individualBelgianClientParticipation']: [client],
    ...placeOfWork(posting, period),
  };
}

/** Valid from the day before it begins, unless it was taken back. */
function statuses({ period, cancelledOn }: PostingDocument): JsonObject[] {
  const beginDate = `${plusDays(period.start, -7)}T09:00:00Z`;
  if (cancelledOn === undefined) return [{ type: 'valid', beginDate }];
  const end = `${cancelledOn}T09:00:00Z`;
  return [
    { type: 'valid', beginDate, endDate: end },
    { type: 'cancelled', beginDate: end },
  ];
}

/** Work for an enterprise is done at its place; where somebody works at a home, the client says it. */
function placeOfWork({ client }: Posting, period: JsonObject): JsonObject {
  if (!('employer' in client)) return {};
  const { name, cbeNumber, address } = employerCalled(client.employer);
  const place = { type: 'company', name, cbeNumber, address: addressParts(address, 'professional') };
  return { placeOfWorkRelation: [{ placeOfWork: place, period }] };
}
