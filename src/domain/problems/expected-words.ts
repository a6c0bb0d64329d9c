import { inEachLanguage, type Localised } from '../language.ts';

/**
 * What a rule asks for, as a person says it. Schemas say it in keywords (`xsd-date`, `object`, a regular expression), which are no
 * words in a sentence. What has no words here is said as it stands.
 */
export function expectedWords(rule: string, expected: string): Localised {
  const words = WORDS_OF_RULE[rule]?.(expected);
  return words ?? { fr: expected, nl: expected, de: expected, en: expected };
}

const WORDS_OF_RULE: Readonly<Record<string, (expected: string) => Localised | undefined>> = {
  type: typeWords,
  format: (expected) => known(FORMATS, expected),
  pattern: patternWords,
  'period-too-long': durationWords,
};

const TYPES: Readonly<Record<string, Localised>> = {
  string: { fr: 'texte', nl: 'tekst', de: 'Text', en: 'text' },
  number: { fr: 'nombre', nl: 'getal', de: 'Zahl', en: 'number' },
  integer: { fr: 'nombre entier', nl: 'geheel getal', de: 'ganze Zahl', en: 'whole number' },
  boolean: {
    fr: 'vrai ou faux (true, false)',
    nl: 'waar of onwaar (true, false)',
    de: 'wahr oder falsch (true, false)',
    en: 'true or false',
  },
  object: { fr: 'objet', nl: 'object', de: 'Objekt', en: 'object' },
  array: { fr: 'liste', nl: 'lijst', de: 'Liste', en: 'list' },
  null: { fr: 'rien (`null`)', nl: 'niets (`null`)', de: 'nichts (`null`)', en: 'nothing (`null`)' },
};

const DATE: Localised = {
  fr: 'une date au format AAAA-MM-JJ',
  nl: 'een datum in de vorm JJJJ-MM-DD',
  de: 'ein Datum in der Form JJJJ-MM-TT',
  en: 'a date as YYYY-MM-DD',
};
const MOMENT: Localised = {
  fr: 'une date et une heure au format AAAA-MM-JJThh:mm:ss, avec le fuseau horaire',
  nl: 'een datum en een uur in de vorm JJJJ-MM-DDTuu:mm:ss, met de tijdzone',
  de: 'Datum und Uhrzeit in der Form JJJJ-MM-TTThh:mm:ss, mit der Zeitzone',
  en: 'a date and time as YYYY-MM-DDThh:mm:ss, with its time zone',
};
const BASE64: Localised = {
  fr: 'un contenu codé en base64',
  nl: 'inhoud in base64',
  de: 'Inhalt in Base64-Kodierung',
  en: 'content in base64',
};

const FORMATS: Readonly<Record<string, Localised>> = {
  date: DATE,
  'xsd-date': DATE,
  'date-time': MOMENT,
  'xsd-dateTime': MOMENT,
  'RFC 3339': MOMENT,
  'xsd-time': {
    fr: 'une heure au format hh:mm:ss',
    nl: 'een uur in de vorm uu:mm:ss',
    de: 'eine Uhrzeit in der Form hh:mm:ss',
    en: 'a time as hh:mm:ss',
  },
  'xsd-gYear': {
    fr: 'une année au format AAAA',
    nl: 'een jaar in de vorm JJJJ',
    de: 'ein Jahr in der Form JJJJ',
    en: 'a year as YYYY',
  },
  'xsd-gYearMonth': {
    fr: 'un mois au format AAAA-MM',
    nl: 'een maand in de vorm JJJJ-MM',
    de: 'ein Monat in der Form JJJJ-MM',
    en: 'a month as YYYY-MM',
  },
  'xsd-integer': {
    fr: 'un nombre entier, sous forme de texte',
    nl: 'een geheel getal, als tekst',
    de: 'eine ganze Zahl, als Text',
    en: 'a whole number, as text',
  },
  'xsd-decimal': {
    fr: 'un nombre décimal avec un point, sous forme de texte',
    nl: 'een decimaal getal met een punt, als tekst',
    de: 'eine Dezimalzahl mit Punkt, als Text',
    en: 'a decimal number with a point, as text',
  },
  'xsd-double': {
    fr: 'un nombre avec un point, sous forme de texte',
    nl: 'een getal met een punt, als tekst',
    de: 'eine Zahl mit Punkt, als Text',
    en: 'a number with a point, as text',
  },
  base64: BASE64,
  'xsd-base64Binary': BASE64,
  P30D: {
    fr: 'une durée en jours, par exemple P30D',
    nl: 'een duur in dagen, bijvoorbeeld P30D',
    de: 'eine Dauer in Tagen, zum Beispiel P30D',
    en: 'a number of days, such as P30D',
  },
  next: {
    fr: 'la valeur `next` de la page précédente',
    nl: 'de waarde `next` van de vorige bladzijde',
    de: 'der Wert `next` der vorigen Seite',
    en: 'the value `next` of the page before',
  },
  XML: { fr: 'un élément XML', nl: 'een XML-element', de: 'ein XML-Element', en: 'an XML element' },
};

function known(table: Readonly<Record<string, Localised>>, name: string): Localised | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function typeWords(expected: string): Localised | undefined {
  const types = expected.split(' | ').map((name) => known(TYPES, name));
  if (types.includes(undefined)) return undefined;
  return inEachLanguage((language) => types.map((type) => type?.[language]).join(' | '));
}

/** Digits of a certain number, and lists of words; another expression stays one, between back quotes. */
function patternWords(expected: string): Localised | undefined {
  const [, body = expected] = /^\^\(\?:(.*)\)\$$/.exec(expected) ?? /^\^(.*)\$$/.exec(expected) ?? [];
  const [, digits] = /^(?:\[0-9\]|\\p\{N\}|\\d)\{(\d+)\}$/.exec(body) ?? [];
  if (digits !== undefined)
    return { fr: `${digits} chiffres`, nl: `${digits} cijfers`, de: `${digits} Ziffern`, en: `${digits} digits` };
  if (/^(?:\(\?:[A-Z_]+\)\|?)+$/.test(body)) {
    const words = (body.match(/[A-Z_]+/g) ?? []).join(' | ');
    return { fr: words, nl: words, de: words, en: words };
  }
  return expected.startsWith('^') ? inEachLanguage(() => `\`${expected}\``) : undefined;
}

/** `P1Y, 2026-12-31`: the longest duration, and the day on which it is over. */
function durationWords(expected: string): Localised | undefined {
  const [, count = '', unit = '', lastDay = ''] = /^P(\d+)([MY]), (.+)$/.exec(expected) ?? [];
  const words = known(count === '1' ? { M: MONTH, Y: YEAR } : { M: MONTHS, Y: YEARS }, unit);
  return words && inEachLanguage((language) => `${count} ${words[language]}, ${lastDay}`);
}

const MONTH: Localised = { fr: 'mois', nl: 'maand', de: 'Monat', en: 'month' };
const MONTHS: Localised = { fr: 'mois', nl: 'maanden', de: 'Monate', en: 'months' };
const YEAR: Localised = { fr: 'an', nl: 'jaar', de: 'Jahr', en: 'year' };
const YEARS: Localised = { fr: 'ans', nl: 'jaar', de: 'Jahre', en: 'years' };
