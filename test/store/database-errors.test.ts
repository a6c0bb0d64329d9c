import { describe, expect, it } from 'vitest';
import { isUnavailable, isWorthRepeating } from '../../src/store/database-errors.ts';

const withCode = (code: string, message = 'said the database'): Error => Object.assign(new Error(message), { code });

describe('an error of the database', () => {
  it.each(['40001', '40P01'])('%s is worth repeating', (code) => {
    expect(isWorthRepeating(withCode(code))).toBe(true);
    expect(isUnavailable(withCode(code))).toBe(false);
  });

  it.each([
    '08000',
    '08006',
    '08P01',
    '57P01',
    '57P02',
    '57P03',
    '57014',
    '25006',
    '25P03',
    '53000',
    '53100',
    '53200',
    '53300',
    'ECONNREFUSED',
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
  ])('%s says that it cannot now', (code) => {
    expect(isUnavailable(withCode(code))).toBe(true);
    expect(isWorthRepeating(withCode(code))).toBe(false);
  });

  it.each(['23505', '42501', '22P02', '42P01', 'P0001', 'ENOENT', ''])('%s is ours', (code) => {
    expect(isUnavailable(withCode(code))).toBe(false);
    expect(isWorthRepeating(withCode(code))).toBe(false);
  });

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'timeout expired',
    'Query read timeout',
    'Client has encountered a connection error and is not queryable',
  ])('without a code is known by its words: %s', (message) => {
    expect(isUnavailable(new Error(message))).toBe(true);
  });

  it('that gathers several is what any of them is: one per address that was tried', () => {
    const refused = withCode('ECONNREFUSED');
    expect(isUnavailable(new AggregateError([withCode('42501'), refused]))).toBe(true);
    expect(isUnavailable(new AggregateError([withCode('42501')]))).toBe(false);
  });

  it.each([undefined, null, 'ECONNRESET', 40_001, {}, { code: 40_001 }])('that is no error is ours: %j', (thrown) => {
    expect(isUnavailable(thrown)).toBe(false);
    expect(isWorthRepeating(thrown)).toBe(false);
  });
});
