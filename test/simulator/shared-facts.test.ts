/** What one institution knows follows from what another one does: a fact of the town is written down once. */
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import type { Payload } from '../../src/flows/flow.ts';
import { valueAt, valuesAt } from '../../src/flows/pointer.ts';
import { employerCalled, EMPLOYMENTS } from '../../src/simulator/town/facets/employment.ts';
import { UNEMPLOYMENTS } from '../../src/simulator/town/facets/unemployment.ts';
import { overlaps } from '../../src/simulator/integrations/day.ts';
import { SPECIAL } from '../../src/simulator/town/special-people.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { catalogue } from '../flows/fixture.ts';
import { about, ask, knowingEverybody } from './asking.ts';

const town = new Town();
const bcss = knowingEverybody();
const TODAY = '2026-01-06';

/** Everybody of whom the sources answer. */
const people = town.people.filter(({ key }) => key !== SPECIAL.sourceUnavailable);

const reply = (id: string, payload: Payload): JsonValue | undefined => {
  const flow = catalogue.get(id);
  expect(flow.check(payload)).toEqual([]);
  return ask(flow, { payload, bcss }).answer?.reply;
};
const at = (value: JsonValue | undefined, pointer: string): JsonValue | undefined => valueAt(value, pointer);

describe('what is earned is what is taxed, less the contributions', () => {
  it.each([
    ['mirage.anselme', 2023],
    ['mirage.anselme', 2024],
    ['desnuages.hortense', 2024],
  ] as const)('%s in %i', (key, year) => {
    const { ssin } = town.person(key);
    const employer = EMPLOYMENTS.find(({ person }) => person === key)?.employer ?? '';
    const work = reply('dolsis.get-employment-detail', {
      criteria: {
        nossRegistrationNumber: { value: employerCalled(employer).nossNumber },
        ssin,
        quarter: `${year}4`,
        nbrOfQuarters: 4,
      },
    });
    const wages = valuesAt(work, '/result/dmfaRecord/*/workerRecord/*/occupation/*/remuneration/*/amount');
    const gross = wages.reduce<number>((sum, wage) => sum + Number(wage), 0);
    const bill = reply('tax-assessment.consult-tax-assessment-data', {
      criteria: {
        ssin,
        referenceYear: { year: String(year) },
        fiscalDataSelection: { elements: { element: ['PROFESSIONAL_INCOME'] }, groups: { group: [] } },
      },
    });
    const taxed = Number(at(bill, '/result/fiscalDataList/fiscalData/0/value/value'));
    expect(taxed).toBeGreaterThan(0);
    expect(Math.floor(gross * (1 - 0.1307))).toBe(taxed);
  });
});

describe('the mutuality', () => {
  const flow = catalogue.get('health-care-insurance.get-insurance-organization-informations');
  const insurance = (ssin: string): JsonValue | undefined => reply(flow.id, about(flow, ssin));

  it('that somebody has is why the State pays nothing on a medical card', () => {
    const verdicts = people.flatMap(({ key, ssin }) => {
      const evaluated = reply('ecarmed-pswc.evaluate-carmed', {
        proposal: {
          ssin,
          validityPeriod: { startDate: '2027-01-01', endDate: '2027-01-31' },
          medicalCard: { judicialDecisionInd: 'N', decisionDate: TODAY, incomeLessThanRISInd: 'Y' },
        },
      });
      const affiliated = at(evaluated, '/result/refund_podmi_sppis/affiliedMutualityInd');
      if (affiliated === undefined) return [];
      const mutuality = at(insurance(ssin), '/result/insuringOrganization/mutuality');
      return [{ key, affiliated, mutuality: mutuality === undefined ? 'N' : 'Y' }];
    });
    expect(new Set(verdicts.map(({ affiliated }) => affiliated))).toEqual(new Set(['Y', 'N']));
    // Nobody but who has died is left out.
    expect(verdicts.length).toBe(people.filter(({ deceased }) => deceased === undefined).length);
    for (const { key, affiliated, mutuality } of verdicts) expect(mutuality, key).toBe(affiliated);
  });

  it('pays more for whoever also pays less for gas and electricity', () => {
    const insured = people
      .map(({ key, ssin }) => ({ key, ssin, told: insurance(ssin) }))
      .filter(({ told }) => at(told, '/result/insuringOrganization/mutuality') !== undefined);
    expect(insured.length).toBeGreaterThan(20);
    const protectedOnes = insured.filter(({ key, ssin, told }) => {
      const social = reply('social-rate-investigation', { criterion: { ssin } });
      const hasSocialRate = at(social, '/status/value') === 'DATA_FOUND';
      expect(at(told, '/result/increasedIntervention/period') !== undefined, key).toBe(hasSocialRate);
      return hasSocialRate;
    });
    expect(protectedOnes.length).toBeGreaterThan(5);
    expect(protectedOnes.length).toBeLessThan(insured.length);
  });
});

it('whoever has a living wage today is protected, and is told so', () => {
  const paid = people.filter(
    ({ ssin }) =>
      at(
        reply('living-wages.get-living-wages', { criteria: { ssin, period: { beginDate: TODAY, endDate: TODAY } } }),
        '/status/value',
      ) === 'DATA_FOUND',
  );
  expect(paid.length).toBeGreaterThan(3);
  for (const { ssin, key } of paid) {
    const identifier = at(reply('social-rate-investigation', { criterion: { ssin } }), '/result/cbss/identifier');
    expect(identifier, key).toMatchObject({ protectedPerson: true });
  }
});

it('somebody lives where the register says, on a medical card and in Dolsis too', () => {
  const compared = people.flatMap((person) => {
    const { ssin } = person;
    const file = reply('retrieve-ti-groups', { searchInformation: { ssin, language: 'fr' } });
    const registered = at(file, '/rrn_it_implicit/LegalMainAddresses/LegalMainAddress/0/Address');
    const work = reply('dolsis.find-employers-by-worker', {
      criteria: { ssin, scope: 'activeInPeriod', period: { beginDate: '2010-01-01', endDate: TODAY } },
    });
    const dolsis = at(work, '/result/person/address');
    if (dolsis === undefined) return [];
    const street = at(registered, '/Street/Label');
    expect(at(dolsis, '/zipCode')).toBe(at(registered, '/ZipCode'));
    expect(valuesAt(dolsis, '/street/*/value')).toContain(street);
    expect(at(registered, '/HouseNumber')).toMatch(new RegExp(`^0*${at(dolsis, '/houseNbr') as string}$`));
    expect(at(dolsis, '/postBox')).toBe(at(registered, '/Box'));
    return [person.key];
  });
  expect(compared.length).toBeGreaterThan(5);
});

it('whoever owns something today owns it in both views of the land register', () => {
  const owners = people.filter(
    ({ ssin }) =>
      at(
        reply('patrimony.consult-immovable-properties', { searchCriteria: { ssin, language: 'FR' } }),
        '/status/value',
      ) === 'DATA_FOUND',
  );
  expect(owners.length).toBeGreaterThan(2);
  for (const { ssin, key } of owners) {
    const older = reply('patrimony-cpas.find-properties', {
      searchCriterion: { naturalPerson: { ssin }, naturePerson: 1, language: 'FR' },
    });
    expect(at(older, '/status/code'), key).toMatch(/WITH_PROPERTIES/);
  }
});

it('nobody is unemployed while they work', () => {
  for (const { person, right } of UNEMPLOYMENTS) {
    const work = EMPLOYMENTS.filter((row) => row.person === person && row.cancelled !== true);
    expect(work.filter(({ period }) => overlaps(period, right))).toEqual([]);
  }
});
