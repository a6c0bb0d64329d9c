import { describe, expect, it } from 'vitest';
import { EXCHANGE_STATES, isFinal } from '../../src/domain/exchange.ts';
import { LANGUAGES } from '../../src/domain/language.ts';
import { PROBLEMS } from '../../src/domain/problems/catalogue.ts';
import { BY_ITSELF } from '../../src/domain/problems/problem.ts';
import { reasonCode } from '../../src/domain/reason-codes.ts';
import { RETRIED } from '../../src/domain/reason-codes/remedies.ts';
import type { Result } from '../../src/domain/result.ts';
import { presentExchange, presentSummary } from '../../src/http/present.ts';
import { presentHousehold } from '../../src/http/present-household.ts';
import type { ExchangeView } from '../../src/status/view.ts';
import { summary } from './door.ts';

const FINAL = EXCHANGE_STATES.filter(isFinal);
const UNDER_WAY = EXCHANGE_STATES.filter((state) => !isFinal(state));
const CODES = Object.keys(PROBLEMS);
const away = reasonCode('MSG00002');

/** An answer of which a source was away. */
const answer = (kind: Result['kind']): Result => ({
  kind,
  status: 'NO_RESULT',
  messages: [{ severity: 'ERROR', code: 'MSG00002', ...away }],
  sources: [{ source: 'ONE', status: 'TECHNICAL_ERROR', kind: 'refused', ...away }],
});
const exchange = (more: Partial<ExchangeView>): ExchangeView => ({ ...summary(), attempts: [], ...more });

describe.each(FINAL)('an exchange that is %s, for which nothing more happens by itself', (state) => {
  it.each(LANGUAGES)('promises no further attempt under any code (%s)', (language) => {
    for (const code of CODES) {
      const text = JSON.stringify(presentSummary(summary({ state, code }), language));
      expect(text, code).not.toContain(BY_ITSELF.retried[language]);
      expect(text, code).not.toContain(BY_ITSELF.reconciled[language]);
    }
  });

  it.each(LANGUAGES)('promises none in what BCSS and its sources said (%s)', (language) => {
    for (const kind of ['refused', 'partial'] as const) {
      const text = JSON.stringify(presentExchange(exchange({ state, result: answer(kind) }), language));
      expect(text).not.toContain(RETRIED[language]);
    }
  });

  it('says of a partial answer that the rest is not asked for again', () => {
    const { result } = presentExchange(exchange({ state, result: answer('partial') }), 'en') as { result: object };
    expect(result).toMatchObject({ happens: expect.stringContaining('does not ask again by itself') as string });
  });
});

describe.each(UNDER_WAY)('an exchange that is %s', (state) => {
  it('says what happens by itself, and that it is tried again', () => {
    const shown = presentExchange(exchange({ state, code: 'bcss-unreachable', result: answer('refused') }), 'en');
    expect(shown).toMatchObject({
      explanation: { happens: BY_ITSELF.retried.en },
      result: { messages: [{ remedy: RETRIED.en }], sources: [{ remedy: RETRIED.en }] },
    });
    expect(shown).not.toHaveProperty('result.happens');
  });
});

describe('what to do once attempts are used up', () => {
  it('is to requeue a dead letter, and to keep what else was said', () => {
    const dead = presentSummary(summary({ state: 'dead-letter', code: 'bcss-tls-refused' }), 'en');
    expect(JSON.stringify(dead)).toContain('gateway doctor');
    expect(JSON.stringify(dead)).toContain('requeue');
    const late = presentSummary(summary({ state: 'dead-letter', code: 'bcss-timeout' }), 'en');
    expect(JSON.stringify(late)).not.toContain('follow the status');
    const evidence = presentSummary(summary({ state: 'dead-letter', code: 'reply-signature-invalid' }), 'en');
    expect(JSON.stringify(evidence)).toContain(PROBLEMS['reply-signature-invalid'].remedy.en);
  });

  it('is for a person to decide where nobody knows what became of a declaration', () => {
    const open = JSON.stringify(presentSummary(summary({ state: 'undecided', code: 'bcss-timeout' }), 'en'));
    expect(open).toContain('a person must decide');
    expect(open).toContain('`resolve`');
  });

  it('holds for the step of a household that failed', () => {
    const title = { fr: 'a', nl: 'b', de: 'c', en: 'd' };
    const step = { exchange: 'x', state: 'failed', code: 'bcss-unreachable' };
    const household = { members: [{ ssin: '1', integrations: [{ title, step }] }] };
    const text = JSON.stringify(presentHousehold(household as never, 'en'));
    expect(text).not.toContain(BY_ITSELF.retried.en);
    expect(text).toContain('requeue');
  });
});
