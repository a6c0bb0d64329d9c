/** Each kind of mutation says something that is true when it is looked up. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Payload } from '../../src/flows/flow.ts';
import { valueAt } from '../../src/flows/pointer.ts';
import type { Bcss } from '../../src/simulator/bcss.ts';
import { type Mutation, Mutations, notification } from '../../src/simulator/mutations/mutation.ts';
import { MUTATION_KINDS } from '../../src/simulator/mutations/tellings.ts';
import { REPLACED_SSIN, SPECIAL } from '../../src/simulator/town/special-people.ts';
import { catalogue, SENT_AT } from '../flows/fixture.ts';
import { freshBcss } from '../flows/simulated-reply.ts';
import { ask, textAt, textsIn } from './asking.ts';

let bcss: Bcss;
let mutations: Mutations;
beforeEach(() => {
  bcss = freshBcss();
  let numbers = 0;
  mutations = new Mutations(
    bcss.world.town,
    () => SENT_AT,
    () => `M-${(numbers += 1)}`,
  );
});

const ssinOf = (key: string): string => bcss.world.town.person(key).ssin;
const after = ({ change = [] }: Mutation, field: string): string | undefined =>
  change.find((one) => one.field === field)?.after;

/** What a flow says about somebody, whom the centre has integrated. */
function lookUp(flow: string, ssin: string, payload: object) {
  bcss.world.integrations.register({ ssin, nisCode: '99901', qualityCode: 4, period: { start: '2025-01-01' } });
  return ask(catalogue.get(flow), { payload: payload as Payload, bcss }).answer?.reply;
}

const register = (ssin: string) =>
  valueAt(lookUp('retrieve-ti-groups', ssin, { searchInformation: { ssin, history: true } }), '/rrn_it_implicit');
const dimona = (ssin: string, switches: object = {}) =>
  lookUp('dimona-history', ssin, {
    Data: {
      XML: {
        L950: {
          Request: {
            NaturalPerson: { INSS: ssin },
            SearchPeriod: { BeginDate: '2000-01-01', EndDate: '2026-12-31' },
            ...switches,
          },
        },
      },
    },
  });

describe('every kind', () => {
  it.each(MUTATION_KINDS)('is a valid notification that says something: %s', (kind) => {
    const mutation = mutations.make({ kind });
    const facts = { ticketCbss: 'T-1', cbeNumber: '0999999031', now: SENT_AT };
    expect(catalogue.get('mutations').check(notification([mutation], facts) as Payload)).toEqual([]);
    expect(mutation.kind).toBe(kind);
    expect(mutation.change ?? mutation.newSsin).toBeDefined();
  });

  it.each(MUTATION_KINDS)('may be about a number that nobody knows, and then nothing happens: %s', (kind) => {
    const people = JSON.stringify(bcss.world.town.people.map(({ lastName, deceased }) => [lastName, deceased]));
    const { change, ssin } = mutations.make({ kind, ssin: '99999999999' });
    expect([change, ssin]).toEqual([undefined, '99999999999']);
    expect(JSON.stringify(bcss.world.town.people.map(({ lastName, deceased }) => [lastName, deceased]))).toBe(people);
  });

  it('comes from the register, from ONSS, from INASTI or from MediPrima', () => {
    const sources = MUTATION_KINDS.map((kind) => mutations.make({ kind }).source);
    expect(new Set(sources)).toEqual(new Set(['RN', 'DIMONA', 'INASTI', 'MEDIPRIMA']));
  });

  it('says what is ordered where something is ordered', () => {
    const ordered = { kind: 'DIMONA_OUT', effectiveDate: '2025-01-01', change: [{ field: 'Employer', after: 'x' }] };
    expect(mutations.make(ordered)).toMatchObject(ordered);
  });
});

describe('the national register', () => {
  it('knows another address, and says where it was before', () => {
    const { change } = mutations.make();
    expect(change).toEqual([
      {
        field: 'LegalMainAddress',
        before: 'RUE DU SONGE 7 bte B2, 9999 FICTIVILLE',
        after: 'AVENUE DE LA BRUME 101, 9999 FICTIVILLE',
      },
    ]);
    expect(mutations.make().change?.[0]?.before).toBe(change?.[0]?.after);
  });

  it('knows another name', () => {
    const { ssin, change } = mutations.make({ kind: 'NAME' });
    expect(change).toEqual([{ field: 'LastName', before: 'Crépuscule', after: 'Crépuscule-Lumière' }]);
    expect(textsIn(register(ssin), '/Names/Name/*/Name/LastName/*/Label')).toEqual(['CRÉPUSCULE-LUMIÈRE']);
  });

  it('knows a death, and who is a widower by it', () => {
    const irma = mutations.make({ kind: 'DECEASE' });
    expect(irma.effectiveDate).toBe('2026-01-06');
    expect(valueAt(register(irma.ssin), '/Deceases/Decease/0/Date')).toEqual({
      Century: '20',
      Year: '26',
      Month: '01',
      Day: '06',
    });
    expect(textAt(register(ssinOf('luchtkasteel.remi')), '/CivilStates/CivilState/0/CivilState/Code')).toBe('30');
    // Somebody dies once.
    expect(mutations.make({ kind: 'DECEASE', ssin: ssinOf(SPECIAL.deceased) }).effectiveDate).toBe('2019-02-14');
  });

  it('knows civil state, household and nationality as they are told', () => {
    const divorced = mutations.make({ kind: 'CIVIL_STATE' });
    expect(divorced).toMatchObject({ effectiveDate: '2019-11-07', informationType: 'IT120' });
    expect(after(divorced, 'CivilState')).toBe(`40 ${ssinOf('toutvu.rosalie')}`);
    const household = mutations.make({ kind: 'HOUSEHOLD' });
    expect(after(household, 'FamilyMembers')?.split(' ')).toHaveLength(5);
    const nationality = mutations.make({ kind: 'NATIONALITY' });
    const code = textAt(register(nationality.ssin), '/Nationalities/Nationality/0/Nationality/Code');
    expect(after(nationality, 'Nationality')).toContain(code);
  });

  it('knows which number replaces which', () => {
    expect(mutations.make({ kind: 'SSIN_REPLACED' })).toMatchObject({
      ssin: REPLACED_SSIN,
      newSsin: ssinOf(SPECIAL.replacedNumber),
    });
  });
});

describe('Dimona and INASTI', () => {
  it.each([
    ['DIMONA_IN', '/Worker/OccupationPeriod/BeginDate', {}],
    ['DIMONA_OUT', '/Worker/OccupationPeriod/EndDate', {}],
    ['DIMONA_CANCEL', '/Worker/OccupationPeriod/BeginDate', { CanceledContract: 1 }],
  ])('%s is what the history of declarations says', (kind, day, switches) => {
    const mutation = mutations.make({ kind });
    const activity = valueAt(dimona(mutation.ssin, switches), '/Data/XML/L950/AnswerOK/Activity/0');
    expect(textAt(activity, day)).toBe(mutation.effectiveDate);
    expect(textAt(activity, '/Worker/DimonaNbr')).toBe(after(mutation, 'DimonaPeriodId'));
    expect(after(mutation, 'Employer')).toContain(textAt(activity, '/Employer/FirmID/CompanyID'));
  });

  it.each([
    ['SELF_EMPLOYED_START', 'nergens.cornelis', 'beginDate'],
    ['SELF_EMPLOYED_STOP', 'quelquepart.armand', 'endDate'],
  ])('%s is what the career says', (kind, key, day) => {
    const mutation = mutations.make({ kind });
    expect(mutation.ssin).toBe(ssinOf(key));
    const career = JSON.stringify(
      lookUp('self-employed.consult-career', mutation.ssin, { criteria: { ssin: mutation.ssin } }),
    );
    expect(career).toContain(`"${day}":"${mutation.effectiveDate}"`);
  });
});
