import { type Day, plusDays } from '../../integrations/day.ts';
import type { JsonObject } from '../../json.ts';
import { employerCalled, type Employment } from '../../town/facets/employment.ts';
import { addressParts } from './parts.ts';

/** A relation of work as Dimona has it on a day. */
export function dimonaRecord(row: Employment, today: Day): JsonObject {
  const { employer, workerType, period, dimonaPeriodId } = row;
  const { jointCommission, name, address } = employerCalled(employer);
  return {
    lastDimonaAction: lastAction(row, today),
    inServiceDate: period.start,
    outServiceDate: period.end,
    ...(workerType === 'EXT' && EVENING),
    workerType,
    jointCommissionNbr: jointCommission,
    ...(workerType === 'STU' && {
      studentPlaceOfWork: { employerName: name, address: addressParts(address, 'professional') },
    }),
    nbrOfPlannedWorkingDays: row.plannedHours && row.plannedHours / HOURS_OF_A_DAY,
    cancelled: row.cancelled ?? false,
    dimonaPeriodId: String(dimonaPeriodId),
    creationDate: `${announcedOn(row)}T10:00:00Z`,
    lastUpdateDate: `${changesOf(row, today).at(-1) ?? period.start}T10:00:00Z`,
  };
}

/** Who works by the day is announced by the hour. */
const EVENING = { inServiceHour: '17:00:00', outServiceHour: '23:00:00' };
const HOURS_OF_A_DAY = 8;

/** The days on which something was said to Dimona about a relation of work, first to last. */
export function changesOf(row: Employment, today: Day): Day[] {
  const last = row.cancelled === true ? row.period.start : row.period.end;
  return [announcedOn(row), ...(last !== undefined && last < today ? [last] : [])];
}

/** The law wants it before the work begins. */
function announcedOn({ period }: Employment): Day {
  return plusDays(period.start, -1);
}

function lastAction({ cancelled, period }: Employment, today: Day): string {
  if (cancelled === true) return 'cancellation';
  return period.end !== undefined && period.end < today ? 'out' : 'in';
}
