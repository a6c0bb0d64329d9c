import type { Integration } from '../../integrations/integrations.ts';
import type { JsonObject } from '../../json.ts';
import { startEnd } from '../parts/asked-days.ts';
import { type Asked, CPAS_SECTOR } from './asked.ts';

/**
 * What a reply shows of the integrations that overlap with the asked one, whoever made them: a collision shows here, by the NIS code
 * of the other centre. A change happens in the directory of the centres; LIST chooses which one it is about.
 */
export function registrations(asked: Asked, overlapping: readonly Integration[]): JsonObject[] {
  if (asked.sector !== CPAS_SECTOR) return [];
  const register = asked.action === 'LIST' ? (asked.register ?? 'ALL') : 'SECONDARY';
  const ofPurpose = overlapping.filter(
    ({ qualityCode }) => asked.action !== 'LIST' || (asked.purpose ?? qualityCode) === qualityCode,
  );
  return [
    ...(register === 'PRIMARY' ? [] : ofPurpose.map(secondary)),
    ...(register === 'SECONDARY' ? [] : primary(overlapping)),
  ];
}

function secondary({ qualityCode, period, nisCode }: Integration): JsonObject {
  return { Purpose: qualityCode, Period: startEnd(period), OrgUnit: nisCode, Register: 'SECONDARY' };
}

/** In the directory of BCSS the whole sector is one: known to it from the first of its integrations to the end of the last. */
function primary(integrations: readonly Integration[]): JsonObject[] {
  const [first] = integrations;
  if (first === undefined) return [];
  const ends = integrations.map(({ period }) => period.end);
  const last = ends.includes(undefined) ? undefined : ends.sort().at(-1);
  const period = { start: first.period.start, ...(last !== undefined && { end: last }) };
  return [{ Purpose: 0, Period: startEnd(period), OrgUnit: String(CPAS_SECTOR), Register: 'PRIMARY' }];
}
