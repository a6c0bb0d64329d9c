import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/delivery/read-answer.ts';
import type { AttemptRow } from '../../src/exchanges/find.ts';
import { answerFields, attemptView, summaryOf } from '../../src/status/view.ts';
import { row, TICKET } from '../delivery/fakes.ts';
import { NOW } from '../signing/cast.ts';
import { CENTRE } from '../support/ledger.ts';

const LATER = new Date(NOW.getTime() + 1_234);
const BARE = {
  id: 'e-1',
  flow: 'retrieve-ti-groups',
  organisation: CENTRE,
  kind: 'consultation',
  ticket: TICKET,
  state: 'sending',
  acceptedAt: NOW.toISOString(),
  logIndex: 1,
};

describe('a summary', () => {
  it('has nothing of what has not happened yet', () => {
    expect(JSON.parse(JSON.stringify(summaryOf(row())))).toStrictEqual(BARE);
  });

  it('has everything of what has', () => {
    const whole = row({
      state: 'waiting',
      ticketCbss: 'theirs',
      outcome: 'refused',
      code: 'bcss-refused',
      finishedAt: LATER,
      notBefore: LATER,
      parentId: 'e-0' as never,
    });
    expect(summaryOf(whole)).toStrictEqual({
      ...BARE,
      state: 'waiting',
      ticketCbss: 'theirs',
      outcome: 'refused',
      code: 'bcss-refused',
      finishedAt: LATER.toISOString(),
      nextAttemptAt: LATER.toISOString(),
      about: 'e-0',
    });
  });

  it.each(['queued', 'sending', 'undecided', 'done', 'dead-letter', 'cancelled'] as const)(
    'of an exchange that is %s names no next attempt',
    (state) => expect(summaryOf(row({ state }))).not.toHaveProperty('nextAttemptAt'),
  );

  it('of a declaration that is asked about names the next question', () => {
    expect(summaryOf(row({ state: 'reconciling' }))).toHaveProperty('nextAttemptAt', NOW.toISOString());
  });
});

describe('an attempt', () => {
  const begun: AttemptRow = {
    number: 2,
    startedAt: NOW,
    endedAt: undefined,
    intentIndex: '7' as never,
    replyIndex: undefined,
    resultIndex: undefined,
    outcome: undefined,
    code: undefined,
    httpStatus: undefined,
    trust: undefined,
  };

  it('under way has a beginning, and where its intent stands', () => {
    expect(attemptView(begun)).toStrictEqual({ number: 2, startedAt: NOW.toISOString(), logIndexes: { intent: 7 } });
  });

  it('that is over says how, how long it took, and where everything stands', () => {
    const over = {
      ...begun,
      endedAt: LATER,
      replyIndex: '8' as never,
      resultIndex: '9' as never,
      outcome: 'refused',
      code: 'bcss-refused',
      httpStatus: 500,
      trust: 'tls',
    } as const;
    expect(attemptView(over)).toStrictEqual({
      number: 2,
      startedAt: NOW.toISOString(),
      endedAt: LATER.toISOString(),
      durationMs: 1_234,
      outcome: 'refused',
      code: 'bcss-refused',
      httpStatus: 500,
      trust: 'tls',
      logIndexes: { intent: 7, reply: 8, result: 9 },
    });
  });
});

describe('an answer', () => {
  const bare: Answer = {
    kind: 'reply',
    reply: undefined,
    element: undefined,
    envelope: undefined,
    fault: undefined,
    deviations: [],
    result: { kind: 'found', messages: [] } as never,
    ticket: undefined,
    ticketCbss: undefined,
  };

  it('has the parts that the reply has', () => {
    expect(answerFields(bare)).toStrictEqual({ result: bare.result });
    const parts = {
      reply: { a: 'b' },
      envelope: { c: 'd' },
      fault: { code: 'Client', reason: 'no', by: 'client' } as const,
      deviations: [{ kind: 'unknown-element', pointer: '/a' }] as never,
    };
    expect(answerFields({ ...bare, ...parts })).toStrictEqual({ result: bare.result, ...parts });
  });
});
