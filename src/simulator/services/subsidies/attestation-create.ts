import { type Day, dayOf, dayOfDate } from '../../integrations/day.ts';
import { type Json, textIn } from '../../json.ts';
import { type A036, monthlyAttestations } from '../../town/facets/monthly-attestations.ts';
import type { Person } from '../../town/person.ts';
import type { Question, Service } from '../service.ts';
import { declaration, type Reason, refusedFor } from './evaluation.ts';

/** An attestation of a living wage or its equivalent (provisional), which `L036` lists afterwards. */
export const attestationCreate: Service = declaration('AttestationCreate', 'attestation', (item, person, question) => {
  const { world, caller, now } = question;
  const period = {
    start: dayOfDate(textIn(item, 'validityPeriod', 'beginDate') ?? ''),
    end: dayOfDate(textIn(item, 'validityPeriod', 'endDate') ?? ''),
  };
  if (person === undefined) return refusedFor('FICT29');
  const updates = textIn(item, 'updateAttestationID');
  const defect = defectOf(item, person, updates, question);
  if (defect !== undefined) return refusedFor(defect);
  const id = world.declared.receipts.next();
  world.declared.attestations.add({
    person: person.key,
    cpas: caller.cbeNumber,
    nisCode: caller.nisCode,
    id,
    status: (textIn(item, 'attestationStatus') ?? '0') as A036['status'],
    ...(updates !== undefined && { updates }),
    created: dayOf(now),
    period,
    category: (textIn(item, 'categoryCode') ?? '7') as A036['category'],
  });
  return { kind: 'accepted', receipt: id };
});

/** The quality code that each category goes with: living wage, equivalent. */
const CODES: Readonly<Record<string, number>> = { 7: 2, 8: 3 };

function defectOf(item: Json, person: Person, updates: string | undefined, question: Question): Reason | undefined {
  const { world, caller, now } = question;
  const today = dayOf(now);
  const code = CODES[textIn(item, 'categoryCode') ?? ''];
  const open = world.integrations.open(person.ssin, caller.nisCode, today);
  if (!open.some(({ qualityCode }) => qualityCode === code)) return 'FICT28';
  return updates !== undefined && !isOwn(updates, person, today, question) ? 'FICT29' : undefined;
}

/** Only what this centre attested about this person can be put right, and only once. */
function isOwn(id: string, { key }: Person, today: Day, { world, caller }: Question): boolean {
  const all = [
    ...monthlyAttestations(key, today),
    ...world.declared.attestations.where(({ person }) => person === key),
  ];
  const isReplaced = all.some(({ updates }) => updates === id);
  return !isReplaced && all.some((one) => one.id === id && one.cpas === caller.cbeNumber);
}
