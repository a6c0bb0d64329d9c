import type { Language } from '../domain/language.ts';
import { type Day, DAYS, type WindowDocument } from './document/policy-document.ts';

/** `Mon–Fri 08:00–18:00; Sat 09:00–12:00`, as people read opening hours on a door. */
export function windowsText(windows: readonly WindowDocument[], language: Language): string {
  return windows.map(({ days, from, to }) => `${daysText(days, language)} ${from}–${to}`).join('; ') || '—';
}

/** `Monday 23 November at 08:00`, by the clocks of Brussels. */
export function opensText(instant: Date | undefined, language: Language): string {
  return instant === undefined ? '—' : formatOf(language).format(instant);
}

/** Three days or more in a row are told by the first and the last. */
function daysText(days: readonly Day[], language: Language): string {
  const rows: Day[][] = [];
  for (const day of DAYS.filter((one) => days.includes(one))) {
    const row = rows.at(-1);
    if (row !== undefined && DAYS.indexOf(day) === DAYS.indexOf(row.at(-1) ?? day) + 1) row.push(day);
    else rows.push([day]);
  }
  const name = (day: Day | undefined): string => (day === undefined ? '' : NAMES[language][DAYS.indexOf(day)]) ?? '';
  const texts = rows.flatMap((row) => (row.length < 3 ? row.map(name) : [`${name(row[0])}–${name(row.at(-1))}`]));
  return texts.join(', ');
}

const NAMES: Readonly<Record<Language, readonly string[]>> = {
  fr: ['lun.', 'mar.', 'mer.', 'jeu.', 'ven.', 'sam.', 'dim.'],
  nl: ['ma', 'di', 'wo', 'do', 'vr', 'za', 'zo'],
  de: ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
};

const LOCALES: Readonly<Record<Language, string>> = { fr: 'fr-BE', nl: 'nl-BE', de: 'de-BE', en: 'en-GB' };
const formats = new Map<Language, Intl.DateTimeFormat>();

function formatOf(language: Language): Intl.DateTimeFormat {
  let format = formats.get(language);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(LOCALES[language], {
      timeZone: 'Europe/Brussels',
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formats.set(language, format);
  }
  return format;
}
