import { type JsonObject, valueIn } from '../../json.ts';
import { headOf, type Person, presentMembers } from '../../town/person.ts';
import { found } from '../answers.ts';
import { consultations } from '../consultation.ts';
import { type Remark, remark } from '../remarks.ts';
import type { Answer, Question, Service } from '../service.ts';
import { addressHistory } from './address-history.ts';
import { citizen } from './citizen.ts';
import { waitRegister } from './wait-register.ts';

/**
 * PerformInvestigation: the register data that a social enquiry starts from. A request names the groups it wants; one that names none
 * gets all of them. With the family composition, the other groups come for every member of the household.
 */
export const performInvestigation: readonly Service[] = consultations('PerformInvestigation', {
  PerformInvestigation(person, { payload }: Question): Answer {
    const groups = payload.DataGroups;
    const wants = (group: string): boolean => groups === undefined || valueIn(groups, group) === true;
    const people = wants('FamilyCompositionGroup') ? householdOf(person) : [person];
    const waiting = wants('WaitRegisterGroup') ? people.filter(({ register }) => register === 'waiting') : undefined;
    const DataGroups = {
      ...(wants('FamilyCompositionGroup') && { FamilyCompositionGroup: familyComposition(people) }),
      ...(wants('CitizenGroup') && { CitizenGroup: { Citizen: people.map(citizen) } }),
      ...(wants('AddressHistoryGroup') && { AddressHistoryGroup: { AddressHistory: people.map(addressHistory) } }),
      ...(waiting !== undefined &&
        waiting.length > 0 && { WaitRegisterGroup: { WaitRegister: waiting.map(waitRegister) } }),
    };
    const parts = Object.keys(DataGroups).length === 0 ? {} : { DataGroups };
    return { ...found(parts), remarks: waiting?.length === 0 ? [NOT_WAITING] : [] };
  },
});

/** Who does not stand in the waiting register is told so by a remark, and not by an error. Its code is not known. */
const NOT_WAITING: Remark = remark('99990011', 'WaitRegisterGroup');

/** The person of reference first; a person who died stands alone. */
function householdOf(person: Person): Person[] {
  if (person.deceased !== undefined) return [person];
  const head = headOf(person.household);
  return presentMembers(person.household).sort((a, b) => Number(b === head) - Number(a === head));
}

/** What each member is to the person of reference (information type 140). */
const RELATIONS = { head: 1, partner: 2, child: 3, unrelated: 20 } as const;

function familyComposition(people: readonly Person[]): JsonObject {
  const FamilyMember = people.map(({ ssin, role, household }, at) => ({
    SocialSecurityUser: ssin,
    RelationShip: at === 0 ? RELATIONS.head : RELATIONS[role],
    EntryDate: entryDate(household.addresses[0]?.since),
  }));
  return { FamilyComposition: { origin: 'RN_RR', FamilyMember } };
}

/** The contract wants a whole date here; one of which the register knows the year only is left out. */
function entryDate(since: string | undefined): string | undefined {
  return since?.includes('-00') === true ? undefined : since;
}
