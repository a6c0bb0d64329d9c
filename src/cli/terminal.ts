import { type Language, LANGUAGES } from '../domain/language.ts';
import { PROBLEMS } from '../domain/problems/catalogue.ts';
import { fieldProblemText } from '../domain/problems/field-problem.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';

/** The language of the person at the terminal, from the usual variables; English for the rest of the world. */
export function terminalLanguage(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale = environment.LC_ALL ?? environment.LC_MESSAGES ?? environment.LANG ?? '';
  return LANGUAGES.find((language) => locale.startsWith(language)) ?? 'en';
}

/** An error as a few lines: what it is, what happens by itself, what to do. */
export function errorLines(error: unknown, language: Language): string[] {
  if (!(error instanceof GatewayError)) {
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return [PROBLEMS['internal-error'].title[language], what];
  }
  const { title, itself, remedy } = PROBLEMS[error.code];
  return [
    `${title[language]} [${error.code}]`,
    ...(error.detail === undefined ? [] : [`  ${error.detail[language]}`]),
    ...error.fields.map((field) => `  ${field.pointer}: ${fieldProblemText(field)[language]}`),
    `  ${itself[language]}`,
    `  → ${remedy[language]}`,
  ];
}

/** Rows as a table with aligned columns. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (known, row) => row.map((cell, i) => Math.max(known[i] ?? 0, columns(cell))),
    [],
  );
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - columns(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Columns a cell takes on a terminal: what a person counts as characters. */
function columns(cell: string): number {
  return [...GRAPHEMES.segment(cell)].length;
}

const GRAPHEMES = new Intl.Segmenter();
