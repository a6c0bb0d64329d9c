import { dayOf, overlaps } from '../../integrations/day.ts';
import { type Json, type JsonObject, numberIn, textIn, valueIn } from '../../json.ts';
import type { Scroll } from '../../declared/scroll-tickets.ts';
import { employerCalled, type Employment, EMPLOYMENTS } from '../../town/facets/employment.ts';
import type { Person } from '../../town/person.ts';
import { found, NOTHING, refused } from '../answers.ts';
import { registerName } from '../names.ts';
import { askedDays, BACKWARDS } from '../parts/asked-days.ts';
import type { Answer, Question } from '../service.ts';

/** Form L950: the work that was declared for a person, newest first, page by page. */
export function dimonaHistory(question: Question): Answer {
  const request = valueIn(question.payload, 'Data', 'XML', 'L950', 'Request');
  const person = question.world.town.find(question.subjects[0] ?? '');
  if (person === undefined) return NOTHING;
  const scrolling = valueIn(request, 'Scrolling');
  if (scrolling !== undefined) return furtherPage(scrolling, request, person, question);
  const period = askedDays(valueIn(request, 'SearchPeriod'), 'BeginDate', 'EndDate');
  return period === undefined
    ? BACKWARDS
    : page({ ssin: person.ssin, period }, 1, undefined, request, person, question);
}

/** A further page names the ticket that came with the first one. It must be about the same person, and that far there must be lines. */
function furtherPage(scrolling: Json, request: Json | undefined, person: Person, question: Question): Answer {
  const ticket = textIn(scrolling, 'Ticket') ?? '';
  const scroll = question.world.declared.scrolls.find(ticket);
  if (scroll?.ssin !== person.ssin) return refused('99990007', 'Ticket');
  return page(scroll, numberIn(scrolling, 'FirstLineNbr') ?? 1, ticket, request, person, question);
}

function page(
  scroll: Scroll,
  firstLine: number,
  ticket: string | undefined,
  request: Json | undefined,
  person: Person,
  question: Question,
): Answer {
  const all = linesOf(person, scroll, request, question);
  if (all.length === 0) return { ...NOTHING, parts: inForm({ Reference: reference(0, 0) }) };
  if (firstLine > all.length) return refused('99990007', 'FirstLineNbr');
  const lines = all.slice(firstLine - 1).slice(0, numberIn(request, 'NbrOfAnswer'));
  const next = firstLine + lines.length;
  const scrolling =
    next > all.length
      ? undefined
      : { FirstLineNbr: next, Ticket: ticket ?? question.world.declared.scrolls.open(scroll) };
  return found(
    inForm({
      Reference: { ...reference(all.length, lines.length), NextScrolling: scrolling },
      Activity: lines.map((line) => activity(line, person)),
    }),
  );
}

/** `ActiveWorker` 0 leaves out who works there still, `CanceledContract` 1 adds what was taken back: our reading of two switches. */
function linesOf({ key }: Person, { period }: Scroll, request: Json | undefined, { now }: Question): Employment[] {
  const [alsoActive, alsoCancelled] = [
    numberIn(request, 'ActiveWorker') === 1,
    numberIn(request, 'CanceledContract') === 1,
  ];
  return EMPLOYMENTS.filter(({ person }) => person === key)
    .filter((line) => overlaps(line.period, period))
    .filter((line) => alsoActive || (line.period.end !== undefined && line.period.end < dayOf(now)))
    .filter(({ cancelled }) => alsoCancelled || cancelled !== true);
}

function reference(available: number, included: number): JsonObject {
  return { NbrOfAvailableAnswer: available, NbrOfIncludedAnswer: included };
}

function activity(
  { employer: key, period, workerType, dimonaPeriodId, cancelled }: Employment,
  person: Person,
): JsonObject {
  const { nossNumber, cbeNumber, jointCommission } = employerCalled(key);
  return {
    Employer: { FirmID: { NLOSSRegistrationNbr: nossNumber, CompanyID: cbeNumber }, PLAIndicator: '0' },
    NaturalPerson: naturalPerson(person),
    Worker: {
      OccupationPeriod: { BeginDate: period.start, EndDate: period.end },
      JointCommissionNbr: String(jointCommission),
      KindOfWorker: workerType,
      DimonaNbr: String(dimonaPeriodId),
      ValidityStatus: cancelled === true ? '0' : '1',
      LastDimonaAction: lastAction(period.end, cancelled === true),
    },
  };
}

/** 1 in, 2 out, 4 cancelled; a change (3) has not happened to anybody here. */
function lastAction(end: string | undefined, isCancelled: boolean): string {
  if (isCancelled) return '4';
  return end === undefined ? '1' : '2';
}

function naturalPerson({ ssin, lastName, firstNames, birth, sex, nationalities }: Person): JsonObject {
  return {
    INSS: ssin,
    Name: registerName(lastName),
    FirstName: registerName(firstNames.join(' ')),
    OriolusValidationCode: '0',
    BirthDate: birth.date,
    Sex: sex === 'M' ? '1' : '2',
    NationalityCode: String(nationalities[0]?.country.code ?? ''),
  };
}

function inForm(AnswerOK: JsonObject): JsonObject {
  return { Header: undefined, Data: { XML: { L950: { processType: 'L', version: '001', AnswerOK } } } };
}
