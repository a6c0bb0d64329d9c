import { dayOfDate } from '../../integrations/day.ts';
import { type Json, numberIn, textIn } from '../../json.ts';
import type { Person } from '../../town/person.ts';
import { registerName } from '../names.ts';
import type { Service } from '../service.ts';
import { declaration, refusedFor, TAKEN } from './evaluation.ts';

/** Eurocent: a twelfth of the living wage of somebody with a family for a year. The simulator's number. */
const PREMIUM_MAX = 180_000;

/** The premium for somebody who was homeless and lives somewhere again (provisional): once in a life, for the address of the register. */
export const installationPremium: Service = declaration(
  'SubsidyInstallationPremium',
  'premium',
  (premium, person, { world, caller }) => {
    if (person === undefined) return refusedFor('FICT27');
    const { premiums, receipts } = world.declared;
    if (premiums.has((one) => one.person === person.key && one.status !== '1')) return refusedFor('FICT26');
    if (!livesThere(premium, person)) return refusedFor('FICT27');
    const isCut = (numberIn(premium, 'amount') ?? 0) > PREMIUM_MAX;
    const reference = receipts.next();
    const decidedOn = dayOfDate(textIn(premium, 'decisionDate') ?? '');
    premiums.add({
      person: person.key,
      cpas: caller.cbeNumber,
      decidedOn,
      reference,
      status: isCut ? '2' : '0',
    });
    return isCut ? { kind: 'partly', why: 'FICT25' } : { ...TAKEN, receipt: reference };
  },
);

function livesThere(premium: Json, { household }: Person): boolean {
  const address = household.addresses[0]?.address;
  if (address === undefined || household.referenceAddress) return false;
  const given = (name: string): string => registerName(textIn(premium, 'address', name) ?? '');
  return (
    given('municipality') === address.municipality.nisCode &&
    [address.street.name.fr, address.street.name.nl].map(registerName).includes(given('street')) &&
    given('houseNumber') === registerName(address.houseNumber)
  );
}
