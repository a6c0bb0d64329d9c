import { daysOfQuarter, quarterOf } from '../calendar.ts';
import { contains, dayOf, overlaps, type Period } from '../integrations/day.ts';
import { type JsonObject, textIn } from '../json.ts';
import { entitlementsOf, entitlementsOfHousehold } from '../town/entitlements.ts';
import { headOf, type Person, presentMembers } from '../town/person.ts';
import { found, NOTHING } from './answers.ts';
import { consultations } from './consultation.ts';
import { registerName } from './names.ts';
import type { Answer, Question, Service } from './service.ts';

/**
 * SocialRateInvestigation: whether a household pays the social rate for gas and electricity, what BCSS knows about that, and what the
 * economy ministry (Soctar) told the suppliers. Whoever lives with somebody who has a living wage, or an allowance for a disability,
 * is protected.
 */
export const socialRateInvestigation: readonly Service[] = consultations('SocialRateInvestigation', {
  consultExchangedData(person, question): Answer {
    const quarter = quarterAsked(question);
    if (entitlementsOfHousehold(person, quarter).length === 0) return NOTHING;
    return found({ result: { cbss: cbssSide(person, quarter), soctar: soctarSide(person, quarter) } });
  },
});

/** The quarter of today where none is named; the contract's pattern knows no later one than 2014. */
function quarterAsked({ payload, now }: Question): Required<Period> {
  return daysOfQuarter(textIn(payload, 'criterion', 'temporalCriteria') ?? quarterOf(dayOf(now)));
}

function cbssSide(person: Person, quarter: Required<Period>): JsonObject {
  const { household } = person;
  const head = headOf(household) ?? person;
  const since = { start: household.addresses[0]?.since ?? quarter.start };
  const protectedPeople = presentMembers(household).filter((one) => entitlementsOf(one, quarter).length > 0);
  const householdPeriod = [isWhole(since.start) ? since : { start: quarter.start }];
  return {
    identifier: {
      finalCustomer: head === person,
      householdHead: head === person,
      protectedPerson: protectedPeople.includes(person),
      value: person.ssin,
    },
    finalCustomer: [
      {
        ssin: head.ssin,
        hasRight: { globalRightPeriod: [{ ...quarter }], householdHead: [{ ssin: head.ssin, householdPeriod }] },
      },
    ],
    householdHead: [
      {
        ssin: head.ssin,
        householdHeadPeriod: householdPeriod[0],
        member: presentMembers(household)
          .filter((one) => one !== head)
          .map(({ ssin }) => ({ ssin, householdPeriod: householdPeriod.map((period) => ({ ...period })) })),
      },
    ],
    protectedPerson: protectedPeople.map((one) => ({ ssin: one.ssin, rightPeriod: rights(one, quarter) })),
  };
}

/** A date of which the register knows every part. */
function isWhole(date: string): boolean {
  return !date.includes('-00');
}

/** Who gave the right: 1 a public welfare centre, 2 the directorate for persons with a disability; our numbers, none is published. */
const ORGANISATIONS = { CPAS: 1, DGPH: 2 } as const;

function rights(person: Person, quarter: Period): JsonObject[] {
  return entitlementsOf(person, quarter).map(({ by, period: { start, end } }) => ({
    organization: ORGANISATIONS[by],
    start,
    end,
  }));
}

function soctarSide(person: Person, quarter: Required<Period>): JsonObject {
  const { household } = person;
  const address = household.addresses[0]?.address;
  const head = headOf(household) ?? person;
  const house = {
    streetName: address?.street.name.fr ?? '',
    houseNu: address?.houseNumber,
    boxNu: address?.box,
    postalCode: address?.municipality.postalCode ?? '',
    cityName: address?.municipality.name.fr ?? '',
  };
  return {
    CitizenCompleteStatus: {
      HouseholdData: { ...house },
      HouseholdMembers: {
        HouseHoldMember: presentMembers(household).map(({ ssin, lastName, firstNames }) => ({
          ssin,
          name: registerName(lastName),
          firstNames: registerName(firstNames.join(' ')),
        })),
      },
      MatchList: { Match: (['E', 'G'] as const).map((product) => ({ ...house, ...contract(head, product, quarter) })) },
      rnReferenceDate: quarter.start,
      bcssReferenceDate: quarter.start,
    },
  };
}

/** The contract of the person of reference with the one supplier of the town. */
function contract(head: Person, product: 'E' | 'G', quarter: Required<Period>): JsonObject {
  const eligible = entitlementsOfHousehold(head, quarter).some(({ period }) => overlaps(period, quarter));
  const startsToday = entitlementsOfHousehold(head, quarter).some(({ period }) => contains(period, quarter.start));
  return {
    ssin: head.ssin,
    supplierName: 'LUMIERES DE LA LUNE',
    custId: `LL-${head.ssin.slice(6)}`,
    name: registerName(head.lastName),
    firstNames: registerName(head.firstNames.join(' ')),
    eanId: `5499999${product === 'E' ? '1' : '2'}${head.ssin.slice(1)}`,
    product,
    eligibility: eligible ? '1' : '0',
    startDate: startsToday ? quarter.start : undefined,
    supplierStart: '2012-01-01',
  };
}
