import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/language.ts';
import { QUALITY_CODES } from '../../src/domain/quality-code.ts';
import { reasonCode } from '../../src/domain/reason-codes.ts';

describe('quality codes', () => {
  it('each stand once, in order, with a title in every language', () => {
    const codes = QUALITY_CODES.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort((a, b) => a - b));
    for (const { titles } of QUALITY_CODES) for (const language of LANGUAGES) expect(titles[language]).toMatch(/\S/);
  });

  it('last as long as the network lets them: an enquiry two months, a living wage a year, a debt mediation five', () => {
    const durationOf = (code: number): string | undefined =>
      QUALITY_CODES.find((one) => one.code === code)?.durationMax;
    expect([1, 2, 7, 9, 40, 11].map(durationOf)).toEqual(['P2M', 'P1Y', 'P5Y', 'P2Y', 'P1Y', undefined]);
    expect(QUALITY_CODES.filter((one) => one.withinCalendarYear).map(({ code }) => code)).toEqual([40]);
  });
});

describe('reason codes', () => {
  it('that pass by themselves are not at the same time a final answer', () => {
    expect(reasonCode('MSG00001')).toMatchObject({ transient: true });
    expect(reasonCode('32007004')).toMatchObject({ nothingFound: true });
    expect(reasonCode('MSG00005')?.transient).toBeUndefined();
  });

  it.each(['', 'MSG99999', 'constructor', '__proto__', 'toString', 'msg00001'])('say nothing about %j', (code) => {
    expect(reasonCode(code)).toBeUndefined();
  });
});
