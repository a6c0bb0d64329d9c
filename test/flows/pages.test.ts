import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import type { Pages } from '../../src/flows/descriptor.ts';
import { isAtEnd, joinPages, nextPage } from '../../src/flows/pages.ts';
import { catalogue } from './fixture.ts';

const one: Pages = {
  lists: [{ next: '/answer/next', into: '/ask/from', items: '/answer/item' }],
  also: { '/ask/ticket': '/answer/ticket' },
  without: ['/ask/period'],
};
const page = (next: JsonValue | undefined, ...items: JsonValue[]): JsonValue => ({
  answer: { ...(next !== undefined && { next }), ticket: 'T', item: items },
});

describe('a list in pages', () => {
  const payload = { who: 'x', ask: { period: 'p', size: 32 } };

  it('is asked for further with the reference of its last page, and without what belonged to the first', () => {
    const next = nextPage(one, payload, [page('2', 'a')]);
    expect(next).toEqual({ who: 'x', ask: { size: 32, from: '2', ticket: 'T' } });
    expect(nextPage(one, payload, [page('2', 'a'), page('3', 'b')])).toMatchObject({ ask: { from: '3' } });
    expect(payload).toEqual({ who: 'x', ask: { period: 'p', size: 32 } });
  });

  it.each<[string, JsonValue | undefined]>([
    ['nothing', undefined],
    ['an empty text', ''],
    ['0', 0],
    ['0 as text', '0'],
  ])('ends where the reference is %s', (_name, next) => {
    expect(nextPage(one, payload, [page('2', 'a'), page(next, 'b')])).toBeUndefined();
    expect(isAtEnd(one, [page('2', 'a'), page(next, 'b')])).toBe(true);
  });

  it('that leads back to a page that was there before is not followed, and not whole either', () => {
    const round = [page('2', 'a'), page('3', 'b'), page('2', 'c')];
    expect(nextPage(one, payload, round)).toBeUndefined();
    expect(isAtEnd(one, round)).toBe(false);
    expect(nextPage(one, payload, [page('2', 'a'), page('2', 'a')])).toBeUndefined();
  });

  it('is joined in its order, with the reference of what is still to come', () => {
    expect(joinPages(one, [page('2', 'a', 'b'), page('3', 'c'), page(undefined, 'd')])).toEqual({
      answer: { ticket: 'T', item: ['a', 'b', 'c', 'd'] },
    });
    expect(joinPages(one, [page('2', 'a'), page('3', 'b')])).toEqual({
      answer: { ticket: 'T', item: ['a', 'b'], next: '3' },
    });
    expect(joinPages(one, [page(undefined)])).toEqual({ answer: { ticket: 'T', item: [] } });
  });

  it('of which the service writes a single item without a list is joined too', () => {
    const single = { answer: { next: '2', item: { id: 1 } } };
    expect(joinPages(one, [single, page(undefined, { id: 2 })])).toMatchObject({
      answer: { item: [{ id: 1 }, { id: 2 }] },
    });
  });
});

describe('several lists in one reply', () => {
  const lists = ['a', 'b'].map((name) => ({ next: `/${name}/next`, into: `/from/${name}`, items: `/${name}/item` }));
  const reply = (a: [number, ...string[]], b: [number, ...string[]]): JsonValue => ({
    a: { next: a[0], item: a.slice(1) },
    b: { next: b[0], item: b.slice(1) },
  });

  it('are each followed to their own end, and the beginning of one that has ended is not taken twice', () => {
    const pages = [reply([10, 'a1'], [5, 'b1']), reply([0, 'a2'], [6, 'b2']), reply([10, 'a1'], [0, 'b3'])];
    expect(nextPage({ lists }, {}, pages.slice(0, 1))).toEqual({ from: { a: 10, b: 5 } });
    expect(nextPage({ lists }, {}, pages.slice(0, 2))).toEqual({ from: { b: 6 } });
    expect(nextPage({ lists }, {}, pages)).toBeUndefined();
    expect(isAtEnd({ lists }, pages)).toBe(true);
    expect(joinPages({ lists }, pages)).toEqual({ a: { item: ['a1', 'a2'] }, b: { item: ['b1', 'b2', 'b3'] } });
  });
});

describe('every flow that has pages', () => {
  const paged = catalogue.all().filter(({ descriptor }) => descriptor.pages !== undefined);

  it('is one of those whose services page', () => {
    expect(paged.map(({ id }) => id)).toEqual([
      'attestation-a036',
      'dimona-history',
      'dolsis.get-posted-worker-detail',
    ]);
  });

  it.each<[string, JsonValue, JsonValue]>([
    [
      'attestation-a036',
      { INSS: '03041200121', Period: { BeginDate: '2017-01-01', EndDate: '2026-12-31' } },
      { L036: { AnswerOK: { NextAnswerReference: 'FICTNEXT0001', A036: [] } } },
    ],
    [
      'dimona-history',
      {
        Data: {
          XML: {
            L950: {
              Request: {
                NaturalPerson: { INSS: '03041200121' },
                SearchPeriod: { BeginDate: '1995-01-01', EndDate: '2026-01-05' },
              },
            },
          },
        },
      },
      { Data: { XML: { L950: { AnswerOK: { Reference: { NextScrolling: { FirstLineNbr: 2, Ticket: 'FICT' } } } } } } },
    ],
    [
      'dolsis.get-posted-worker-detail',
      { criteria: { ssin: '03041200121' } },
      { result: { documentParticipations: { nextOffset: 10 }, foreignEmployerRelations: { nextOffset: 0 } } },
    ],
  ])('%s asks for its second page with a payload that is valid', (id, payload, reply) => {
    const flow = catalogue.get(id);
    expect(flow.check(payload)).toEqual([]);
    const next = nextPage(flow.descriptor.pages!, payload as object as never, [reply]);
    expect(next).toBeDefined();
    expect(flow.check(next)).toEqual([]);
    expect(flow.subjectsOf(next ?? {})).toEqual(['03041200121']);
  });
});
