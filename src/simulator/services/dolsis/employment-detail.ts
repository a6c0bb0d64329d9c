import { daysOfQuarter, plusMonths, monthOf, type Quarter, quarterOf, firstDayOf } from '../../calendar.ts';
import { dayOf, overlaps } from '../../integrations/day.ts';
import { type JsonObject, numberIn, textIn, valueIn } from '../../json.ts';
import { type Employment, EMPLOYMENTS } from '../../town/facets/employment.ts';
import type { Person } from '../../town/person.ts';
import { SPECIAL } from '../../town/special-people.ts';
import { NOTHING, refused } from '../answers.ts';
import { knownRemark } from '../remarks.ts';
import type { Answer, Question } from '../service.ts';
import { dimonaRecord } from './dimona-record.ts';
import { dmfaRecord, isDeclared } from './dmfa.ts';
import { employerOfNossNumber, isAnswer } from './noss-number.ts';
import { employerParts, personParts } from './parts.ts';

/** Somebody's work for one employer: what was said to Dimona, and what was declared for each quarter (DmfA). */
export function getEmploymentDetail(person: Person, question: Question): Answer {
  const { payload, world } = question;
  const number = textIn(payload, 'criteria', 'nossRegistrationNumber', 'value') ?? '';
  const employer = employerOfNossNumber(number, 'nossRegistrationNumber');
  if (isAnswer(employer)) return employer;
  const rows = EMPLOYMENTS.filter((row) => row.person === person.key && row.employer === employer.key);
  const dimona = dimonaPart(rows, question);
  const dmfa = dmfaPart(rows, person, question);
  const words = [dimona.word, dmfa.word];
  if (!words.includes('DATA_FOUND')) return dmfa.word === 'NO_RESULT' ? refused('MSG00002') : NOTHING;
  const result = { person: personParts(person), employer: employerParts(employer, world.town) };
  return {
    outcome: dmfa.word === 'NO_RESULT' ? 'partial' : 'found',
    parts: { result: { ...result, ...dimona.parts, ...dmfa.parts } },
  };
}

type Word = 'DATA_FOUND' | 'NO_DATA_FOUND' | 'NO_RESULT';

interface Part {
  readonly word: Word;
  readonly parts: JsonObject;
}

/** A part that is not asked for says that it has nothing; so the source does for who may not see it. */
function partOf(key: 'employmentRecord' | 'dmfaRecord', records: readonly JsonObject[]): Part {
  const word = records.length > 0 ? 'DATA_FOUND' : 'NO_DATA_FOUND';
  return { word, parts: { ...(records.length > 0 && { [key]: [...records] }), [`${key}Status`]: status(word) } };
}

function status(value: Word): JsonObject {
  const code = value === 'NO_RESULT' ? 'MSG00002' : 'MSG00000';
  return { value, code, description: knownRemark(code).text };
}

function dimonaPart(rows: readonly Employment[], question: Question): Part {
  const quarters = askedQuarters(question).map(daysOfQuarter);
  const asked = isWanted('employmentRecords', question)
    ? rows.filter(({ period }) => quarters.some((days) => overlaps(period, days)))
    : [];
  return partOf(
    'employmentRecord',
    asked.map((row) => dimonaRecord(row, dayOf(question.now))),
  );
}

/** Of one person of the town, what employers declared cannot be had. */
function dmfaPart(rows: readonly Employment[], person: Person, question: Question): Part {
  if (!isWanted('dmfaRecords', question)) return partOf('dmfaRecord', []);
  if (person.key === SPECIAL.oneSourceFails) {
    return { word: 'NO_RESULT', parts: { dmfaRecordStatus: status('NO_RESULT') } };
  }
  const declared = askedQuarters(question).filter((quarter) => isDeclared(quarter, dayOf(question.now)));
  return partOf(
    'dmfaRecord',
    declared.map((quarter) => dmfaRecord(quarter, rows, person)).filter((record) => record !== undefined),
  );
}

/** Both, where the request names neither. */
function isWanted(part: 'employmentRecords' | 'dmfaRecords', { payload }: Question): boolean {
  const wanted = valueIn(payload, 'criteria', part);
  if (wanted !== undefined) return wanted === true;
  const other = part === 'dmfaRecords' ? 'employmentRecords' : 'dmfaRecords';
  return valueIn(payload, 'criteria', other) === undefined;
}

/** The quarter asked about and those before it, newest first: our reading of their number. */
function askedQuarters({ payload }: Question): Quarter[] {
  const asked = textIn(payload, 'criteria', 'quarter') ?? '';
  const month = monthOf(daysOfQuarter(`${asked.slice(0, 4)}Q${asked.slice(4)}`).start);
  const count = numberIn(payload, 'criteria', 'nbrOfQuarters') ?? 1;
  return Array.from({ length: count }, (_, before) => quarterOf(firstDayOf(plusMonths(month, -3 * before))));
}
