import { describe, expect, it } from 'vitest';
import { cbeNumberDefect } from '../../src/domain/cbe-number.ts';
import { FICTIONAL_ORGANISATION, Organisations } from '../../src/organisations/organisations.ts';
import { ORGANISATION, ORGANISATIONS, OTHER_ORGANISATION } from '../support/organisations.ts';

describe('the centres', () => {
  it('are found by id and by CBE number, and nothing else is', () => {
    expect(ORGANISATIONS.find(OTHER_ORGANISATION.id)).toBe(OTHER_ORGANISATION);
    expect(ORGANISATIONS.findByCbeNumber(OTHER_ORGANISATION.cbeNumber)).toBe(OTHER_ORGANISATION);
    for (const text of ['', '*', ORGANISATION.cbeNumber, 'constructor', '__proto__'])
      expect(ORGANISATIONS.find(text)).toBeUndefined();
    expect(ORGANISATIONS.findByCbeNumber(ORGANISATION.id)).toBeUndefined();
    expect(ORGANISATIONS.all()).toEqual([ORGANISATION, OTHER_ORGANISATION]);
  });

  it('have an only one where there is one, and none where there are several', () => {
    expect(new Organisations([ORGANISATION]).only()).toBe(ORGANISATION);
    expect(ORGANISATIONS.only()).toBeUndefined();
  });

  it('that left the configuration while the database still has them are told by name', () => {
    expect(ORGANISATIONS.get(ORGANISATION.id)).toBe(ORGANISATION);
    expect(() => ORGANISATIONS.get('cpas-gone')).toThrow('no centre cpas-gone in the configuration');
  });

  it('begin with a fictional one, whose numbers no centre has and whose form is right', () => {
    expect(cbeNumberDefect(FICTIONAL_ORGANISATION.cbeNumber)).toBeUndefined();
    expect(FICTIONAL_ORGANISATION).toMatchObject({ nisCode: '99901', sector: 17, institution: 1 });
    expect(FICTIONAL_ORGANISATION.email).toMatch(/\.example$/);
  });
});
