import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fieldProblemText } from '../../src/domain/problems/field-problem.ts';
import { completeSsin } from '../../src/domain/ssin.ts';
import { FILE_BYTES_MAX } from '../../src/integration/import/file-text.ts';
import { readImportFile } from '../../src/integration/import/read-file.ts';
import { LINES_MAX } from '../../src/integration/import/read-lines.ts';
import { OTHER_PERSON, PERSON } from '../support/people.ts';
import { fc, test } from '../support/property.ts';

const HEADER = 'ssin;quality_code;start_date;end_date;file_reference;last_name;first_name;birth_date';
const bytes = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'));
const line = (ssin: string, more = '2;2026-01-01;2026-12-31;2026/0001;FANTASQUE;ALBA;1903-04-12'): string =>
  `${ssin};${more}`;

/** Places and rules, without words. */
function problemsOf(file: Uint8Array): string[] {
  return readImportFile(file).problems.map(({ pointer, rule, expected }) =>
    [pointer, rule, ...(rule === 'csv-duplicate' ? [expected] : [])].join(' '),
  );
}

describe('a file of integrations', () => {
  it('gives one row per line, with the number of the line', () => {
    const second = line(OTHER_PERSON, '008;2026-01-01;2030-12-31;;"VAN DEN ""BERG""";;1905-00-00');
    const { rows, problems } = readImportFile(bytes(HEADER, line(PERSON), '', second, ''));
    expect(problems).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        ssin: PERSON,
        qualityCode: 2,
        firstDay: '2026-01-01',
        lastDay: '2026-12-31',
        fileReference: '2026/0001',
        proof: { person: { lastName: 'FANTASQUE', firstName: 'ALBA', birthDate: '1903-04-12' } },
      },
      {
        line: 4,
        ssin: OTHER_PERSON,
        qualityCode: 8,
        firstDay: '2026-01-01',
        lastDay: '2030-12-31',
        proof: { person: { lastName: 'VAN DEN "BERG"', birthDate: '1905-00-00' } },
      },
    ]);
  });

  it.each([
    [
      'commas',
      'SSIN,Quality_Code,start_date,end_date,identity_card_number',
      `${PERSON},2,2026-01-01,2026-12-31,590123456789`,
    ],
    [
      'quoted names',
      '"ssin";"quality_code";"start_date";"end_date";"sis_card_number"',
      `${PERSON};2;2026-01-01;2026-12-31;0123456789`,
    ],
    [
      'columns in another order',
      'birth_date;last_name;start_date;end_date;quality_code;ssin',
      `1903-04-12;X;2026-01-01;2026-12-31;2;${PERSON}`,
    ],
    [
      'a code without a limit, and no end',
      'ssin;quality_code;start_date;sis_card_number',
      `${PERSON};12;2026-01-01;0123456789`,
    ],
  ])('may have %s', (_what, header, row) => {
    const { rows, problems } = readImportFile(bytes(header, row));
    expect(problems).toEqual([]);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.ssin).toBe(PERSON);
  });

  it.each([
    ['the mark that spreadsheets write', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes(HEADER, line(PERSON))])],
    ['line feeds alone', Buffer.from(`${HEADER}\n${line(PERSON)}\n`)],
    ['carriage returns alone', Buffer.from(`${HEADER}\r${line(PERSON)}\r`)],
    ['letters outside ASCII', bytes(HEADER, line(PERSON, '2;2026-01-01;2026-12-31;;RÉVERIE;Łucja;1903-04-12'))],
  ])('may have %s', (_what, file) => {
    expect(problemsOf(file)).toEqual([]);
    expect(readImportFile(file).rows).toHaveLength(1);
  });

  it('lets the same person have several codes, and one code twice one after the other', () => {
    const rows = ['2;2026-01-01;2026-06-30', '2;2026-07-01;2026-12-31', '7;2026-01-01;2026-12-31'];
    expect(problemsOf(bytes(HEADER, ...rows.map((row) => line(PERSON, `${row};;X;;1903-04-12`))))).toEqual([]);
  });
});

const ROW = `${PERSON};2;2026-11-01;2026-11-30;;POUSSIÈRE;;1908-11-11`;
const FILE = `${HEADER}\r\n${ROW}`;
const latin1 = Buffer.from(FILE, 'latin1');
const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

describe('a file as a spreadsheet wrote it', () => {
  it.each([
    ['a first line that names the separator', `sep=;\r\n${FILE}`],
    ['a first line that names a comma', `sep=,\r\n${FILE.replaceAll(';', ',')}`],
    ['a first line that names a bar', `sep=|\r\n${FILE.replaceAll(';', '|')}`],
    ['a mark before the line that names the separator', `\ufeffSEP=;\r\n${FILE}`],
    ['empty rows at the end', `${FILE}\r\n;;;;;;;\r\n;;;;;;;\r\n`],
    ['empty rows between', `${HEADER}\r\n;;;;;;;\r\n${ROW}\r\n"";"";"";"";"";"";"";""\r\n\r\n`],
    ['empty rows before the header', `;;;\r\n\r\n${FILE}`],
    ['empty columns at the end', `${HEADER};;\r\n${ROW};;\r\n`],
    ['an empty column at the front', `;${HEADER}\r\n;${ROW}`],
    ['separators too many after a row', `${FILE};;;\r\n`],
    ['a last column that a row leaves out', `${HEADER};sis_card_number\r\n${ROW}\r\n`],
    ['tabs', FILE.replaceAll(';', '\t')],
    ['quotes around everything', FILE.replace(/[^;\r\n]+/g, '"$&"')],
    ['capitals and spaces in its header', FILE.replace('quality_code', ' Quality Code').replace('start', 'START')],
    ['hyphens and accents in its header', FILE.replace('start_date', 'start-date').replace('last_name', 'Last Namé')],
    [
      'French names',
      `NISS;Code qualité;Date de début;Date de fin;Référence dossier;Nom;Prénom;Date de naissance\r\n${ROW}`,
    ],
    [
      'Dutch names',
      `INSZ;Hoedanigheidscode;Begindatum;Einddatum;Dossierreferentie;Naam;Voornaam;Geboortedatum\r\n${ROW}`,
    ],
    ['an apostrophe before a number', `${HEADER}\r\n'${ROW}`],
    ['a number as a formula', `${HEADER}\r\n="${PERSON}"${ROW.slice(11)}`],
    ['a number as a formula in quotes', `${HEADER}\r\n"=""${PERSON}"""${ROW.slice(11)}`],
    ['no-break spaces around a number', `${HEADER}\r\n\u00a0${PERSON}\u00a0${ROW.slice(11)}`],
    ['days as Belgian spreadsheets show them', `${HEADER}\r\n${PERSON};2;1/11/2026;30/11/2026;;POUSSIÈRE;;11/11/1908`],
    ['midnights', `${HEADER}\r\n${PERSON};2;01.11.2026 0:00;30.11.2026 00:00:00;;POUSSIÈRE;;11-11-1908`],
  ])('is taken with %s', (_what, text) => {
    const { rows, problems } = readImportFile(Buffer.from(text));
    expect(problems).toEqual([]);
    expect(rows).toMatchObject([{ ssin: PERSON, qualityCode: 2, firstDay: '2026-11-01', lastDay: '2026-11-30' }]);
    expect(rows[0]?.proof).toEqual({ person: { lastName: 'POUSSIÈRE', birthDate: '1908-11-11' } });
  });

  it.each([
    ['UTF-16 that begins with its mark', utf16(FILE.replaceAll(';', '\t')), undefined, 'utf-16le'],
    ['UTF-16 the other way round', utf16(FILE).swap16(), undefined, 'utf-16be'],
    ['Latin-1, when somebody says so', latin1, 'iso-8859-1', 'iso-8859-1'],
    ['Windows-1252, when somebody says so', latin1, 'windows-1252', 'windows-1252'],
    ['UTF-8, whatever somebody says', Buffer.from(FILE), 'windows-1252', 'utf-8'],
  ] as const)('is taken in %s', (_what, file, encoding, charset) => {
    const { rows, problems, charset: read } = readImportFile(file, encoding);
    expect([problems, read]).toEqual([[], charset]);
    expect(rows[0]?.proof.person?.lastName).toBe('POUSSIÈRE');
  });

  it('is not taken in half a UTF-16', () => {
    expect(problemsOf(utf16(FILE).subarray(0, -1))).toEqual(['/lines/1 csv-encoding']);
  });

  it('keeps the apostrophe of a name', () => {
    const { rows } = readImportFile(bytes(HEADER, line(PERSON, "2;2026-01-01;2026-12-31;;'t Serclaes;;1903-04-12")));
    expect(rows[0]?.proof.person?.lastName).toBe("'t Serclaes");
  });

  it('counts the lines of the file, so that a person finds the one that is named', () => {
    expect(problemsOf(bytes('sep=;', HEADER, ';;;;;;;', line('03041200122')))).toEqual([
      '/lines/4/ssin ssin-check-digits',
    ]);
  });

  it.each([
    ['9,1E+10', 'csv-number-abbreviated'],
    ['9.10705E+09', 'csv-number-abbreviated'],
    ['3041200121', 'csv-zero-lost'],
    ['1200121', 'csv-zero-lost'],
    ['030412', 'ssin-format'],
    ['03.04.12-001.21', 'ssin-format'],
  ])('is told what happened to the number %s', (ssin, rule) => {
    expect(problemsOf(bytes(HEADER, line(ssin)))).toEqual([`/lines/2/ssin ${rule}`]);
  });

  it('is told what happened to the number of a card, once', () => {
    const file = bytes(
      'ssin;quality_code;start_date;end_date;identity_card_number',
      `${PERSON};12;2026-01-01;;5,9E+11`,
    );
    expect(problemsOf(file)).toEqual(['/lines/2/identity_card_number csv-number-abbreviated']);
  });

  it.each([
    ['days that could be months', '01/02/2026;03/04/2026'],
    ['months before days', '01/31/2026;12/31/2026'],
    ['both orders in one file', '31/01/2026;12/31/2026'],
    ['the number of a day', '46023;46387'],
    ['a year of two digits', '31/01/26;31/12/26'],
  ])('is not taken with %s', (_what, days) => {
    expect(problemsOf(bytes(HEADER, line(PERSON, `2;${days};;X;;1903-04-12`)))).toEqual([
      '/lines/2/start_date csv-date',
      '/lines/2/end_date csv-date',
    ]);
  });

  it('is not taken with a value under no name', () => {
    expect(problemsOf(bytes(`${HEADER};;`, `${line(PERSON)};;shifted`))).toEqual(['/lines/2 csv-fields']);
  });

  it('is told in a sentence that names row and column, in every language', () => {
    const [problem] = readImportFile(bytes(HEADER, line('9,1E+10'))).problems;
    expect(fieldProblemText(problem!)).toEqual({
      fr: expect.stringMatching(/^ligne 2, colonne ssin\s: le tableur a abrégé ce numéro/),
      nl: expect.stringMatching(/^regel 2, kolom ssin: het rekenblad heeft dit nummer afgekort/),
      en: expect.stringMatching(/^line 2, column ssin: the spreadsheet abbreviated this number/),
      de: expect.stringMatching(/^Zeile 2, Spalte ssin: die Tabellenkalkulation hat diese Nummer abgekürzt/),
    });
  });

  it('may be about somebody whose number has a day past 31', () => {
    expect(problemsOf(bytes(HEADER, line(completeSsin('010032001')), line(completeSsin('052045123'))))).toEqual([]);
  });
});

/** What each hostile file is refused for. */
const DEFECTS: Readonly<Record<string, readonly string[]>> = {
  'latin-1': ['/lines/3 csv-encoding'],
  'utf-16-without-mark': ['/lines/1 csv-encoding'],
  'zero-bytes': ['/lines/3 csv-encoding'],
  'pipe-separated': ['/lines/1 csv-separator'],
  'no-header': ['/lines/1 csv-separator'],
  'missing-column': ['/lines/1 required'],
  'unknown-column': ['/lines/1 enum'],
  'column-twice': ['/lines/1 duplicate-key'],
  'unclosed-quote': ['/lines/3 csv-quotes'],
  'quote-inside-field': ['/lines/3 csv-quotes'],
  'line-break-in-field': ['/lines/3 csv-quotes', '/lines/4 csv-quotes'],
  'too-few-fields': ['/lines/3/last_name proof-missing'],
  'too-many-fields': ['/lines/3 csv-fields'],
  'day-month-year': ['/lines/3/start_date csv-date'],
  'no-such-day': ['/lines/3/start_date calendar-day'],
  'wrong-check-digits': ['/lines/3/ssin ssin-check-digits'],
  'lost-leading-zero': ['/lines/3/ssin csv-zero-lost'],
  'abbreviated-number': ['/lines/3/ssin csv-number-abbreviated'],
  'punctuated-number': ['/lines/3/ssin ssin-format'],
  'duplicate-line': ['/lines/4 csv-duplicate 2'],
  'overlapping-lines': ['/lines/4 csv-duplicate 2'],
  'end-before-start': ['/lines/3/end_date period-order'],
  'period-too-long': ['/lines/3/end_date period-too-long'],
  'period-without-end': ['/lines/3/end_date period-end-missing'],
  'heating-across-years': ['/lines/3/end_date period-calendar-year'],
  'unknown-quality-code': ['/lines/3/quality_code enum'],
  'no-proof': ['/lines/3/last_name proof-missing'],
  'card-number-too-short': ['/lines/2/identity_card_number pattern'],
  empty: ['/file csv-empty'],
  'only-a-header': ['/file csv-empty'],
};

const FOLDER = new URL('../../fixtures/hostile/csv/', import.meta.url);
const hostile = readdirSync(FOLDER).map((name) => name.replace(/\.csv$/, ''));

describe('a file with a defect', () => {
  it('has a line below for each that is kept', () => {
    expect(hostile.sort()).toEqual(Object.keys(DEFECTS).sort());
  });

  it.each(hostile)('is refused with its line and reason: %s', (name) => {
    expect(problemsOf(readFileSync(new URL(`${name}.csv`, FOLDER)))).toEqual(DEFECTS[name]);
  });

  it('is refused for a wrong check digit on line 4,711 of 10,000, and for nothing else', () => {
    const lines = Array.from({ length: 9_999 }, (_, i) => line(ssinOf(i)));
    const wrong = ssinOf(4_709);
    lines[4_709] = line(`${wrong.slice(0, 10)}${(Number(wrong[10]) + 1) % 10}`);
    expect(problemsOf(bytes(HEADER, ...lines))).toEqual(['/lines/4711/ssin ssin-check-digits']);
  });

  it('is told everything at once, in the order of the lines', () => {
    const file = bytes(
      HEADER,
      line('123'),
      line(PERSON, '2;01/02/2026;more;than;there;are;columns;here;now'),
      line(PERSON, '13;2026-01-01;2026-12-31;;X;;1903-04-12'),
      line(OTHER_PERSON, ';;46387;;;;'),
    );
    expect(problemsOf(file)).toEqual([
      '/lines/2/ssin ssin-format',
      '/lines/3 csv-fields',
      '/lines/4/quality_code enum',
      '/lines/5/quality_code required',
      '/lines/5/start_date required',
      '/lines/5/end_date csv-date',
      '/lines/5/last_name proof-missing',
    ]);
  });

  it('names each line that says again what an earlier one says, however often', () => {
    const lines = Array.from({ length: 30_000 }, () => line(PERSON));
    const { problems } = readImportFile(bytes(HEADER, ...lines));
    expect(problems).toHaveLength(29_999);
    expect(problems.at(-1)).toEqual({ pointer: '/lines/30001', rule: 'csv-duplicate', expected: '2' });
  });

  it('finds the line that a long period covers, with others between', () => {
    const rows = ['2020-01-01;2024-12-31', '2021-01-01;2021-06-30', '2023-01-01;2023-06-30'];
    const file = bytes(HEADER, ...rows.map((days) => line(PERSON, `8;${days};;X;;1903-04-12`)).reverse());
    expect(problemsOf(file)).toEqual(['/lines/4 csv-duplicate 3', '/lines/4 csv-duplicate 2']);
  });

  it('is refused when it is too large, or too long', () => {
    expect(problemsOf(Buffer.alloc(FILE_BYTES_MAX + 1, 0x61))).toEqual(['/file max-length']);
    const lines = Array.from({ length: LINES_MAX + 1 }, () => '1;2;3');
    expect(problemsOf(bytes('ssin;quality_code;start_date', ...lines))).toEqual(['/file max-items']);
  });

  test(
    'is never repeated in what is said about it',
    [fc.array(fc.string({ minLength: 4, maxLength: 12 }), { minLength: 1, maxLength: 12 })],
    (fields) => {
      const secret = fields.map((field) => `SECRET${field}`).join(';');
      const said = JSON.stringify(readImportFile(bytes(HEADER, secret)).problems);
      expect(said).not.toContain('SECRET');
      expect(JSON.stringify(readImportFile(bytes(secret)).problems)).not.toContain('SECRET');
    },
  );

  test(
    'is a list of problems and never an exception, whatever the bytes',
    [fc.uint8Array({ maxLength: 400 })],
    (noise) => {
      const { rows, problems } = readImportFile(noise);
      expect(rows.length + problems.length).toBeGreaterThan(0);
    },
  );
});

/** A fictional person, of any number of them. */
function ssinOf(n: number): string {
  const day = String(1 + (n % 28)).padStart(2, '0');
  const month = String(1 + (Math.floor(n / 28) % 12)).padStart(2, '0');
  return completeSsin(`05${month}${day}${String(1 + Math.floor(n / 336)).padStart(3, '0')}`);
}
