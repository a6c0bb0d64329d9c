import { overlaps, type Period, union } from '../integrations/day.ts';
import type { Integration } from '../integrations/integrations.ts';
import { isJsonObject, type Json, type JsonObject, numberIn, valueIn } from '../json.ts';
import { type KnownElsewhere, sectorsThatKnow } from '../town/facets/known-elsewhere.ts';
import { found, NOTHING } from './answers.ts';
import { CPAS_SECTOR } from './manage-access/asked.ts';
import { askedDays, BACKWARDS, startEnd } from './parts/asked-days.ts';
import type { Service } from './service.ts';

/** ReferenceManager: which sectors of the network know somebody, and as what. Who has no file anywhere is a success without rows. */
export const referenceManager: Service = {
  service: 'ReferenceManager',
  admission: 'registered',
  answer({ payload, world, subjects }) {
    const criteria = payload.ConsultOtherSectorsCriteria;
    const asked = askedDays(valueIn(criteria, 'RequestedPeriod'));
    const person = world.town.find(subjects[0] ?? '');
    if (asked === undefined) return BACKWARDS;
    if (person === undefined) return NOTHING;
    const rows = [...sectorsThatKnow(person.key), ...centresThatKnow(world.integrations.of(person.ssin))]
      .map((row) => ({ ...row, periods: row.periods.filter((period) => overlaps(period, asked)) }))
      .filter(({ periods }) => periods.length > 0)
      .filter((row) => isWanted(row, valueIn(criteria, 'SectorQualityCodesCombination')))
      .sort((a, b) => a.sector - b.sector || a.qualityCode - b.qualityCode);
    const described = valueIn(criteria, 'FetchDescriptions') === true;
    const Consultation = rows.map((row) => consultation(row, described));
    return found({ ConsultOtherSectorsResult: rows.length === 0 ? {} : { Consultation } });
  },
};

/** The centres are one sector, each quality code a row of it. */
function centresThatKnow(integrations: readonly Integration[]): KnownElsewhere[] {
  const codes = [...new Set(integrations.map(({ qualityCode }) => qualityCode))];
  return codes.map((qualityCode) => ({
    sector: CPAS_SECTOR,
    qualityCode,
    sectorName: { fr: 'CPAS', nl: 'OCMW' },
    qualityName: { fr: `CODE ${qualityCode} DU CPAS`, nl: `CODE ${qualityCode} VAN HET OCMW` },
    periods: joined(integrations.filter((one) => one.qualityCode === qualityCode).map(({ period }) => period)),
  }));
}

/** Two centres at once are one period: which of them it is, this service does not say. */
function joined(periods: readonly Period[]): Period[] {
  return periods.reduce<Period[]>((whole, period) => {
    const last = whole.at(-1);
    return last !== undefined && overlaps(last, period)
      ? [...whole.slice(0, -1), union(last, period)]
      : [...whole, period];
  }, []);
}

/** True where no combination is asked for, or one of them is this sector, with this code or any. */
function isWanted({ sector, qualityCode }: KnownElsewhere, combinations: Json | undefined): boolean {
  if (!Array.isArray(combinations) || combinations.length === 0) return true;
  return combinations.filter(isJsonObject).some((combination) => {
    const codes = combination.QualityCodes;
    const anyCode = !Array.isArray(codes) || codes.length === 0;
    return numberIn(combination, 'Sector') === sector && (anyCode || codes.includes(qualityCode));
  });
}

function consultation(row: KnownElsewhere, described: boolean): JsonObject {
  return {
    Sector: row.sector,
    QualityCode: row.qualityCode,
    Period: row.periods.map(startEnd),
    ...(described && {
      SectorDescriptionNl: row.sectorName.nl,
      SectorDescriptionFr: row.sectorName.fr,
      QualityCodeDescriptionNl: row.qualityName.nl,
      QualityCodeDescriptionFr: row.qualityName.fr,
    }),
  };
}
