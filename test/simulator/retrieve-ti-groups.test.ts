import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/delivery/read-answer.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import { valueAt, valuesAt } from '../../src/flows/pointer.ts';
import { CLOSED_LEGAL_CONTEXT } from '../../src/simulator/services/admission.ts';
import { CANCELLED_SSIN, REPLACED_SSIN, SPECIAL, UNKNOWN_SSIN } from '../../src/simulator/town/special-people.ts';
import { type AskOptions, type Harness, startHarness } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
});
afterAll(() => harness.close());

const ssinOf = (key: string): string => harness.simulator.town.person(key).ssin;
const ask = (ssin: string, more: Record<string, JsonValue> = {}, options: AskOptions = {}): Promise<Answer> =>
  harness.ask('retrieve-ti-groups', { searchInformation: { ssin, ...more } }, options);
const at = (answer: Answer, pointer: string): JsonValue | undefined =>
  valueAt(answer.reply, `/rrn_it_implicit${pointer}`);

describe('the file of somebody integrated', () => {
  it('says who it is, where they live, and with whom', async () => {
    const ssin = ssinOf(SPECIAL.householdOfFive);
    const answer = await ask(ssin);
    expect(answer.result).toMatchObject({ kind: 'found', status: 'DATA_FOUND' });
    expect(answer.deviations).toEqual([]);
    expect(at(answer, '/NationalNumber/NationalNumber')).toMatchObject({ NationalNumber: ssin, Sex: '1' });
    expect(at(answer, '/Names/Name/0/Name/LastName/0/Label')).toBe('MIRAGE');
    expect(at(answer, '/FileOwner/Residences/0/Residence')).toEqual({ Code: '99901', Label: 'FICTIVILLE' });
    expect(at(answer, '/LegalMainAddresses/LegalMainAddress/0/Address')).toMatchObject({
      ZipCode: '9999',
      HouseNumber: '0007',
      Box: 'B2',
    });
    expect(at(answer, '/CivilStates/CivilState/0')).toMatchObject({
      CivilState: { Code: '20' },
      Spouse: { NationalNumber: { NationalNumber: ssinOf('mirage.zelie') } },
    });
    const roles = valuesAt(answer.reply, '/rrn_it_implicit/FamilyMembers/FamilyMember/*/FamilyRole/Code');
    expect(roles).toEqual(['02', '03', '03', '03']);
  });

  it('points at the head of the household in the file of a child', async () => {
    const answer = await ask(ssinOf('mirage.odile'));
    expect(at(answer, '/FamilyMembers')).toBeUndefined();
    expect(at(answer, '/HeadOfFamily/HeadOfFamily/0')).toMatchObject({
      FamilyRole: { Code: '03' },
      NationalNumber: { NationalNumber: ssinOf(SPECIAL.householdOfFive) },
    });
  });

  it('holds what was before when history is asked for, newest first', async () => {
    const addresses = '/rrn_it_implicit/LegalMainAddresses/LegalMainAddress';
    expect(valueAt((await ask(ssinOf('mirage.zelie'))).reply, addresses)).toHaveLength(1);
    const history = await ask(ssinOf('mirage.zelie'), { history: true });
    expect(valueAt(history.reply, addresses)).toHaveLength(2);
    expect(valuesAt(history.reply, `${addresses}/*/Date/Year`)).toEqual(['31', '25']);
    // A day that the register does not know is not there.
    expect(at(history, '/LegalMainAddresses/LegalMainAddress/1/Date')).toEqual({
      Century: '19',
      Year: '25',
      Month: '09',
    });
    expect(valuesAt(history.reply, '/rrn_it_implicit/FileOwner/Residences/*/Residence/Code')).toEqual([
      '99901',
      '99902',
    ]);
    expect(valuesAt(history.reply, '/rrn_it_implicit/CivilStates/CivilState/*/CivilState/Code')).toEqual(['20', '10']);
  });

  it('is labelled in the language that is asked for', async () => {
    const label = '/FileOwner/Residences/0/Residence/Label';
    expect(at(await ask(ssinOf('mirage.zelie'), { language: 'nl' }), label)).toBe('FICTIEGEM');
    expect(at(await ask(ssinOf('mirage.zelie'), { language: 'fr' }), label)).toBe('FICTIVILLE');
  });

  it('gives only the year where no more is known', async () => {
    const answer = await ask(ssinOf(SPECIAL.incompleteBirthDate));
    expect(at(answer, '/NationalNumber/NationalNumber/Date')).toEqual({ Century: '19', Year: '05' });
    expect(at(answer, '/RegistrationRegisters/RegistrationRegister/0/RegistrationRegister/Code')).toBe('2');
  });

  it('says when somebody died, and has no household then', async () => {
    const answer = await ask(ssinOf(SPECIAL.deceased));
    expect(at(answer, '/Deceases/Decease/0/Date')).toEqual({ Century: '20', Year: '19', Month: '02', Day: '14' });
    expect(at(answer, '/FamilyMembers')).toBeUndefined();
    const widow = await ask(ssinOf('brumeux.celestine'));
    expect(at(widow, '/CivilStates/CivilState/0')).toMatchObject({ CivilState: { Code: '30' } });
  });

  it('says that an address is one of reference', async () => {
    expect(at(await ask(ssinOf(SPECIAL.withoutHome)), '/AddressReferences')).toBeDefined();
    expect(at(await ask(ssinOf('mirage.zelie')), '/AddressReferences')).toBeUndefined();
  });

  it('repeats ticket and criteria, and has a reference of BCSS', async () => {
    const ticket = '5bd1e995-0000-4000-8000-000000000001';
    const answer = await ask(ssinOf('mirage.zelie'), { language: 'nl' }, { ticket });
    expect(answer.ticket).toBe(ticket);
    expect(answer.ticketCbss).toMatch(/^[0-9a-f-]{36}$/);
    expect(valueAt(answer.reply, '/searchInformation')).toEqual({ ssin: ssinOf('mirage.zelie'), language: 'nl' });
  });
});

describe('refusals', () => {
  it.each([
    ['nobody integrated', () => ssinOf(SPECIAL.neverIntegrated), 'MSG00012'],
    ['another centre integrated', () => ssinOf(SPECIAL.integratedElsewhere), 'MSG00012'],
    ['whose source is unavailable', () => ssinOf(SPECIAL.sourceUnavailable), 'MSG00002'],
    ['whose number was replaced', () => REPLACED_SSIN, 'MSG00006'],
    ['whose number was cancelled', () => CANCELLED_SSIN, 'MSG00007'],
    ['whose number nobody has', () => UNKNOWN_SSIN, 'MSG00005'],
  ])('somebody %s', async (_who, ssin, code) => {
    const answer = await ask(ssin());
    expect(answer.result).toMatchObject({ kind: 'refused', status: 'NO_RESULT', messages: [{ code }] });
    expect(at(answer, '')).toBeUndefined();
  });

  it('a quality code that does not open this consultation (MSG00012)', async () => {
    // Integrated for the heating fund only.
    const { ssin } = harness.simulator.town.person('luchtkasteel.remi');
    const period = { start: '2026-01-01' };
    harness.simulator.integrations.register({ ssin, nisCode: '99901', qualityCode: 40, period });
    expect((await ask(ssin)).result.messages[0]?.code).toBe('MSG00012');
    harness.simulator.integrations.register({ ssin, nisCode: '99901', qualityCode: 4, period });
    expect((await ask(ssin)).result.kind).toBe('found');
  });

  it('a legal context that is not open to the customer (MSG00013)', async () => {
    const answer = await ask(ssinOf('mirage.zelie'), {}, { legalContext: CLOSED_LEGAL_CONTEXT });
    expect(answer.result.messages[0]?.code).toBe('MSG00013');
  });

  it('somebody whom only BCSS knows has no file there: nothing found', async () => {
    const { ssin } = harness.simulator.town.person(SPECIAL.bisRegister);
    harness.simulator.integrations.register({
      ssin,
      nisCode: '99901',
      qualityCode: 1,
      period: { start: '2026-01-01' },
    });
    expect((await ask(ssin)).result).toMatchObject({ kind: 'nothing-found', status: 'NO_DATA_FOUND' });
  });

  it('a replaced number comes with the number to use, where the contract has a place for it', async () => {
    const { result } = await harness.ask('self-employed.consult-career', { criteria: { ssin: REPLACED_SSIN } });
    const replacedBy = ssinOf(SPECIAL.replacedNumber);
    expect(result.ssinChange).toEqual({ kind: 'replaced', replacedBy, replaces: REPLACED_SSIN });
    const cancelled = await harness.ask('self-employed.consult-career', { criteria: { ssin: CANCELLED_SSIN } });
    expect(cancelled.result.ssinChange).toEqual({ kind: 'cancelled' });
  });
});

describe('the older versions', () => {
  it.each(['retrieve-ti-groups.v1', 'retrieve-ti-groups.v1-2012'])('%s answers from the same file', async (flow) => {
    const ssin = ssinOf(SPECIAL.householdOfFive);
    const answer = await harness.ask(flow, { searchInformation: { ssin, history: true } });
    expect(answer.result.kind).toBe('found');
    expect(answer.deviations).toEqual([]);
    expect(at(answer, '/Names/Name/0/Name/LastName/0/Label')).toBe('MIRAGE');
    expect(valuesAt(answer.reply, '/rrn_it_implicit/FamilyMembers/FamilyMember')).toHaveLength(1);
  });
});

describe('TestConnection', () => {
  it('says back what it was told, and who told it', async () => {
    const { reply } = await harness.ask('test-connection', { echo: 'é\r\n\t<&>"' });
    expect(reply).toMatchObject({ echo: 'é\r\n\t<&>"', sslCertificate: expect.stringContaining('CN=gateway') });
  });
});
