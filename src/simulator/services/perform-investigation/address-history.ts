import type { JsonObject } from '../../json.ts';
import type { Person } from '../../town/person.ts';
import { managerLocation, standardAddress } from './parts.ts';

/** Where somebody lived, and which municipality kept the file: the most recent first. */
export function addressHistory(person: Person): JsonObject {
  const { addresses } = person.household;
  const managers = addresses.filter(
    ({ address }, at) => addresses[at + 1]?.address.municipality !== address.municipality,
  );
  return {
    SocialSecurityUser: person.ssin,
    ManagerLocations: { ManagerLocation: managers.map((residence) => managerLocation(person, residence)) },
    LegalAddresses: { StandardAddress: addresses.map((residence) => standardAddress(person, residence)) },
  };
}
