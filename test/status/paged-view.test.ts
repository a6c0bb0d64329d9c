import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../src/delivery/read-answer.ts';
import { pagedFields } from '../../src/status/paged-view.ts';
import { readEnvelope } from '../../src/soap/read-envelope.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { row } from '../delivery/fakes.ts';
import { attestationsReply, unsigned } from '../support/replies.ts';
import { FLOWS } from '../support/requests.ts';

const FLOW = FLOWS.get('attestation-a036');
const exchanges = (count: number) =>
  Array.from({ length: count }, (_, index) => row({ id: `e-${index + 1}` as never, flow: FLOW.id }));
const answer = (ids: readonly string[], next?: string) =>
  readAnswer(FLOW, readEnvelope(parseXml(unsigned(attestationsReply(undefined, ids, next)))));

interface Shown {
  readonly L036: { readonly AnswerOK: { readonly NextAnswerReference?: string; readonly A036?: readonly object[] } };
}

describe('an answer over several pages', () => {
  it('is shown as one, with the exchanges that it was made of', () => {
    const fields = pagedFields(FLOW, [answer(['A1', 'A2'], 'N2'), answer(['A3'])], exchanges(2));
    const { AnswerOK } = (fields.reply as Shown).L036;
    expect(JSON.stringify(AnswerOK.A036)).toMatch(/A1.*A2.*A3/);
    expect(AnswerOK).not.toHaveProperty('NextAnswerReference');
    expect(fields.pages).toEqual({ count: 2, complete: true, exchanges: ['e-1', 'e-2'] });
    expect(fields.result?.kind).toBe('found');
  });

  it('says that it is not all, while a page is missing', () => {
    const { pages, result, reply } = pagedFields(FLOW, [answer(['A1'], 'N2'), answer(['A2'], 'N3')], exchanges(3));
    expect(pages).toEqual({ count: 2, complete: false, exchanges: ['e-1', 'e-2', 'e-3'] });
    expect(result?.kind).toBe('partial');
    expect((reply as Shown).L036.AnswerOK.NextAnswerReference).toBe('N3');
  });

  it('is not whole when the last page that came says so and an earlier one is missing', () => {
    expect(pagedFields(FLOW, [answer(['A1'], 'N2'), answer(['A3'])], exchanges(3)).pages?.complete).toBe(false);
  });

  it('is found when only a later page holds something', () => {
    const { result } = pagedFields(FLOW, [answer([], 'N2'), answer(['A2'])], exchanges(2));
    expect(result?.kind).toBe('found');
  });

  it('repeats a remark of each page once', () => {
    const remark = { severity: 'WARNING', code: 'X' } as const;
    const remarked = [answer(['A1'], 'N2'), answer(['A2'])].map((page) => ({
      ...page,
      result: { ...page.result, messages: [remark] },
    }));
    expect(pagedFields(FLOW, remarked, exchanges(2)).result?.messages).toEqual([remark]);
  });

  it('is partial where a page is', () => {
    const [first, second] = [answer(['A1'], 'N2'), answer(['A2'])];
    const partial = { ...second, result: { ...second.result, kind: 'partial' as const } };
    expect(pagedFields(FLOW, [first, partial], exchanges(2)).result?.kind).toBe('partial');
  });
});
