/** People who fled without papers: the days of their numbers run past 31. Every flow about persons works with them as with others. */
import { describe, expect, it } from 'vitest';
import { Town } from '../../src/simulator/town/town.ts';
import { SPECIAL } from '../../src/simulator/town/special-people.ts';
import { catalogue } from '../flows/fixture.ts';
import { about, ask, codesOf, fixturePayload, knowingEverybody, subjectsIn } from './asking.ts';

const { members } = new Town().person(SPECIAL.dayPast31).household;
const flows = catalogue
  .all()
  .filter(({ kind }) => kind !== 'notification')
  .filter((flow) => subjectsIn(flow, fixturePayload(flow)).length > 0);

/** The number is wrong, or nobody's. */
const NOT_SERVED = ['MSG00005', 'MSG00011'];

describe('a household whose numbers have days past 31', () => {
  it('has a man, a woman and two children, in the registers of foreigners, waiting and BCSS', () => {
    expect(members.map(({ register }) => register)).toEqual(['foreigners', 'waiting', 'bis', 'bis']);
    expect(members.map(({ ssin }) => Number(ssin.slice(4, 6)))).toEqual([32, 45, 99, 57]);
  });

  it.each(flows.map((flow) => [flow.id, flow] as const))('is served by %s', (_, flow) => {
    const bcss = knowingEverybody();
    for (const { ssin } of members) {
      const payload = about(flow, ssin);
      expect(flow.check(payload)).toEqual([]);
      const ending = ask(flow, { payload, bcss });
      expect(ending.outcome).toMatch(/answered|refused/);
      for (const code of codesOf(ending)) expect(NOT_SERVED).not.toContain(code);
    }
  });

  it('is found by name and by the year that is known', () => {
    const flow = catalogue.get('identify-person');
    const [amadou] = members;
    const criteria = { LastName: 'NULLEPART', BirthDate: '1904-00-00', Tolerance: 1 };
    const phonetic = { SearchCriteria: { PhoneticCriteria: criteria } };
    expect(flow.check(phonetic)).toEqual([]);
    expect(JSON.stringify(ask(flow, { payload: phonetic, bcss: knowingEverybody() }).answer?.reply)).toContain(
      amadou!.ssin,
    );
  });
});
