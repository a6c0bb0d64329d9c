import { readFileSync } from 'node:fs';
import { type CalendarDay, calendarDay } from '../domain/calendar-day.ts';
import type { Localised } from '../domain/language.ts';

/** A municipality of Belgium, as BCSS names a centre in a registration: by its NIS code. */
export interface Municipality {
  readonly nisCode: string;
  readonly names: { readonly fr: string; readonly nl: string; readonly de?: string };
  /** Last day of a code that exists no more; undefined for one in use. */
  readonly until?: CalendarDay;
  /** The code that took its place, where the municipality merged or was numbered anew. */
  readonly followedBy?: string;
}

/** The municipalities by NIS code, those that ended too: registrations outlive mergers. */
export type Municipalities = ReadonlyMap<string, Municipality>;

const FILE = new URL('../../schemas/municipalities.tsv', import.meta.url);

/** Reads `schemas/municipalities.tsv`, whose first lines name its source and date. @throws Error when the file is not what we ship */
export function loadMunicipalities(file: URL = FILE): Municipalities {
  const lines = readFileSync(file, 'utf8').split('\n');
  const rows = lines.filter((line) => line !== '' && !line.startsWith('#')).slice(1);
  const municipalities = rows.map(municipalityOf);
  return new Map(municipalities.map((municipality) => [municipality.nisCode, municipality]));
}

function municipalityOf(row: string): Municipality {
  const [nisCode = '', fr = '', nl = '', de = '', until = '', followedBy = ''] = row.split('\t');
  const lastDay = calendarDay(until);
  if (!/^\d{5}$/.test(nisCode) || fr === '' || nl === '') throw new Error(`municipalities: ${nisCode}`);
  return {
    nisCode,
    names: { fr, nl, ...(de !== '' && { de }) },
    ...(lastDay !== undefined && { until: lastDay }),
    ...(followedBy !== '' && { followedBy }),
  };
}

/**
 * The name of the centre of a municipality, in each language; the code alone where the list does not know it. A list is never
 * complete: a code that is younger than ours must not hide the registration it stands on.
 */
export function centreName(municipalities: Municipalities, nisCode: string): Localised {
  const names = municipalities.get(nisCode)?.names;
  if (names === undefined) return { fr: nisCode, nl: nisCode, en: nisCode, de: nisCode };
  return {
    fr: `CPAS ${names.fr}`,
    nl: `OCMW ${names.nl}`,
    de: `ÖSHZ ${names.de ?? (isFlemish(nisCode) ? names.nl : names.fr)}`,
    en: isFlemish(nisCode) ? `OCMW ${names.nl}` : `CPAS ${names.fr}`,
  };
}

/** The provinces of Antwerp, West and East Flanders and Limburg, and the two arrondissements of Flemish Brabant. */
const FLEMISH = /^(?:[1347]|23|24)/;

function isFlemish(nisCode: string): boolean {
  return FLEMISH.test(nisCode);
}
