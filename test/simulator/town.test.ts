import { describe, expect, it } from 'vitest';
import { cbeNumberDefect } from '../../src/domain/cbe-number.ts';
import { ssinDefect } from '../../src/domain/ssin.ts';
import { CHILD_BENEFIT_FILES } from '../../src/simulator/town/facets/child-benefits.ts';
import { EMPLOYERS, EMPLOYMENTS } from '../../src/simulator/town/facets/employment.ts';
import { HANDICAP_FILES } from '../../src/simulator/town/facets/handicap.ts';
import { HEALTH_INSURANCES } from '../../src/simulator/town/facets/health-insurance.ts';
import { sectorsThatKnow } from '../../src/simulator/town/facets/known-elsewhere.ts';
import { LIVING_WAGES } from '../../src/simulator/town/facets/living-wages.ts';
import { PENSIONS } from '../../src/simulator/town/facets/pensions.ts';
import { REAL_ESTATES } from '../../src/simulator/town/facets/real-estate.ts';
import { SELF_EMPLOYMENTS } from '../../src/simulator/town/facets/self-employment.ts';
import { TAX_ASSESSMENTS } from '../../src/simulator/town/facets/tax.ts';
import { UNEMPLOYMENTS } from '../../src/simulator/town/facets/unemployment.ts';
import { headOf, type Person, presentMembers } from '../../src/simulator/town/person.ts';
import { MUNICIPALITIES } from '../../src/simulator/town/places.ts';
import { CANCELLED_SSIN, REPLACED_SSIN, SPECIAL, UNKNOWN_SSIN } from '../../src/simulator/town/special-people.ts';
import { Town } from '../../src/simulator/town/town.ts';

const town = new Town();

describe('the people of the town', () => {
  it('are some forty to sixty, born between 1901 and 1910', () => {
    expect(town.people.length).toBeGreaterThanOrEqual(40);
    expect(town.people.length).toBeLessThanOrEqual(60);
    for (const { birth } of town.people) expect(birth.date).toMatch(/^19(0[1-9]|10)-/);
  });

  it('have numbers of their own, with check digits, that agree with birth date and sex', () => {
    expect(new Set(town.people.map(({ ssin }) => ssin)).size).toBe(town.people.length);
    for (const person of town.people) {
      expect(ssinDefect(person.ssin)).toBeUndefined();
      if (person.household.key !== 'nullepart') expect(person.ssin.slice(0, 6)).toBe(numberOfDay(person));
      expect(Number(person.ssin.slice(6, 9)) % 2).toBe(person.sex === 'M' ? 1 : 0);
    }
  });

  it('have keys of their own', () => {
    expect(new Set(town.people.map(({ key }) => key)).size).toBe(town.people.length);
  });

  it('point at each other when they are married, widowed or divorced', () => {
    for (const person of town.people) {
      const [state] = person.civilStates;
      if (state?.code === 20) expect(state.partner?.civilStates.some(({ partner }) => partner === person)).toBe(true);
      if (state?.code === 30) expect(state.partner?.deceased?.date).toBe(state.since);
      if (state?.code === 40) expect(state.partner?.civilStates[0]).toEqual({ ...state, partner: person });
      expect(person.civilStates.at(-1)).toEqual({ code: 10, since: person.birth.date });
    }
  });

  it('are the same at every start', () => {
    const facts = (of: Town): unknown => of.people.map(({ ssin, key, identityCard }) => ({ ssin, key, identityCard }));
    expect(facts(new Town())).toEqual(facts(town));
  });

  function numberOfDay({ birth, register }: Person): string {
    const [year = '', month = '', day = ''] = birth.date.split('-');
    return `${year.slice(2)}${String(Number(month) + (register === 'bis' ? 40 : 0)).padStart(2, '0')}${day}`;
  }
});

describe('the households', () => {
  it('have one head among those present, and one history of addresses, newest first', () => {
    for (const household of town.households) {
      expect(presentMembers(household)).toContain(headOf(household));
      expect(household.members.filter(({ role }) => role === 'head')).toHaveLength(1);
      const since = household.addresses.map((residence) => residence.since);
      expect(since).toEqual([...since].sort().reverse());
    }
  });

  it('move as a whole, and the old address becomes history', () => {
    const moving = new Town();
    const { household } = moving.person('schimmen.fons');
    const [before] = household.addresses;
    const somewhere = moving.person('nergens.wannes').household.addresses[0]!;
    moving.move(household, { ...somewhere, since: '2026-01-05' });
    const daughter = moving.person('schimmen.mien').household;
    expect(daughter.addresses[0]).toEqual({ ...somewhere, since: '2026-01-05' });
    expect(daughter.addresses[1]).toEqual(before);
  });
});

describe('people with a purpose', () => {
  it('live in the town, each with what makes them special', () => {
    const special = (purpose: keyof typeof SPECIAL): Person => town.person(SPECIAL[purpose]);
    for (const key of Object.values(SPECIAL)) expect(town.person(key).key).toBe(key);
    expect(special('householdOfFive').household.members).toHaveLength(5);
    expect(special('deceased').deceased).toBeDefined();
    expect(special('incompleteBirthDate').birth.date).toMatch(/-00-00$/);
    expect(special('withoutHome').household.referenceAddress).toBe(true);
    expect(special('bisRegister').register).toBe('bis');
    for (const { ssin } of special('dayPast31').household.members) expect(ssin).toMatch(/^\d{4}(3[2-9]|[4-9]\d)/);
  });

  it('include numbers that are nobody’s: replaced, cancelled, never given', () => {
    expect(town.standing(REPLACED_SSIN)).toEqual({ kind: 'replaced', by: town.person(SPECIAL.replacedNumber) });
    expect(town.standing(CANCELLED_SSIN)).toEqual({ kind: 'cancelled' });
    expect(town.standing(UNKNOWN_SSIN)).toEqual({ kind: 'unknown' });
    expect(town.standing('01031210167')).toEqual({ kind: 'malformed' });
    for (const ssin of [REPLACED_SSIN, CANCELLED_SSIN, UNKNOWN_SSIN]) expect(ssinDefect(ssin)).toBeUndefined();
  });
});

describe('what institutions hold about them', () => {
  const rows: Readonly<Record<string, readonly string[]>> = {
    employment: EMPLOYMENTS.map(({ person }) => person),
    'self-employment': SELF_EMPLOYMENTS.map(({ person }) => person),
    pensions: PENSIONS.map(({ person }) => person),
    unemployment: UNEMPLOYMENTS.map(({ person }) => person),
    'health insurance': HEALTH_INSURANCES.map(({ person }) => person),
    'living wages': LIVING_WAGES.map(({ person }) => person),
    'real estate': REAL_ESTATES.flatMap(({ parties }) => parties.flatMap(({ people = [] }) => people)),
    'child benefits': CHILD_BENEFIT_FILES.flatMap((file) => [file.beneficiary, file.claimant, ...file.children]),
    handicap: HANDICAP_FILES.map(({ person }) => person),
    tax: TAX_ASSESSMENTS.flatMap(({ person, jointlyWith }) => [
      person,
      ...(jointlyWith === undefined ? [] : [jointlyWith]),
    ]),
  };

  it.each(Object.entries(rows))('is about people of the town: %s', (_facet, people) => {
    expect(people.length).toBeGreaterThan(0);
    for (const key of people) expect(town.person(key).key).toBe(key);
  });

  it('names employers and centres by valid enterprise numbers', () => {
    for (const { cbeNumber } of EMPLOYERS) expect(cbeNumberDefect(cbeNumber)).toBeUndefined();
    for (const { cpas } of [...LIVING_WAGES, ...MUNICIPALITIES]) expect(cbeNumberDefect(cpas)).toBeUndefined();
    for (const { employer } of EMPLOYMENTS) expect(EMPLOYERS.map(({ key }) => key)).toContain(employer);
  });

  it('has periods that end after they start', () => {
    const periods = [
      ...EMPLOYMENTS.map(({ period }) => period),
      ...SELF_EMPLOYMENTS.map(({ period }) => period),
      ...UNEMPLOYMENTS.flatMap(({ right, sanctions }) => [right, ...sanctions.map(({ period }) => period)]),
      ...HEALTH_INSURANCES.map(({ period }) => period),
      ...LIVING_WAGES.flatMap((row) => row.periods),
      ...CHILD_BENEFIT_FILES.map(({ period }) => period),
      ...HANDICAP_FILES.map(({ recognition }) => recognition),
    ];
    for (const { start, end } of periods) expect(start <= (end ?? '9999')).toBe(true);
  });

  it('is what the sectors of the network know people for', () => {
    const known = sectorsThatKnow('brumeux.celestine').map(({ sector }) => sector);
    expect(known).toEqual([5, 11, 16]);
    expect(sectorsThatKnow(SPECIAL.neverIntegrated)).toEqual([]);
  });
});
