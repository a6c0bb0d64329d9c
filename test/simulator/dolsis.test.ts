import { describe, expect, it } from 'vitest';
import type { Ending } from '../../src/delivery/ending.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import { valueAt, valuesAt } from '../../src/flows/pointer.ts';
import { employerCalled } from '../../src/simulator/town/facets/employment.ts';
import { SPECIAL } from '../../src/simulator/town/special-people.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { catalogue } from '../flows/fixture.ts';
import { freshBcss } from '../flows/simulated-reply.ts';
import { ask, codesOf, kindOf } from './asking.ts';

const town = new Town();
const ssinOf = (key: string): string => town.person(key).ssin;

/** On 6 January 2026. */
const dolsis = (operation: string, criteria: Record<string, JsonValue>, bcss = freshBcss()): Ending =>
  ask(catalogue.get(`dolsis.${operation}`), { payload: { criteria }, bcss });
const at = ({ answer }: Ending, pointer: string): JsonValue | undefined => valueAt(answer?.reply, pointer);
const all = ({ answer }: Ending, pointer: string): JsonValue[] => valuesAt(answer?.reply, pointer);

describe('employers of somebody', () => {
  const employers = (key: string, scope: string, begin?: string, end?: string): Ending =>
    dolsis('find-employers-by-worker', {
      ssin: ssinOf(key),
      scope,
      ...(begin !== undefined && end !== undefined && { period: { beginDate: begin, endDate: end } }),
    });
  const names = (ending: Ending): JsonValue[] => all(ending, '/result/employment/*/employer/name');

  it('are those of today, or of a period, as asked', () => {
    const today = employers('schimmen.fons', 'active');
    expect(names(today)).toEqual(['LUCHTBALLONNEN NV']);
    expect(at(today, '/result/employment/0')).toMatchObject({
      lastDimonaAction: 'in',
      lastUpdateDate: '2022-11-30T10:00:00Z',
    });
    const before = employers('schimmen.fons', 'activeInPeriod', '2020-01-01', '2020-12-31');
    expect(names(before)).toEqual(['IMPRIMERIE DU BROUILLARD SA']);
    expect(at(before, '/result/employment/0')).toMatchObject({
      lastDimonaAction: 'out',
      lastUpdateDate: '2022-10-14T10:00:00Z',
    });
    expect(at(before, '/result/employment/0/employer/underCuratorshipBeginDate')).toBe('2022-10-14');
    expect(kindOf(employers('mirage.anselme', 'active'))).toBe('nothing-found');
  });

  it('cannot be asked for in a period that is not given', () => {
    for (const scope of ['activeInPeriod', 'mutations']) {
      const ending = employers('schimmen.fons', scope);
      expect(codesOf(ending)).toEqual(['MSG00008']);
      expect(ending.answer?.result.messages[0]?.fields).toEqual(['period']);
    }
  });

  it('show as changes on the day they were announced, and on the last', () => {
    const changes = (day: string): string => kindOf(employers('mirage.anselme', 'mutations', day, day));
    expect(changes('2023-01-31')).toBe('found');
    expect(changes('2023-02-01')).toBe('nothing-found');
    expect(changes('2025-06-30')).toBe('found');
  });

  it('do not show where nobody came to work, but that it was withdrawn', () => {
    expect(kindOf(employers('zomaar.kamiel', 'activeInPeriod', '2025-01-01', '2025-12-31'))).toBe('nothing-found');
    const withdrawn = employers('zomaar.kamiel', 'mutations', '2025-01-01', '2025-12-31');
    expect(at(withdrawn, '/result/employment/0')).toMatchObject({ lastDimonaAction: 'cancellation', cancelled: true });
  });

  it('are many for who works by the day, by the hour', () => {
    const many = employers(SPECIAL.manyRows, 'activeInPeriod', '2025-01-01', '2025-12-31');
    expect(names(many)).toHaveLength(45);
    expect(at(many, '/result/employment/0')).toMatchObject({
      workerType: 'EXT',
      inServiceDate: '2025-11-29',
      outServiceDate: '2025-11-29',
      inServiceHour: '17:00:00',
    });
  });

  it('say where a student works, and for how many days', () => {
    const student = employers('mirage.firmin', 'activeInPeriod', '2025-07-01', '2025-07-31');
    expect(at(student, '/result/employment/0')).toMatchObject({
      nbrOfPlannedWorkingDays: 15,
      studentPlaceOfWork: { employerName: 'BOULANGERIE DU SONGE SRL' },
    });
  });
});

describe('work for one employer', () => {
  const detail = (key: string, employer: string, quarter: string, more: Record<string, JsonValue> = {}): Ending =>
    dolsis('get-employment-detail', {
      nossRegistrationNumber: { type: 'noss', value: employerCalled(employer).nossNumber },
      ssin: ssinOf(key),
      quarter,
      ...more,
    });
  const amounts = (ending: Ending): JsonValue[] =>
    all(ending, '/result/dmfaRecord/*/workerRecord/*/occupation/*/remuneration/*/amount');
  const sources = ({ answer }: Ending): string[] => answer?.result.sources?.map(({ kind }) => kind) ?? [];

  it('was declared for each quarter asked about and those before it, in proportion', () => {
    const ending = detail('mirage.anselme', 'boulangerie', '20232', { nbrOfQuarters: 2 });
    expect(all(ending, '/result/dmfaRecord/*/quarter')).toEqual(['20232', '20231']);
    expect(all(ending, '/result/dmfaRecord/*/ticketNbrLastSituation')).toEqual(['FICT202320101', 'FICT202310101']);
    // He began in February.
    expect(amounts(ending)).toEqual(['628178', '418785']);
    expect(all(ending, '/result/dmfaRecord/*/workerRecord/0/occupation/0/service/0/nbrDays')).toEqual([6500, 4300]);
    expect(at(ending, '/result/dmfaRecord/1/workerRecord/0/occupation/0/occupationStartingDate')).toBe('2023-02-01');
  });

  it('shows its last day in the quarter it ends in, and no day after it', () => {
    const occupation = '/result/dmfaRecord/*/workerRecord/0/occupation/0/occupationEndingDate';
    expect(all(detail('mirage.anselme', 'boulangerie', '20252'), occupation)).toEqual(['2025-06-30']);
    expect(all(detail('mirage.anselme', 'boulangerie', '20251'), occupation)).toEqual([]);
  });

  it('is not declared yet for a quarter that has just ended', () => {
    const ending = detail('schimmen.fons', 'fabriek', '20254');
    expect(kindOf(ending)).toBe('found');
    expect(sources(ending)).toEqual(['found', 'nothing-found']);
    expect(amounts(detail('schimmen.fons', 'fabriek', '20253'))).toEqual(['812400']);
  });

  it('has only the part that is asked for', () => {
    const dimona = detail('schimmen.fons', 'fabriek', '20253', { employmentRecords: true });
    expect(amounts(dimona)).toEqual([]);
    expect(sources(dimona)).toEqual(['found', 'nothing-found']);
    const dmfa = detail('schimmen.fons', 'fabriek', '20253', { dmfaRecords: true });
    expect(at(dmfa, '/result/employmentRecord')).toBeUndefined();
    expect(kindOf(detail('schimmen.fons', 'fabriek', '20253', { dmfaRecords: false, employmentRecords: false }))).toBe(
      'nothing-found',
    );
  });

  it('is incomplete where one source fails, and refused where the other has nothing', () => {
    const ending = detail(SPECIAL.oneSourceFails, 'boulangerie', '20191');
    expect(kindOf(ending)).toBe('partial');
    expect(sources(ending)).toEqual(['found', 'refused']);
    expect(at(ending, '/result/employmentRecordStatus/code')).toBe('MSG00000');
    expect(at(ending, '/result/dmfaRecordStatus/code')).toBe('MSG00002');
    const alone = detail(SPECIAL.oneSourceFails, 'boulangerie', '20191', { dmfaRecords: true });
    expect(codesOf(alone)).toEqual(['MSG00002']);
  });

  it('is not found where there was none, and a number that cannot be one is told apart', () => {
    expect(kindOf(detail('mirage.anselme', 'fabriek', '20232'))).toBe('nothing-found');
    const malformed = dolsis('get-employment-detail', {
      nossRegistrationNumber: { value: '12' },
      ssin: ssinOf('mirage.anselme'),
      quarter: '20232',
    });
    expect(kindOf(malformed)).toBe('refused');
    expect(codesOf(malformed)).toEqual(['DOLS0024']);
  });

  it('of a student is a contribution of its own', () => {
    const worker = at(detail('mirage.firmin', 'boulangerie', '20253'), '/result/dmfaRecord/0/workerRecord/0');
    expect(worker).toMatchObject({
      workerCode: 840,
      hasStudentContribution: true,
      studentContribution: [{ numberDays: 43, remunerationAmount: '148200' }],
    });
    expect(worker).not.toHaveProperty('occupation');
  });

  it('of thirteen Saturdays is one occupation of thirteen days', () => {
    const occupations = all(
      detail(SPECIAL.manyRows, 'guinguette', '20253'),
      '/result/dmfaRecord/0/workerRecord/*/occupation/*',
    );
    expect(occupations).toMatchObject([
      {
        occupationStartingDate: '2025-07-05',
        occupationEndingDate: '2025-09-27',
        contractType: 'part_time',
        service: [{ nbrDays: 1300 }],
        remuneration: [{ amount: '117000' }],
      },
    ]);
  });

  it('was under a curator only after the bankruptcy', () => {
    const curatorships = all(
      detail('schimmen.fons', 'imprimerie', '20224', { nbrOfQuarters: 2 }),
      '/result/dmfaRecord/*/curatorship',
    );
    expect(curatorships).toEqual(['yes', 'no']);
  });
});

describe('an employer', () => {
  const { cbeNumber, nossNumber } = employerCalled('cerfs-volants');
  const byNumber: readonly (readonly [by: string, criteria: Record<string, JsonValue>])[] = [
    ['registration number', { nossRegistrationNbr: { type: 'noss', value: `000${nossNumber}` } }],
    ['enterprise number', { cbeNumber }],
    ['VAT number', { vatNumber: `BE${cbeNumber}` }],
    ['own number, as a person', { ssin: ssinOf('nergens.cornelis') }],
  ];

  it.each(byNumber)('is found by %s', (_by, criteria) => {
    const ending = dolsis('get-employer-detail', criteria);
    expect(at(ending, '/result/employer')).toMatchObject({
      name: 'NERGENS CORNELIS',
      ssin: ssinOf('nergens.cornelis'),
    });
  });

  it('is refused, being a person, as that person is', () => {
    const ending = dolsis('get-employer-detail', { ssin: ssinOf(SPECIAL.neverIntegrated) });
    expect(codesOf(ending)).toEqual(['MSG00012']);
  });

  it('has whoever declares for it, and whoever speaks for it after a bankruptcy', () => {
    const baker = dolsis('get-employer-detail', { cbeNumber: employerCalled('boulangerie').cbeNumber });
    expect(at(baker, '/result/socialSecretariat/membershipSince')).toBe('20041');
    expect(at(baker, '/result/representative')).toBeUndefined();
    const printer = dolsis('get-employer-detail', { cbeNumber: employerCalled('imprimerie').cbeNumber });
    expect(at(printer, '/result/representative/name')).toBe('MAITRE PENOMBRE');
    expect(at(printer, '/result/socialSecretariat')).toBeUndefined();
  });

  it('is not found by a number that cannot be one', () => {
    expect(codesOf(dolsis('get-employer-detail', { nossRegistrationNbr: { value: '12345678901' } }))).toEqual([
      'DOLS0024',
    ]);
  });
});

describe('people posted from abroad', () => {
  const named = { lastName: 'LOINVILLE', nationality: 111, scope: 'all' };
  const searches: readonly (readonly [by: string, criteria: Record<string, JsonValue>, found: readonly string[]])[] = [
    ['the enterprise they came to', { cbeNumber: employerCalled('fabriek').cbeNumber }, ['loinville.maxence']],
    ['another enterprise', { cbeNumber: employerCalled('boulangerie').cbeNumber }, []],
    ['their number abroad', { id: '2070199999172', type: 'social_security_nr' }, ['loinville.solange']],
    ['a number of another type', { id: '2070199999172', type: 'foreign_vat' }, []],
    ['a number of whatever type', { id: 'FR99999999171' }, ['loinville.maxence']],
    ['name and nationality', { ...named, lastName: 'loinville' }, ['loinville.maxence']],
    ['another nationality', { ...named, nationality: 150 }, []],
    ['a first name of somebody else', { ...named, firstName: 'Solange' }, []],
    ['a birth date', { ...named, birthDate: '1906-10-02', currentZipCode: '9999' }, ['loinville.maxence']],
    ['what they do', { ...named, participationType: 'self_employed' }, []],
    [
      'a period in which they were not here',
      { ...named, postingPeriod: { beginDate: '2024-01-01', endDate: '2024-12-31' } },
      [],
    ],
  ];

  it.each(searches)('are found by %s', (_by, criteria, found) => {
    const ending = dolsis('find-posted-workers', criteria);
    expect(all(ending, '/result/person/*/ssin')).toEqual(found.map(ssinOf));
  });

  const detail = (criteria: Record<string, JsonValue>): Ending => dolsis('get-posted-worker-detail', criteria);
  const maxence = { ssin: ssinOf('loinville.maxence') };

  it('have their documents in pages', () => {
    const first = detail(maxence);
    expect(at(first, '/result/documentParticipations')).toMatchObject({ maxResults: 13, nextOffset: 10 });
    const second = detail({ ...maxence, documentParticipationOffset: 10 });
    expect(at(second, '/result/documentParticipations/nextOffset')).toBeUndefined();
    const numbers = (ending: Ending): JsonValue[] =>
      all(ending, '/result/documentParticipations/participation/*/summary/documentNbr');
    expect(new Set([...numbers(first), ...numbers(second)]).size).toBe(13);
    // The other lists have pages of their own.
    expect(at(second, '/result/foreignEmployerRelations/relation')).toHaveLength(1);
  });

  it('came to an enterprise, or to somebody at home', () => {
    const employee = detail({ id: '990171' });
    expect(at(employee, '/result/economicalBelgianClientRelations/relation/0/employer/name')).toBe('LUCHTBALLONNEN NV');
    expect(at(employee, '/result/individualBelgianClientRelations/maxResults')).toBe(0);
    const bcss = freshBcss();
    const ssin = ssinOf('loinville.solange');
    bcss.world.integrations.register({ ssin, nisCode: '99901', qualityCode: 4, period: { start: '2025-01-01' } });
    const selfEmployed = dolsis('get-posted-worker-detail', { id: '990172' }, bcss);
    expect(at(selfEmployed, '/result/individualBelgianClientRelations/relation/0/person/ssin')).toBe(
      ssinOf('semblant.eudoxie'),
    );
    expect(at(selfEmployed, '/result/foreignEmployerRelations/maxResults')).toBe(0);
  });

  it('are refused when they are not integrated, by whatever number they were found', () => {
    expect(codesOf(detail({ id: '990172' }))).toEqual(['MSG00012']);
    expect(codesOf(dolsis('find-posting-documents', { documentNbr: 'A1-FR-990172' }))).toEqual(['MSG00012']);
    expect(codesOf(dolsis('get-posting-document-detail', { id: '990172001' }))).toEqual(['MSG00012']);
  });

  it('are posted under documents, of all types or of one', () => {
    const types = (criteria: Record<string, JsonValue>): number =>
      all(dolsis('find-posting-documents', criteria), '/result/document/*/documentNbr').length;
    expect(types(maxence)).toBe(13);
    expect(types({ ...maxence, documentType: 'a1' })).toBe(1);
    expect(types({ documentNbr: 'L1-990171-3' })).toBe(1);
    expect(types({ ...maxence, documentType: 'e101' })).toBe(0);
  });

  it('have no part in a document of somebody else', () => {
    expect(kindOf(dolsis('get-posting-document-detail', { id: '990171900', ssin: ssinOf('mirage.anselme') }))).toBe(
      'nothing-found',
    );
    const own = dolsis('get-posting-document-detail', { id: '990171900', ...maxence });
    expect(at(own, '/result/documentStatus')).toEqual([{ type: 'valid', beginDate: '2024-12-25T09:00:00Z' }]);
    expect(at(own, '/result/placeOfWorkRelation/0/placeOfWork/name')).toBe('LUCHTBALLONNEN NV');
  });

  it('see that a declaration was taken back', () => {
    const bcss = freshBcss();
    const ssin = ssinOf('loinville.solange');
    bcss.world.integrations.register({ ssin, nisCode: '99901', qualityCode: 4, period: { start: '2025-01-01' } });
    const cancelled = dolsis('get-posting-document-detail', { id: '990172002' }, bcss);
    expect(all(cancelled, '/result/documentStatus/*/type')).toEqual(['valid', 'cancelled']);
    expect(at(cancelled, '/result/individualBelgianClientParticipation/0/person/ssin')).toBe(
      ssinOf('semblant.eudoxie'),
    );
  });
});
