import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/delivery/read-answer.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import { valueAt, valuesAt } from '../../src/flows/pointer.ts';
import { CANCELLED_SSIN, REPLACED_SSIN, SPECIAL, UNKNOWN_SSIN } from '../../src/simulator/town/special-people.ts';
import { type Harness, startHarness } from './harness.ts';

let harness: Harness;
beforeAll(async () => (harness = await startHarness()));
afterAll(() => harness.close());

const ask = (criteria: JsonValue, verification?: JsonValue): Promise<Answer> =>
  harness.ask('identify-person', {
    SearchCriteria: criteria,
    ...(verification !== undefined && { VerificationData: verification }),
  });
const person = (key: string) => harness.simulator.town.person(key);
const found = (answer: Answer): JsonValue[] =>
  valuesAt(answer.reply, '/SearchResults/LimitedLegalData/*/Basic/SocialSecurityUser');
const codes = (answer: Answer): string[] => answer.result.messages.map(({ code }) => code);
const phonetic = (LastName: string, BirthDate: string, more: Record<string, JsonValue> = {}): JsonValue => ({
  PhoneticCriteria: { LastName, BirthDate, ...more },
});

describe('by number', () => {
  it('finds the person, with the address of today and no more than is needed', async () => {
    const { ssin } = person(SPECIAL.householdOfFive);
    const answer = await ask({ SSIN: ssin });
    expect(answer.result.kind).toBe('found');
    expect(found(answer)).toEqual([ssin]);
    expect(valueAt(answer.reply, '/SearchResults/LimitedLegalData/0/Basic')).toMatchObject({
      LastName: 'MIRAGE',
      FirstName: 'ANSELME PRUDENT',
      Address: { PostalCode: '9999', HouseNumber: '7', Box: 'B2' },
    });
    expect(valueAt(answer.reply, '/SearchResults/LimitedLegalData/0/Extended')).toBeUndefined();
  });

  it('ignores phonetic criteria, and says so (21007001)', async () => {
    const answer = await ask({ SSIN: person(SPECIAL.deceased).ssin, ...(phonetic('Mirage', '1901-03-12') as object) });
    expect(found(answer)).toEqual([person(SPECIAL.deceased).ssin]);
    expect(codes(answer)).toEqual(['20000001', '21007001']);
    expect(answer.result.status).toBe('1');
  });

  it.each([
    ['an unknown number', UNKNOWN_SSIN, 'MSG00005'],
    ['a replaced number', REPLACED_SSIN, 'MSG00006'],
    ['a cancelled number', CANCELLED_SSIN, 'MSG00007'],
  ])('refuses %s', async (_what, ssin, code) => {
    const answer = await ask({ SSIN: ssin });
    expect(answer.result.kind).toBe('refused');
    expect(codes(answer)).toContain(code);
    expect(answer.reply).toBeUndefined();
  });

  it('says by the origin who keeps the person: a number of its own register comes from BCSS', async () => {
    const answer = await ask({ SSIN: person(SPECIAL.bisRegister).ssin });
    expect(valueAt(answer.reply, '/SearchResults/LimitedLegalData/0/origin')).toBe('BCSS_KSZ');
  });
});

describe('with a proof of identity', () => {
  const prove = (verification: JsonValue): Promise<Answer> =>
    ask({ SSIN: person(SPECIAL.householdOfFive).ssin }, verification);
  const extended = (answer: Answer): JsonValue | undefined =>
    valueAt(answer.reply, '/SearchResults/LimitedLegalData/0/Extended');

  it('tells more about somebody whose name and birth date are right, whatever the accents (12007001)', async () => {
    const answer = await prove({ PersonData: { LastName: 'mirâge', BirthDate: '1901-03-12' } });
    expect(codes(answer)).toEqual(['12007001']);
    expect(extended(answer)).toMatchObject({ CivilState: 20, NationalityCode: 150, BirthLocationCode: 99901 });
  });

  it('takes the number of either card', async () => {
    const { sisCard, identityCard = '' } = person(SPECIAL.householdOfFive);
    expect(codes(await prove({ SISCardNumber: sisCard }))).toEqual(['12007001']);
    expect(codes(await prove({ IdentityCardNumber: identityCard }))).toEqual(['12007001']);
  });

  it('is content with one proof that is right', async () => {
    const { sisCard } = person(SPECIAL.householdOfFive);
    const wrong = { LastName: 'Desnuages', BirthDate: '1901-03-12' };
    expect(codes(await prove({ SISCardNumber: sisCard, PersonData: wrong }))).toEqual(['12007001']);
  });

  it('warns when it does not match, names the fields, and tells no more (22007007)', async () => {
    const answer = await prove({ PersonData: { LastName: 'Mirage', FirstName: 'Basile', BirthDate: '1901-03-13' } });
    expect(answer.result.kind).toBe('found');
    expect(answer.result.messages.at(-1)).toMatchObject({
      severity: 'WARNING',
      code: '22007007',
      fields: ['FirstName', 'BirthDate'],
    });
    expect(extended(answer)).toBeUndefined();
  });

  it('tells when somebody died', async () => {
    const { ssin, sisCard } = person(SPECIAL.deceased);
    const answer = await ask({ SSIN: ssin }, { SISCardNumber: sisCard });
    expect(extended(answer)).toMatchObject({ DeceaseDate: '2019-02-14' });
  });
});

describe('by name and birth date', () => {
  it('finds who sounds alike', async () => {
    expect(found(await ask(phonetic('Skimmen', '1904-04-04')))).toEqual([person('schimmen.fons').ssin]);
    expect(found(await ask(phonetic('Crepuscul', '1904-10-10')))).toEqual([person('crepuscule.honorine').ssin]);
    expect(found(await ask(phonetic('Revery', '1907-03-14')))).toEqual([person('reverie.aristide').ssin]);
  });

  it('takes the tolerance in the unit of the date: days, months, years', async () => {
    expect(found(await ask(phonetic('Mirage', '1901-03-10', { Tolerance: 2 })))).toHaveLength(1);
    expect(found(await ask(phonetic('Mirage', '1901-04-00', { Tolerance: 1 })))).toHaveLength(1);
    expect(found(await ask(phonetic('Mirage', '1909-00-00', { Tolerance: 1 })))).toHaveLength(3);
  });

  it('gives no more than the maximum', async () => {
    expect(found(await ask(phonetic('Mirage', '1905-00-00', { Tolerance: 10 })))).toHaveLength(4);
    expect(found(await ask(phonetic('Mirage', '1905-00-00', { Tolerance: 10, Maximum: 2 })))).toHaveLength(2);
  });

  it('looks at first name and gender where they are given', async () => {
    const all = { Tolerance: 10 };
    expect(found(await ask(phonetic('Mirage', '1905-00-00', { ...all, FirstName: 'Odil' })))).toEqual([
      person('mirage.odile').ssin,
    ]);
    expect(found(await ask(phonetic('Mirage', '1905-00-00', { ...all, Gender: 2 })))).toHaveLength(1);
    expect(found(await ask(phonetic('Mirage', '1905-00-00', { ...all, Gender: 0 })))).toHaveLength(4);
  });

  it('refuses an incomplete date without a tolerance (31009001)', async () => {
    const answer = await ask(phonetic('Mirage', '1901-03-00'));
    expect(answer.result.kind).toBe('refused');
    expect(codes(answer)).toEqual(['30000001', '31009001']);
  });

  it('finds nobody in the shape of an error (32007004)', async () => {
    const answer = await ask(phonetic('Xyzzy', '1901-03-12'));
    expect(answer.result).toMatchObject({ kind: 'nothing-found', status: '10000' });
    expect(codes(answer)).toEqual(['30000001', '32007004']);
  });

  it('refuses an empty last name, and names it (31000007)', async () => {
    const answer = await ask(phonetic('', '1901-03-12'));
    expect(answer.result.messages.at(-1)).toMatchObject({ code: '31000007', fields: ['LastName'] });
  });

  it('refuses a search for nothing', async () => {
    expect(codes(await ask({}))).toContain('31000007');
  });
});
