import { describe, expect, it } from 'vitest';
import { closestName, didYouMean } from '../../src/domain/closest-name.ts';
import { fieldProblemText } from '../../src/domain/problems/field-problem.ts';
import { compileCheck } from '../../src/flows/validate.ts';

const NAMES = ['StartDate', 'EndDate', 'SSIN', 'ProofOfAuthentication', 'quality_code', 'fileReference'];

describe('a misspelt name', () => {
  it.each([
    ['StartDat', 'StartDate'],
    ['startdate', 'StartDate'],
    ['start_date', 'StartDate'],
    ['StratDate', 'StartDate'],
    ['EndDtae', 'EndDate'],
    ['ssin', 'SSIN'],
    ['SSINN', 'SSIN'],
    ['ProofOfAutentification', 'ProofOfAuthentication'],
    ['qualityCode', 'quality_code'],
    ['fileRefrence', 'fileReference'],
  ])('%s is taken for %s', (given, meant) => {
    expect(closestName(given, NAMES)).toBe(meant);
  });

  it.each(['', 'x', 'Purpose', 'NISS', 'Date', 'StartDateStartDate', 'S'.repeat(10_000)])(
    '%s is taken for nothing',
    (given) => {
      expect(closestName(given, NAMES)).toBeUndefined();
    },
  );

  it('of an empty list is taken for nothing', () => {
    expect(closestName('StartDate', [])).toBeUndefined();
  });

  it('is asked about in every language', () => {
    expect(didYouMean('StartDate')).toEqual({
      fr: 'vouliez-vous dire «\u00a0StartDate\u00a0»\u00a0?',
      nl: 'bedoelde u “StartDate”?',
      de: 'meinten Sie „StartDate“?',
      en: 'did you mean “StartDate”?',
    });
  });
});

describe('a misspelt field', () => {
  const text = { type: 'string' } as const;
  const check = compileCheck({
    type: 'object',
    additionalProperties: false,
    properties: {
      StartDate: text,
      EndDate: text,
      inner: { type: 'object', additionalProperties: false, properties: { Amount: text } },
      event: { type: 'string', enum: ['mutation.received', 'exchange.ended'] },
    },
  });
  const said = (payload: object): string[] => check(payload).map((problem) => fieldProblemText(problem).en);

  it('gets the right one suggested, of those at its place', () => {
    expect(said({ StartDat: '1' })).toEqual(['unknown field; did you mean “StartDate”?']);
    expect(said({ inner: { amuont: '1' } })).toEqual(['unknown field; did you mean “Amount”?']);
    expect(said({ inner: { StartDat: '1' } })).toEqual(['unknown field']);
  });

  it('is not taken for one that was given', () => {
    expect(said({ StartDate: '1', StartDat: '1' })).toEqual(['unknown field']);
  });

  it('and a misspelt word of a list get the right one suggested', () => {
    expect(said({ event: 'mutation.recieved' })[0]).toMatch(/; did you mean “mutation.received”\?$/);
    expect(said({ event: '03041200121' })[0]).not.toContain('mean');
  });
});
