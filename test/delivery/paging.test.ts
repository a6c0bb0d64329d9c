import { describe, expect, it } from 'vitest';
import type { AnsweredQuestion } from '../../src/delivery/ports.ts';
import type { FlowId } from '../../src/domain/flow.ts';
import type { ExchangeRow } from '../../src/exchanges/exchange-row.ts';
import type { AttemptResult } from '../../src/exchanges/record-result.ts';
import { PAGES_MAX } from '../../src/flows/pages.ts';
import { ORGANISATION } from '../support/organisations.ts';
import { PERSON } from '../support/people.ts';
import { attestationsReply, signed, unsigned } from '../support/replies.ts';
import { FLOWS } from '../support/requests.ts';
import { FakeWorld, reply, row, TICKET } from './fakes.ts';

const FLOW = 'attestation-a036' as FlowId;
const PAYLOAD = { INSS: PERSON, Period: { BeginDate: '2017-01-01', EndDate: '2026-12-31' } };
const REFERENCE = FLOWS.get(FLOW).referenceOf(TICKET, ORGANISATION);

function world(change: Partial<ExchangeRow>, pages: 'all' | 'first' = 'all'): FakeWorld {
  const made = new FakeWorld(PAYLOAD, { flow: FLOW, ...change });
  if (pages === 'all') made.body = { ...made.body, pages };
  return made;
}

describe('the first page of an answer', () => {
  async function stateAfter(pages: 'all' | 'first', next: string | undefined): Promise<string | undefined> {
    const asking = world({}, pages);
    asking.sent = async () => reply(await signed(attestationsReply(REFERENCE, ['A1'], next)));
    const result = await asking.deliver();
    expect(result).toMatchObject({ outcome: 'answered', resultKind: 'found', replyIsAnswer: true });
    return result?.next.state;
  }

  it.each<['all' | 'first', string | undefined, string]>([
    ['all', 'N2', 'paging'],
    ['all', undefined, 'done'],
    ['all', '', 'done'],
    ['first', 'N2', 'done'],
  ])('asked with %j, leading to %j, is %s', async (pages, next, state) => {
    expect(await stateAfter(pages, next)).toBe(state);
  });

  it('that is refused is no page', async () => {
    const asking = world({});
    asking.sent = { kind: 'not-sent', reason: 'unreachable', detail: 'x' };
    expect((await asking.deliver())?.next.state).toBe('waiting');
  });
});

describe('the further pages of an answer', () => {
  const answered = { flow: FLOW, state: 'done', outcome: 'answered', resultKind: 'found' } as const;
  const first = row({ ...answered, state: 'paging' });
  const page = (ids: readonly string[], next?: string, change: Partial<ExchangeRow> = {}): AnsweredQuestion => ({
    exchange: row({ ...answered, parentId: first.id, ...change }),
    reply: unsigned(attestationsReply(undefined, ids, next)),
  });

  /** One step over these pages, of which the first belongs to the exchange itself. */
  async function step(...pages: AnsweredQuestion[]): Promise<FakeWorld> {
    const stepping = world(first);
    stepping.pagesSoFar = pages.map((one, index) => (index === 0 ? { ...one, exchange: first } : one));
    await stepping.deliver();
    return stepping;
  }
  const ended = ({ results }: FakeWorld): Partial<AttemptResult> | undefined => results.at(-1);

  it('are asked for one after the other, each with the reference of the one before', async () => {
    const second = await step(page(['A1'], 'N2'));
    expect(second.asked).toMatchObject([
      { flow: FLOW, payload: { ...PAYLOAD, L036: { Request: { NextAnswerReference: 'N2' } } } },
    ]);
    expect(second.postponed).toHaveLength(1);
    expect(second.results).toEqual([]);
    const third = await step(page(['A1'], 'N2'), page(['A2'], 'N3'));
    expect(third.asked).toMatchObject([{ payload: { L036: { Request: { NextAnswerReference: 'N3' } } } }]);
  });

  it('are waited for while one is under way', async () => {
    const waiting = await step(page(['A1'], 'N2'), page([], undefined, { state: 'waiting', outcome: 'unreachable' }));
    expect(waiting).toMatchObject({ asked: [], results: [], postponed: [{ step: 0 }] });
  });

  it('are done with the last, and what they found is theirs together', async () => {
    const done = await step(page(['A1'], 'N2'), page(['A2']));
    expect(done.asked).toEqual([]);
    expect(ended(done)).toMatchObject({
      attempt: undefined,
      outcome: 'answered',
      resultKind: 'found',
      next: { state: 'done' },
      result: { kind: 'result', details: { pages: 2 } },
    });
    expect(ended(done)).not.toHaveProperty('code');
  });

  const missing = (reason: string, pages: number): object => ({
    outcome: 'answered',
    code: 'pages-incomplete',
    resultKind: 'partial',
    next: { state: 'done' },
    result: { details: { missing: reason, pages } },
  });

  it.each<[string, Partial<ExchangeRow>]>([
    ['was refused', { outcome: 'refused' }],
    ['never came', { state: 'dead-letter', outcome: 'unreachable' }],
    ['was withdrawn', { state: 'cancelled', outcome: undefined }],
  ])('are partial where one %s', async (_name, change) => {
    expect(ended(await step(page(['A1'], 'N2'), page(['A2'], 'N3', change)))).toMatchObject(missing('page-missing', 2));
  });

  it('are partial where one can no longer be read, or its content was destroyed', async () => {
    const gone = { ...page(['A2']), reply: undefined };
    const spoilt = { ...page(['A2']), reply: Buffer.from('<not>this</not>') };
    for (const one of [gone, spoilt])
      expect(ended(await step(page(['A1'], 'N2'), one))).toMatchObject(missing('page-missing', 2));
  });

  it('end at a bound, however many there are', async () => {
    const many = Array.from({ length: PAGES_MAX }, (_, index) => page([`A${index}`], `N${index + 2}`));
    expect(ended(await step(...many))).toMatchObject(missing('limit', PAGES_MAX));
    expect((await step(...many.slice(1))).asked).toHaveLength(1);
  });

  it('end where they are too large together', async () => {
    const large = {
      ...page(['A1'], 'N2'),
      reply: Buffer.concat([unsigned(attestationsReply(undefined, ['A1'], 'N2')), Buffer.alloc(7_000_000, ' ')]),
    };
    const pages = Array.from({ length: 5 }, (_, index) => ({
      ...large,
      reply: Buffer.from(large.reply.toString().replace('&gt;N2&lt;', `&gt;N${index + 2}&lt;`)),
    }));
    expect(ended(await step(...pages))).toMatchObject(missing('limit', 5));
  });

  it('do not go round in a circle', async () => {
    expect(ended(await step(page(['A1'], 'N2'), page(['A2'], 'N3'), page(['A3'], 'N2')))).toMatchObject(
      missing('reference', 3),
    );
  });

  it('are given up when what was asked can no longer be read, or the flow is gone', async () => {
    const unreadable = world(first);
    unreadable.pagesSoFar = [page(['A1'], 'N2')];
    unreadable.request = () => Promise.reject(new Error('another key'));
    await unreadable.deliver();
    expect(ended(unreadable)).toMatchObject(missing('unreadable', 1));
    const gone = world({ ...first, flow: 'gone' as FlowId });
    gone.pagesSoFar = [page(['A1'], 'N2')];
    await gone.deliver();
    expect(ended(gone)).toMatchObject(missing('unreadable', 1));
  });
});
