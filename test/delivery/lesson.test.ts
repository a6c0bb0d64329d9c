import { describe, expect, it } from 'vitest';
import { lessonOf } from '../../src/delivery/lesson.ts';
import type { Answer } from '../../src/delivery/read-answer.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import type { Flow } from '../../src/flows/flow.ts';
import type { Result } from '../../src/domain/result.ts';
import { OTHER_PERSON, PERSON } from '../support/people.ts';
import { FLOWS } from '../support/requests.ts';

const MANAGE_ACCESS = FLOWS.get('manage-access');
const PAYLOAD = { SSIN: PERSON, Action: 'LIST' };

function answer(reply: JsonValue | undefined, result: Partial<Result> = {}, kind: Answer['kind'] = 'reply'): Answer {
  return {
    kind,
    reply,
    element: undefined,
    envelope: undefined,
    fault: undefined,
    deviations: [],
    result: { kind: 'found', status: '0', messages: [], ...result },
    ticket: undefined,
    ticketCbss: undefined,
  };
}

/** The same flow, with a message that is about these people. */
function about(persons: readonly string[]): Flow {
  return Object.create(MANAGE_ACCESS, { subjectsOf: { value: () => persons } }) as Flow;
}

const ROW = {
  Purpose: 2,
  Period: { StartDate: '2026-01-01+01:00', EndDate: '2026-12-31+01:00' },
  OrgUnit: '99902',
  Register: 'SECONDARY',
};
const REGISTRATION = { qualityCode: 2, nisCode: '99902', firstDay: '2026-01-01', lastDay: '2026-12-31' };

describe('what an answer teaches', () => {
  it('is who is integrated, where the flow says where its replies list it', () => {
    const endless = { ...ROW, Purpose: '12', Period: { StartDate: '2026-02-01' } };
    expect(lessonOf(MANAGE_ACCESS, PAYLOAD, answer({ Registrations: [ROW, endless] }))).toEqual({
      person: PERSON,
      registrations: [REGISTRATION, { qualityCode: 12, nisCode: '99902', firstDay: '2026-02-01', lastDay: undefined }],
    });
  });

  it('is that nobody is, where it lists nothing', () => {
    expect(lessonOf(MANAGE_ACCESS, PAYLOAD, answer({ OriginalRequest: {} }))).toEqual({
      person: PERSON,
      registrations: [],
    });
  });

  it.each([
    ['a row of another register', { ...ROW, Register: 'PRIMARY' }],
    ['a row without its centre', { ...ROW, OrgUnit: undefined }],
    ['a row without its first day', { ...ROW, Period: {} }],
    ['a row without its code', { ...ROW, Purpose: undefined }],
  ])('leaves out %s', (_what, row) => {
    const lesson = lessonOf(MANAGE_ACCESS, PAYLOAD, answer({ Registrations: [row] }));
    expect(lesson?.registrations).toEqual([]);
  });

  it.each([
    ['a refusal', answer({ Registrations: [ROW] }, { kind: 'refused' })],
    ['a fault', answer({ Registrations: [ROW] }, {}, 'fault')],
    ['an answer without a reply', answer(undefined)],
  ])('is nothing about integrations in %s', (_what, given) => {
    expect(lessonOf(MANAGE_ACCESS, PAYLOAD, given)).toBeUndefined();
  });

  it('is a number that was replaced, even in a refusal', () => {
    const ssinChange = { kind: 'replaced', replacedBy: OTHER_PERSON } as const;
    const lesson = lessonOf(MANAGE_ACCESS, PAYLOAD, answer(undefined, { kind: 'refused', ssinChange }));
    expect(lesson).toEqual({ person: PERSON, ssinChange });
  });

  it('is nothing where the message is about several people: which of them, the reply does not say', () => {
    const several = about([PERSON, OTHER_PERSON]);
    expect(lessonOf(several, PAYLOAD, answer({ Registrations: [ROW] }))).toBeUndefined();
    const nobody = about([]);
    expect(lessonOf(nobody, PAYLOAD, answer({ Registrations: [ROW] }))).toBeUndefined();
  });
});
