import { withSuggestion } from '../closest-name.ts';
import { inEachLanguage, type Localised } from '../language.ts';
import { expectedWords } from './expected-words.ts';

/**
 * What is wrong with one field: where (JSON Pointer, RFC 6901), which rule, and what the rule allows. Never the value itself:
 * it may be a national number.
 */
export interface FieldProblem {
  readonly pointer: string;
  readonly rule: FieldRule;
  /** What the rule asks for, from the schema: a type, a bound, the names of alternatives. */
  readonly expected?: string;
  /** The name of ours that was probably meant. */
  readonly meant?: string;
}

const RULES = {
  required: { fr: 'champ obligatoire', nl: 'verplicht veld', en: 'required field', de: 'Pflichtfeld' },
  'unknown-field': { fr: 'champ inconnu', nl: 'onbekend veld', en: 'unknown field', de: 'unbekanntes Feld' },
  'filled-by-gateway': {
    fr: 'rempli par la passerelle : à omettre',
    nl: 'wordt door de gateway ingevuld: weglaten',
    en: 'filled in by the gateway: leave it out',
    de: 'wird vom Gateway ausgefüllt: weglassen',
  },
  type: { fr: 'type attendu :', nl: 'verwacht type:', en: 'expected type:', de: 'erwarteter Typ:' },
  enum: { fr: 'valeurs permises :', nl: 'toegelaten waarden:', en: 'allowed values:', de: 'zulässige Werte:' },
  const: { fr: 'valeur imposée :', nl: 'verplichte waarde:', en: 'required value:', de: 'vorgeschriebener Wert:' },
  pattern: { fr: 'forme attendue :', nl: 'verwachte vorm:', en: 'expected form:', de: 'erwartete Form:' },
  format: { fr: 'format attendu :', nl: 'verwacht formaat:', en: 'expected format:', de: 'erwartetes Format:' },
  'min-length': { fr: 'longueur minimale :', nl: 'minimale lengte:', en: 'shortest length:', de: 'Mindestlänge:' },
  'max-length': { fr: 'longueur maximale :', nl: 'maximale lengte:', en: 'longest length:', de: 'Höchstlänge:' },
  'min-items': {
    fr: 'nombre minimal d’éléments :',
    nl: 'minimaal aantal elementen:',
    en: 'fewest items:',
    de: 'Mindestzahl der Elemente:',
  },
  'max-items': {
    fr: 'nombre maximal d’éléments :',
    nl: 'maximaal aantal elementen:',
    en: 'most items:',
    de: 'Höchstzahl der Elemente:',
  },
  minimum: { fr: 'valeur minimale :', nl: 'minimumwaarde:', en: 'smallest value:', de: 'kleinster Wert:' },
  maximum: { fr: 'valeur maximale :', nl: 'maximumwaarde:', en: 'largest value:', de: 'größter Wert:' },
  'says-nothing': {
    fr: 'ne dit rien : écrivez des mots que quelqu’un d’autre comprendra plus tard',
    nl: 'zegt niets: schrijf woorden die iemand anders later begrijpt',
    en: 'says nothing: write words that somebody else will understand later',
    de: 'sagt nichts aus: Schreiben Sie Worte, die jemand anderes später versteht',
  },
  digits: { fr: 'chiffres :', nl: 'cijfers:', en: 'digits:', de: 'Ziffern:' },
  choice: {
    fr: 'un seul de ces choix, complet :',
    nl: 'precies één van deze keuzes, volledig:',
    en: 'exactly one of these choices, complete:',
    de: 'genau eine dieser Möglichkeiten, vollständig:',
  },
  together: {
    fr: 'à donner ensemble :',
    nl: 'samen op te geven:',
    en: 'to be given together:',
    de: 'gemeinsam anzugeben:',
  },
  characters: {
    fr: 'contient un caractère qui ne peut figurer dans un message XML',
    nl: 'bevat een teken dat niet in een XML-bericht kan staan',
    en: 'contains a character that XML cannot carry',
    de: 'enthält ein Zeichen, das in einer XML-Nachricht nicht vorkommen darf',
  },
  depth: {
    fr: 'niveaux d’imbrication, au plus :',
    nl: 'geneste niveaus, ten hoogste:',
    en: 'nested levels, at most:',
    de: 'Verschachtelungsebenen, höchstens:',
  },
  'duplicate-key': {
    fr: 'clé donnée deux fois',
    nl: 'sleutel tweemaal gegeven',
    en: 'key given twice',
    de: 'Schlüssel zweimal angegeben',
  },
  'inexact-number': {
    fr: 'nombre hors des limites exactes : envoyez-le sous forme de texte',
    nl: 'getal buiten de exacte grenzen: stuur het als tekst',
    en: 'number outside the exact range: send it as text',
    de: 'Zahl außerhalb der exakten Grenzen: als Text senden',
  },
  'calendar-day': {
    fr: 'ce jour n’existe pas dans le calendrier',
    nl: 'deze dag bestaat niet op de kalender',
    en: 'no such day in the calendar',
    de: 'diesen Tag gibt es im Kalender nicht',
  },
  'period-order': {
    fr: 'la fin précède le début ; au plus tôt :',
    nl: 'het einde ligt vóór het begin; ten vroegste:',
    en: 'the end is before the start; at the earliest:',
    de: 'das Ende liegt vor dem Beginn; frühestens:',
  },
  'period-end-missing': {
    fr: 'ce code qualité a une durée maximale : donnez le dernier jour, au plus tard :',
    nl: 'deze hoedanigheidscode heeft een maximumduur: geef de laatste dag, ten laatste:',
    en: 'this quality code has a longest duration: give the last day, at the latest:',
    de: 'dieser Eigenschaftscode hat eine Höchstdauer: Geben Sie den letzten Tag an, spätestens:',
  },
  'period-too-long': {
    fr: 'période plus longue que le code qualité ne le permet (durée, dernier jour possible) :',
    nl: 'langere periode dan de hoedanigheidscode toelaat (duur, laatst mogelijke dag):',
    en: 'period longer than the quality code allows (duration, last possible day):',
    de: 'längerer Zeitraum, als der Eigenschaftscode erlaubt (Dauer, letzter möglicher Tag):',
  },
  'period-calendar-year': {
    fr: 'ce code qualité reste dans une seule année civile :',
    nl: 'deze hoedanigheidscode blijft binnen één kalenderjaar:',
    en: 'this quality code stays within one calendar year:',
    de: 'dieser Eigenschaftscode bleibt innerhalb eines Kalenderjahres:',
  },
  'period-overlap': {
    fr: 'chevauche une intégration que votre centre a déjà pour cette personne et ce code :',
    nl: 'overlapt met een integratie die uw centrum al heeft voor deze persoon en deze code:',
    en: 'overlaps an integration that your centre already has for this person and code:',
    de: 'überschneidet sich mit einer Integration, die Ihr Zentrum für diese Person und diesen Code bereits hat:',
  },
  'at-least-one': {
    fr: 'au moins un de :',
    nl: 'minstens één van:',
    en: 'at least one of:',
    de: 'mindestens eines von:',
  },
  'not-in-household': {
    fr: 'ce ménage n’a pas cette personne, ou pas ce code',
    nl: 'dit gezin heeft deze persoon niet, of deze code niet',
    en: 'this household does not have this person, or not this code',
    de: 'dieser Haushalt hat diese Person oder diesen Code nicht',
  },
  duplicate: {
    fr: 'donné deux fois dans le même appel',
    nl: 'tweemaal gegeven in dezelfde oproep',
    en: 'given twice in one call',
    de: 'im selben Aufruf zweimal angegeben',
  },
  'ssin-format': {
    fr: 'numéro d’identification : 11 chiffres, sous forme de texte',
    nl: 'identificatienummer: 11 cijfers, als tekst',
    en: 'identification number: 11 digits, as text',
    de: 'Erkennungsnummer: 11 Ziffern, als Text',
  },
  'ssin-date': {
    fr: 'numéro d’identification : mois de naissance impossible',
    nl: 'identificatienummer: onmogelijke geboortemaand',
    en: 'identification number: impossible month of birth',
    de: 'Erkennungsnummer: unmöglicher Geburtsmonat',
  },
  'ssin-check-digits': {
    fr: 'numéro d’identification : les deux chiffres de contrôle ne correspondent pas',
    nl: 'identificatienummer: de twee controlecijfers kloppen niet',
    en: 'identification number: the two check digits do not match',
    de: 'Erkennungsnummer: die beiden Prüfziffern stimmen nicht',
  },
  'csv-empty': {
    fr: 'le fichier ne contient aucune intégration',
    nl: 'het bestand bevat geen enkele integratie',
    en: 'the file holds no integration',
    de: 'die Datei enthält keine Integration',
  },
  'csv-encoding': {
    fr: 'ce fichier a un encodage qui n’est pas reconnu : enregistrez-le en « CSV UTF-8 », ou nommez son encodage, l’un de :',
    nl: 'de codering van dit bestand wordt niet herkend: bewaar het als “CSV UTF-8”, of noem de codering, een van:',
    en: 'the encoding of this file is not recognised: save it as “CSV UTF-8”, or name its encoding, one of:',
    de: 'die Kodierung dieser Datei wird nicht erkannt: speichern Sie sie als „CSV UTF-8“, oder nennen Sie ihre Kodierung, eine von:',
  },
  'csv-date': {
    fr: 'date à écrire année-mois-jour ; jour/mois/année n’est pris que si un jour du fichier dépasse 12 et montre l’ordre :',
    nl: 'schrijf de datum als jaar-maand-dag; dag/maand/jaar kan alleen als een dag in het bestand groter is dan 12 en zo de volgorde toont:',
    en: 'write the date as year-month-day; day/month/year is taken only where a day of the file is past 12 and shows the order:',
    de: 'schreiben Sie das Datum als Jahr-Monat-Tag; Tag/Monat/Jahr gilt nur, wenn ein Tag der Datei größer als 12 ist und die Reihenfolge zeigt:',
  },
  'csv-number-abbreviated': {
    fr: 'le tableur a abrégé ce numéro (comme 9,1E+10) et ses derniers chiffres sont perdus : mettez la colonne au format Texte et retapez-le ; chiffres :',
    nl: 'het rekenblad heeft dit nummer afgekort (zoals 9,1E+10) en de laatste cijfers zijn verloren: zet de kolom op Tekst en typ het opnieuw; cijfers:',
    en: 'the spreadsheet abbreviated this number (like 9.1E+10) and its last digits are lost: format the column as Text and type it again; digits:',
    de: 'die Tabellenkalkulation hat diese Nummer abgekürzt (wie 9,1E+10), ihre letzten Ziffern sind verloren: formatieren Sie die Spalte als Text und tippen Sie sie neu; Ziffern:',
  },
  'csv-zero-lost': {
    fr: 'le tableur a sans doute enlevé le zéro du début : mettez la colonne au format Texte et rendez au numéro tous ses chiffres :',
    nl: 'het rekenblad heeft wellicht de nul vooraan weggelaten: zet de kolom op Tekst en geef het nummer al zijn cijfers terug:',
    en: 'the spreadsheet has probably dropped the zero at the front: format the column as Text and give the number all its digits back:',
    de: 'die Tabellenkalkulation hat wohl die führende Null entfernt: formatieren Sie die Spalte als Text und geben Sie der Nummer alle Ziffern zurück:',
  },
  'csv-separator': {
    fr: 'la première ligne ne nomme pas les colonnes ; séparateurs permis :',
    nl: 'de eerste regel noemt de kolommen niet; toegelaten scheidingstekens:',
    en: 'the first line does not name the columns; separators allowed:',
    de: 'die erste Zeile nennt die Spalten nicht; zulässige Trennzeichen:',
  },
  'csv-quotes': {
    fr: 'guillemets mal fermés, ou passage à la ligne dans un champ',
    nl: 'aanhalingstekens niet goed gesloten, of een regeleinde in een veld',
    en: 'quotes not properly closed, or a line break inside a field',
    de: 'Anführungszeichen nicht richtig geschlossen oder Zeilenumbruch in einem Feld',
  },
  'csv-fields': {
    fr: 'nombre de champs attendu sur cette ligne :',
    nl: 'aantal velden verwacht op deze regel:',
    en: 'fields expected on this line:',
    de: 'auf dieser Zeile erwartete Anzahl Felder:',
  },
  'csv-duplicate': {
    fr: 'même personne et même code, pour un même jour, qu’à la ligne :',
    nl: 'dezelfde persoon en code, voor eenzelfde dag, als op regel:',
    en: 'the same person and code, on a same day, as on line:',
    de: 'dieselbe Person und derselbe Code, für denselben Tag, wie auf Zeile:',
  },
  'proof-missing': {
    fr: 'preuve d’identité manquante, l’une de :',
    nl: 'identiteitsbewijs ontbreekt, een van:',
    en: 'proof of identity missing, one of:',
    de: 'Identitätsnachweis fehlt, einer von:',
  },
  'cbe-number-format': {
    fr: 'numéro d’entreprise : 10 chiffres commençant par 0 ou 1, sous forme de texte',
    nl: 'ondernemingsnummer: 10 cijfers die met 0 of 1 beginnen, als tekst',
    en: 'enterprise number: 10 digits starting with 0 or 1, as text',
    de: 'Unternehmensnummer: 10 Ziffern, die mit 0 oder 1 beginnen, als Text',
  },
  'cbe-number-check-digits': {
    fr: 'numéro d’entreprise : les deux chiffres de contrôle ne correspondent pas',
    nl: 'ondernemingsnummer: de twee controlecijfers kloppen niet',
    en: 'enterprise number: the two check digits do not match',
    de: 'Unternehmensnummer: die beiden Prüfziffern stimmen nicht',
  },
} as const satisfies Record<string, Localised>;

export type FieldRule = keyof typeof RULES;

/** The problem in words, in every language; of a file, with the row and the column that a person has before them. */
export function fieldProblemText({ pointer, rule, expected, meant }: FieldProblem): Localised {
  const text: Localised = RULES[rule];
  const place = placeInFile(pointer);
  const asked = expected === undefined ? undefined : expectedWords(rule, expected);
  const said = inEachLanguage((language) =>
    [place?.[language], text[language], asked?.[language]].filter((part) => part !== undefined).join(' '),
  );
  return withSuggestion(said, meant);
}

/** `/lines/3/ssin` for somebody who looks at a spreadsheet. */
function placeInFile(pointer: string): Localised | undefined {
  const [, line, column] = /^\/lines\/(\d+)(?:\/(\w+))?$/.exec(pointer) ?? [];
  if (line === undefined) return undefined;
  const end = (word: string): string => (column === undefined ? '' : `, ${word} ${column}`);
  return {
    fr: `ligne ${line}${end('colonne')} :`,
    nl: `regel ${line}${end('kolom')}:`,
    en: `line ${line}${end('column')}:`,
    de: `Zeile ${line}${end('Spalte')}:`,
  };
}

/** A JSON Pointer of path steps (RFC 6901 escaping). */
export function pointerOf(steps: readonly (string | number)[]): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
