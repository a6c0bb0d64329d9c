/** TaxAssessmentData, PatrimonyService and ConsultPatrimonyCPAS: what the administration of finances knows. */
import { describe, expect, it } from 'vitest';
import type { Ending } from '../../src/delivery/ending.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import type { Payload } from '../../src/flows/flow.ts';
import { valueAt, valuesAt } from '../../src/flows/pointer.ts';
import { SPECIAL } from '../../src/simulator/town/special-people.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { catalogue } from '../flows/fixture.ts';
import { ask, codesOf, kindOf, knowingEverybody } from './asking.ts';

const town = new Town();
const bcss = knowingEverybody();
const ssinOf = (key: string): string => town.person(key).ssin;

/** On 6 January 2026. */
const consult = (id: string, payload: Payload): Ending => ask(catalogue.get(id), { payload, bcss });
const at = ({ answer }: Ending, pointer: string): JsonValue | undefined => valueAt(answer?.reply, pointer);
const all = ({ answer }: Ending, pointer: string): JsonValue[] => valuesAt(answer?.reply, pointer);

const ANSELME = 'mirage.anselme';
const ZELIE = 'mirage.zelie';
const LEONCE = 'desnuages.leonce';
const CELESTINE = 'brumeux.celestine';
const ARMAND = 'quelquepart.armand';

describe('a tax bill', () => {
  const bill = (
    key: string,
    referenceYear: Record<string, string>,
    elements: string[],
    groups: string[] = [],
  ): Ending =>
    consult('tax-assessment.consult-tax-assessment-data', {
      criteria: {
        ssin: ssinOf(key),
        referenceYear,
        fiscalDataSelection: { elements: { element: elements }, groups: { group: groups } },
      },
    });
  const INCOME = ['GLOBAL_TAXABLE_INCOME'];
  const values = (ending: Ending): JsonValue[] => all(ending, '/result/fiscalDataList/fiscalData/*/value/value');

  it('is that of the couple, each with what is theirs', () => {
    const his = bill(ANSELME, { year: '2024' }, [...INCOME, 'GLOBAL_TAXABLE_INCOME_FISCAL_FAMILY']);
    expect(values(his)).toEqual(['2184300', '2184300']);
    expect(at(his, '/result/requestedFiscalPerson/fiscalState')).toBe('PRIMARY');
    const hers = bill(ZELIE, { year: '2024' }, [...INCOME, 'GLOBAL_TAXABLE_INCOME_FISCAL_FAMILY']);
    expect(values(hers)).toEqual(['0', '2184300']);
    expect(at(hers, '/result/relatedFiscalPerson')).toEqual({ ssin: ssinOf(ANSELME), fiscalState: 'PRIMARY' });
    const alone = bill('zomaar.kamiel', { year: '2023' }, INCOME);
    expect(at(alone, '/result/requestedFiscalPerson/fiscalState')).toBe('SINGULAR');
    expect(at(alone, '/result/relatedFiscalPerson')).toBeUndefined();
  });

  it('is that of the year, or the last one, and an old one only when no limit is asked for', () => {
    expect(at(bill(ANSELME, { year: '2023' }, INCOME), '/result/incomeYear')).toBe('2023');
    expect(kindOf(bill(ANSELME, { year: '2022' }, INCOME))).toBe('nothing-found');
    expect(at(bill(ANSELME, { derivedYear: 'MOST_RECENT' }, INCOME), '/result/incomeYear')).toBe('2024');
    expect(kindOf(bill(ARMAND, { derivedYear: 'MOST_RECENT' }, INCOME))).toBe('nothing-found');
    expect(at(bill(ARMAND, { derivedYear: 'MOST_RECENT_UNLIMITED' }, INCOME), '/result/incomeYear')).toBe('2019');
  });

  it('has the lines of a group once, and says which line it has not', () => {
    const ending = bill(ANSELME, { year: '2024' }, ['PROFESSIONAL_INCOME', 'HAPPINESS'], ['GLOBAL_TAXABLE_INCOME']);
    const names = all(ending, '/result/fiscalDataList/fiscalData/*/element/value');
    expect(names).toEqual(['PROFESSIONAL_INCOME', 'HAPPINESS', 'GLOBAL_TAXABLE_INCOME']);
    expect(at(ending, '/result/fiscalDataList/fiscalData/1/noValue/reason')).toBe(
      'ELEMENT_NOT_PRESENT_IN_THE_TAX_ASSESSMENT_DATA',
    );
  });

  it('counts the children who live there', () => {
    expect(values(bill(ZELIE, { year: '2024' }, ['CHILDREN_DEPENDENT']))).toEqual(['3']);
    expect(values(bill(LEONCE, { year: '2024' }, ['CHILDREN_DEPENDENT']))).toEqual(['0']);
  });

  it('cannot be asked for without a line', () => {
    expect(codesOf(bill(ANSELME, { year: '2024' }, []))).toEqual(['MSG00008']);
  });

  it('says that the number stands', () => {
    expect(at(bill(ANSELME, { year: '2024' }, INCOME), '/ssinStatusData/requestedSsinStatus')).toBe('ACTIVE');
  });
});

describe('the land register', () => {
  const owned = (key: string, more: Record<string, JsonValue> = {}): Ending =>
    consult('patrimony.consult-immovable-properties', {
      searchCriteria: { ssin: ssinOf(key), language: 'FR', ...more },
    });
  const parcels = (ending: Ending): JsonValue[] =>
    all(ending, '/properties/property/*/parcel/identification/primaryNumber');

  it('has what is owned today, at some time in a period, or ever', () => {
    expect(kindOf(owned(ARMAND))).toBe('nothing-found');
    expect(parcels(owned(ARMAND, { period: { beginDate: '2020-02-29', endDate: '2020-12-31' } }))).toEqual([71]);
    expect(kindOf(owned(ARMAND, { period: { beginDate: '2020-03-01', endDate: '2020-12-31' } }))).toBe('nothing-found');
    expect(parcels(owned(ARMAND, { fullHistory: true }))).toEqual([71]);
    expect(parcels(owned(LEONCE))).toEqual([23]);
  });

  it('names the other owners when that is asked for', () => {
    const rights = '/properties/property/0/parties/party/*/rights/right/0/type/code';
    expect(all(owned(CELESTINE), rights)).toEqual(['US']);
    expect(all(owned(CELESTINE, { withCoOwners: true }), rights)).toEqual(['US', 'NP']);
    const couple = at(owned(LEONCE), '/properties/property/0/parties/party/0/owners/community/ssin');
    expect(couple).toEqual([ssinOf(LEONCE), ssinOf('desnuages.hortense')]);
  });

  it('answers in the language asked for', () => {
    const nature = '/properties/property/0/parcel/parcelNature/description';
    expect(at(owned(LEONCE), nature)).toBe('MAISON');
    expect(at(owned(LEONCE, { language: 'NL' }), nature)).toBe('HUIS');
  });

  it('has what a division of an enterprise owns, and which divisions there are', () => {
    const enterprise = (division: number): Ending =>
      consult('patrimony.consult-enterprise-immovable-properties', {
        searchCriteria: { enterpriseNumber: '0999998140', division, language: 'FR' },
      });
    expect(parcels(enterprise(1))).toEqual([1]);
    expect(kindOf(enterprise(2))).toBe('nothing-found');
    const divisions = consult('patrimony.find-division-by-enterprise-number', {
      searchCriteria: { enterpriseNumber: '0999998140', language: 'FR' },
    });
    expect(all(divisions, '/divisions/division/*')).toEqual([{ number: '1', location: 'FICTIVILLE' }]);
  });
});

describe('the older view of it', () => {
  const older = (key: string, language = 'FR'): Ending =>
    consult('patrimony-cpas.find-properties', {
      searchCriterion: { naturalPerson: { ssin: ssinOf(key) }, naturePerson: 1, language },
    });
  const codes: readonly (readonly [key: string, code: string])[] = [
    [LEONCE, 'PERSON_WITH_PROPERTIES_AND_PARTNER'],
    // A widow.
    [CELESTINE, 'PERSON_WITHOUT_PARTNER_WITH_PROPERTIES'],
    [ANSELME, 'PERSON_WITH_PARTNER_WITHOUT_PROPERTIES'],
    // Sold after the divorce.
    [ARMAND, 'PERSON_WITHOUT_PARTNER_AND_PROPERTIES'],
    [SPECIAL.bisRegister, 'PERSON_UNKNOWN_FODFIN'],
  ];

  it.each(codes)('says of %s: %s', (key, code) => {
    const ending = older(key);
    expect(at(ending, '/status/code')).toBe(code);
    expect(kindOf(ending)).toBe(code.includes('WITH_PROPERTIES') ? 'found' : 'nothing-found');
    expect(at(ending, '/businessData') !== undefined).toBe(code.includes('WITH_PROPERTIES'));
  });

  it('shows the property with the right, its size and its income', () => {
    expect(at(older(CELESTINE), '/businessData/property/0')).toMatchObject({
      duty: 'US 1/1',
      totalNumberOfOwners: 2,
      asset: [
        { situation: 'AVENUE DE LA BRUME 5', assetDetail: [{ surface: '00HA02A65CA', landRegisterIncomeAmount: 612 }] },
      ],
    });
    expect(at(older(CELESTINE, 'NL'), '/businessData/property/0/asset/0/situation')).toBe('NEVELLAAN 5');
  });
});
