import type { CardChange, CardVersion } from '../../declared/medical-cards.ts';
import type { Day } from '../../integrations/day.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import { periodIn } from './checks.ts';
import type { CardMessage } from './refusals.ts';

/** Two covers are spelt otherwise where a card is stopped. */
const SPELLINGS: Readonly<Record<string, string>> = {
  hospitalisation: 'hospitalization',
  ambulatoryHospitalisation: 'ambulatoryHospitalization',
};

/**
 * What is left of a card that is stopped on a day: covers end with it, or when the request says so. A card that is held up stays
 * so.
 */
export function shortened(card: CardVersion, end: Day, given: JsonObject[string]): CardChange | CardMessage {
  const { period, status, content, suspension } = card;
  if (end < period.start || end >= period.end) return 'END_OUTSIDE_PERIOD';
  const asked = new Map(
    Object.entries(isJsonObject(given) ? given : {}).map(([name, own]) => [SPELLINGS[name] ?? name, own]),
  );
  const covers = isJsonObject(content.medicalCover) ? content.medicalCover : {};
  if ([...asked.keys()].some((name) => !Object.hasOwn(covers, name))) return 'COVER_UNKNOWN';
  if ([...asked.values()].some((own) => periodIn(own).start < period.start || periodIn(own).end > end)) {
    return 'COVER_OUTSIDE_PERIOD';
  }
  const medicalCover = Object.fromEntries(
    Object.entries(covers).flatMap(([name, cover]) => coverUntil(end, name, cover, asked.get(name))),
  );
  return {
    status,
    period: { start: period.start, end },
    content: { ...content, medicalCover },
    ...(suspension !== undefined && { suspension }),
  };
}

/** One that would begin later is gone. */
function coverUntil(
  end: Day,
  name: string,
  cover: JsonObject[string],
  asked: JsonObject[string],
): [name: string, cover: JsonObject][] {
  const own = periodIn(cover, 'validityPeriod');
  if (!isJsonObject(cover) || (asked === undefined && own.start > end)) return [];
  const clipped = { startDate: own.start, endDate: own.end < end ? own.end : end };
  return [[name, { ...cover, validityPeriod: asked ?? clipped }]];
}
