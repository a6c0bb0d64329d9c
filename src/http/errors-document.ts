import { LANGUAGES } from '../domain/language.ts';
import { AGAIN, listedProblems, type ListedProblem, RESPONSIBLE } from './problem-list.ts';

/**
 * `docs/errors.md`, made from the catalogue; a test keeps file and catalogue equal.
 */
export function errorsDocument(): string {
  const problems = listedProblems();
  const lines = [
    '# Problems',
    '',
    'Every refusal and every failed attempt has a stable code. It comes as `code` in a problem document (RFC 9457,',
    '`application/problem+json`), in an exchange, in an attempt and in the log, with its texts in French, Dutch, German or English by',
    '`Accept-Language`. This page is made from the catalogue in `src/domain/problems/`; the gateway serves the same at `/docs/errors`.',
    '',
    'The status is that of an HTTP answer with this code. How an attempt towards BCSS ended is told by the exchange, which itself is',
    'answered with 200: those statuses are seldom met. Those of the operator are read on a terminal, when the program does not start.',
    '',
    '| code | status | whose | again | what |',
    '| --- | --- | --- | --- | --- |',
    ...problems.map(row),
    ...problems.flatMap(section),
  ];
  return `${lines.join('\n')}\n`;
}

function row({ code, status, responsible, again, title }: ListedProblem): string {
  const cells = [`[\`${code}\`](#${code})`, String(status), responsible, again, title.en];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function section({ code, status, responsible, again, title, itself, remedy }: ListedProblem): string[] {
  return [
    '',
    `## ${code}`,
    '',
    `${status} · whose: ${RESPONSIBLE[responsible].en} · again: ${AGAIN[again].en}`,
    '',
    '| | title | what happens by itself | what to do |',
    '| --- | --- | --- | --- |',
    ...LANGUAGES.map((language) => {
      const cells = [language, title[language], itself[language], remedy[language]];
      return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    }),
  ];
}
