import { dayOfDate, type Period } from '../../integrations/day.ts';
import { type JsonObject, numberIn, textIn } from '../../json.ts';

/** What a ManageAccess request asks. */
export interface Asked {
  readonly ssin: string;
  readonly purpose: number | undefined;
  readonly period: Period;
  readonly action: string;
  /** Which directory a LIST is about. */
  readonly register: string | undefined;
  /** Of which sector a LIST is about. */
  readonly sector: number;
}

export const CPAS_SECTOR = 17;

export function askedOf(payload: JsonObject): Asked {
  const end = textIn(payload, 'Period', 'EndDate');
  return {
    ssin: textIn(payload, 'SSIN') ?? '',
    purpose: numberIn(payload, 'Purpose'),
    period: {
      start: dayOfDate(textIn(payload, 'Period', 'StartDate') ?? ''),
      ...(end !== undefined && { end: dayOfDate(end) }),
    },
    action: textIn(payload, 'Action') ?? '',
    register: textIn(payload, 'QueryRegister'),
    sector: numberIn(payload, 'Sector') ?? CPAS_SECTOR,
  };
}
