import { textIn } from '../../json.ts';
import type { Service } from '../service.ts';
import { declaration, refusedFor, TAKEN } from './evaluation.ts';

/** Somebody who takes part in a project of the European Social Fund (provisional): the entry, and later the same with the exit. */
export const fseParticipant: Service = declaration('FseParticipant', 'participant', (item, person, { world }) => {
  const { participations } = world.declared;
  const [entry, exit] = [textIn(item, 'entry', 'date') ?? '', textIn(item, 'exit', 'date')];
  const row = { person: person?.key ?? '', project: textIn(item, 'projectCode') ?? '', hasLeft: exit !== undefined };
  if (exit !== undefined && exit < entry) return refusedFor('FICT21');
  const hasLeft = participations.has((one) => one.person === row.person && one.project === row.project && one.hasLeft);
  if (hasLeft) return refusedFor('FICT30');
  participations.add(row);
  return TAKEN;
});
