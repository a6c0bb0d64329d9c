import { describe, expect, it } from 'vitest';
import { XMLITE_PREFIX_CHARACTERS, type XmlitePrefix, xmlitePrefix } from '../../src/flows/xmlite-prefix.ts';

const parts: XmlitePrefix = {
  reference: '999018000000101',
  userSsin: '00990000113',
  person: '03041200121',
  form: 'L950',
  sentAt: new Date('2026-01-05T08:30:00Z'),
  qualityCode: undefined,
  period: { begin: '1995-01-01', end: '2026-01-05' },
};
const spaces = (count: number): string => ' '.repeat(count);
const HEAD = 'U62NA101700199901800000010100990000113';

describe('the prefix of an XMLite message', () => {
  it('of a first page names the person, the integration and the days asked about', () => {
    expect(xmlitePrefix(parts)).toBe(
      `${HEAD}O0C03041200121L950${spaces(32)}2601050930M03S00010020160106202601051995010120260105${spaces(6)}`,
    );
  });

  it('of a further page names no days', () => {
    expect(xmlitePrefix({ ...parts, period: undefined })).toBe(
      `${HEAD}O0C03041200121L950${spaces(32)}2601050930M03S0001002016010620260105${spaces(22)}`,
    );
  });

  it('of a form about an employer names nobody', () => {
    expect(xmlitePrefix({ ...parts, person: undefined, form: 'A701', period: undefined })).toBe(
      `${HEAD}O0L${spaces(11)}A701${spaces(32)}2601050930M03S0${spaces(43)}`,
    );
  });

  it.each<[string, Partial<XmlitePrefix>]>([
    ['a first page', {}],
    ['a further page', { period: undefined }],
    ['an employer', { person: undefined, form: 'A701', period: undefined }],
    ['a short user id', { userSsin: '123' }],
    ['a quality code of two digits', { qualityCode: 40 }],
    ['days with a time zone', { period: { begin: '1995-01-01+01:00', end: '2026-01-05Z' } }],
    ['a leap day', { sentAt: new Date('2028-02-29T10:00:00Z') }],
  ])('has 146 characters: %s', (_name, change) => {
    expect(xmlitePrefix({ ...parts, ...change })).toHaveLength(XMLITE_PREFIX_CHARACTERS);
  });

  it('carries the quality code in three digits', () => {
    expect(xmlitePrefix({ ...parts, qualityCode: 2 })).toContain('M03S000200');
    expect(xmlitePrefix({ ...parts, qualityCode: 40 })).toContain('M03S004000');
  });

  it('tells the minute of Brussels, in winter and in summer', () => {
    expect(xmlitePrefix(parts).slice(88, 98)).toBe('2601050930');
    expect(xmlitePrefix({ ...parts, sentAt: new Date('2026-06-30T22:15:00Z') }).slice(88, 98)).toBe('2607010015');
  });

  it.each<[string, Partial<XmlitePrefix>]>([
    ['reference', { reference: '9990180000001012' }],
    ['user', { userSsin: '009900001130' }],
    ['person', { person: '030412001210' }],
    ['form', { form: 'L9500' }],
    ['quality code', { qualityCode: 1000 }],
  ])('refuses a %s that does not fit, without repeating it', (field, change) => {
    const wrong = Object.values(change)[0] as string | number;
    expect(() => xmlitePrefix({ ...parts, ...change })).toThrow(field);
    expect(() => xmlitePrefix({ ...parts, ...change })).not.toThrow(String(wrong));
  });
});
