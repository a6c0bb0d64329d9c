import { beforeEach, afterEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/delivery/read-answer.ts';
import type { CbeNumber } from '../../src/domain/cbe-number.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import { valueAt } from '../../src/flows/pointer.ts';
import { dayOf, plusDays } from '../../src/simulator/integrations/day.ts';
import type { Person } from '../../src/simulator/town/person.ts';
import { UTOPIEUX } from '../../src/simulator/town/places.ts';
import { SPECIAL, UNKNOWN_SSIN } from '../../src/simulator/town/special-people.ts';
import { type AskOptions, type Harness, startHarness } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startHarness();
});
afterEach(() => harness.close());

const TODAY = dayOf(new Date());
const person = (key: string): Person => harness.simulator.town.person(key);
const nobodysFile = (): Person => person(SPECIAL.neverIntegrated);
const proofOf = ({ lastName, birth }: Person): JsonValue => ({
  PersonData: { LastName: lastName, BirthDate: birth.date },
});

interface Asked {
  readonly of?: Person;
  readonly purpose?: number;
  readonly from?: string;
  readonly until?: string;
  readonly proof?: JsonValue;
  readonly register?: string;
}

function ask(action: string, asked: Asked = {}, options: AskOptions = {}): Promise<Answer> {
  const { of = nobodysFile(), purpose, from = TODAY, until, proof = proofOf(of), register } = asked;
  return harness.ask(
    'manage-access',
    {
      SSIN: of.ssin,
      ...(purpose !== undefined && { Purpose: purpose }),
      Period: { StartDate: from, ...(until !== undefined && { EndDate: until }) },
      Action: action,
      ...(register !== undefined && { QueryRegister: register }),
      ProofOfAuthentication: proof,
    },
    options,
  );
}

const registrations = (answer: Answer): JsonValue => valueAt(answer.reply, '/Registrations') ?? [];
const codes = (answer: Answer): string[] => answer.result.messages.map(({ code }) => code);

describe('REGISTER', () => {
  it('opens the door to consultations, and LIST shows it in both directories', async () => {
    const consult = () => harness.ask('retrieve-ti-groups', { searchInformation: { ssin: nobodysFile().ssin } });
    expect((await consult()).result).toMatchObject({ kind: 'refused', messages: [{ code: 'MSG00012' }] });

    const registered = await ask('REGISTER', { purpose: 1, until: plusDays(TODAY, 60) });
    expect(registered.result.kind).toBe('found');
    expect(registrations(registered)).toMatchObject([{ Purpose: 1, OrgUnit: '99901', Register: 'SECONDARY' }]);
    expect((await consult()).result.kind).toBe('found');

    expect(registrations(await ask('LIST'))).toMatchObject([
      { Purpose: 1, OrgUnit: '99901', Register: 'SECONDARY' },
      { Purpose: 0, OrgUnit: '17', Register: 'PRIMARY' },
    ]);
  });

  it('gives dates back with the offset of the day', async () => {
    const answer = await ask('REGISTER', { purpose: 2, from: '2026-01-05', until: '2026-07-01' });
    expect(valueAt(answer.reply, '/OriginalRequest/Period')).toEqual({
      StartDate: '2026-01-05+01:00',
      EndDate: '2026-07-01+02:00',
    });
  });

  it('reports an integration by another centre: a collision', async () => {
    const answer = await ask('REGISTER', { of: person(SPECIAL.integratedElsewhere), purpose: 2 });
    const centres = (registrations(answer) as { OrgUnit: string }[]).map(({ OrgUnit }) => OrgUnit);
    expect(centres.sort()).toEqual(['99901', '99902']);
  });

  it('is for the centre that asks', async () => {
    const answer = await ask('REGISTER', { purpose: 2 }, { cbeNumber: UTOPIEUX.cpas });
    expect(registrations(answer)).toMatchObject([{ OrgUnit: '99902' }]);
  });

  it('takes a centre that nobody told it about for that of the town, unless it is told', async () => {
    const stranger = '0999999328' as CbeNumber;
    expect(registrations(await ask('REGISTER', { purpose: 2 }, { cbeNumber: stranger }))).toMatchObject([
      { OrgUnit: '99901' },
    ]);
    await harness.close();
    harness = await startHarness({ municipalities: { [stranger]: '99950' } });
    expect(registrations(await ask('REGISTER', { purpose: 2 }, { cbeNumber: stranger }))).toMatchObject([
      { OrgUnit: '99950' },
    ]);
  });

  it('done twice makes one integration, as long as both together', async () => {
    await ask('REGISTER', { purpose: 2, from: '2026-01-01', until: '2026-03-31' });
    await ask('REGISTER', { purpose: 2, from: '2026-03-01', until: '2026-05-31' });
    const listed = await ask('LIST', { from: '2026-01-01', register: 'SECONDARY' });
    expect(registrations(listed)).toMatchObject([
      { Period: { StartDate: '2026-01-01+01:00', EndDate: '2026-05-31+02:00' } },
    ]);
  });
});

describe('without a proof that is right', () => {
  it('nothing is registered, and the fields that differ are named (22007007)', async () => {
    const answer = await ask('REGISTER', {
      purpose: 2,
      proof: { PersonData: { LastName: 'Fantasque', BirthDate: '1907-07-08' } },
    });
    expect(answer.result.messages.at(-1)).toMatchObject({
      severity: 'WARNING',
      code: '22007007',
      fields: ['BirthDate'],
    });
    expect(registrations(answer)).toEqual([]);
    expect(registrations(await ask('LIST'))).toEqual([]);
  });

  it('a wrong card number is no better', async () => {
    const answer = await ask('REGISTER', { purpose: 2, proof: { IdentityCardNumber: '592000000999' } });
    expect(codes(answer)).toContain('22007007');
  });

  it('nothing can be asked at all when none is given, LIST included (31000007)', async () => {
    for (const action of ['REGISTER', 'UNREGISTER', 'LIST']) {
      const answer = await ask(action, { purpose: 2, proof: {} });
      expect(answer.result.messages.at(-1)).toMatchObject({ code: '31000007', fields: ['ProofOfAuthentication'] });
    }
  });
});

describe('UNREGISTER', () => {
  it('of the whole period ends the integration, and with it the consultations', async () => {
    await ask('REGISTER', { purpose: 2, from: TODAY, until: plusDays(TODAY, 30) });
    await ask('UNREGISTER', { purpose: 2, from: TODAY, until: plusDays(TODAY, 30) });
    expect(registrations(await ask('LIST'))).toEqual([]);
    const { result } = await harness.ask('retrieve-ti-groups', { searchInformation: { ssin: nobodysFile().ssin } });
    expect(result.messages[0]?.code).toBe('MSG00012');
  });

  it('from a day on leaves the days before', async () => {
    await ask('REGISTER', { purpose: 2, from: '2026-01-01', until: '2026-12-31' });
    await ask('UNREGISTER', { purpose: 2, from: '2026-05-01' });
    const listed = await ask('LIST', { from: '2026-01-01', register: 'SECONDARY' });
    expect(registrations(listed)).toMatchObject([
      { Period: { StartDate: '2026-01-01+01:00', EndDate: '2026-04-30+02:00' } },
    ]);
  });

  it('touches neither another quality code nor another centre', async () => {
    const elsewhere = person(SPECIAL.integratedElsewhere);
    await ask('REGISTER', { of: elsewhere, purpose: 1 });
    await ask('REGISTER', { of: elsewhere, purpose: 2 });
    await ask('UNREGISTER', { of: elsewhere, purpose: 2 });
    expect(registrations(await ask('LIST', { of: elsewhere, register: 'SECONDARY' }))).toMatchObject([
      { Purpose: 2, OrgUnit: '99902' },
      { Purpose: 1, OrgUnit: '99901' },
    ]);
  });

  it('of what is not there is an error', async () => {
    const answer = await ask('UNREGISTER', { purpose: 2 });
    expect(answer.result.kind).toBe('refused');
    expect(answer.result.messages.at(-1)).toMatchObject({ author: 'FICTIONAL' });
  });
});

describe('LIST', () => {
  it('filters by quality code, period and directory', async () => {
    await ask('REGISTER', { purpose: 1, from: '2026-01-01', until: '2026-02-28' });
    await ask('REGISTER', { purpose: 2, from: '2026-03-01', until: '2026-12-31' });
    const list = async (asked: Asked): Promise<number> => (registrations(await ask('LIST', asked)) as unknown[]).length;
    expect(await list({ from: '2026-01-01', register: 'SECONDARY' })).toBe(2);
    expect(await list({ from: '2026-01-01', purpose: 1, register: 'SECONDARY' })).toBe(1);
    expect(await list({ from: '2026-03-01', register: 'SECONDARY' })).toBe(1);
    expect(await list({ from: '2026-01-01', register: 'PRIMARY' })).toBe(1);
    expect(await list({ from: '2027-01-01' })).toBe(0);
  });
});

describe('refusals', () => {
  it('a change needs a quality code (31000007)', async () => {
    expect((await ask('REGISTER')).result.messages.at(-1)).toMatchObject({ code: '31000007', fields: ['Purpose'] });
  });

  it('an unknown number is refused (MSG00005)', async () => {
    const nobody = { ...nobodysFile(), ssin: UNKNOWN_SSIN };
    expect(codes(await ask('REGISTER', { of: nobody, purpose: 2 }))).toContain('MSG00005');
  });
});
