import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
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

/** What each hostile file is refused for. */
const DEFECTS: Readonly<Record<string, readonly string[]>> = {
  'latin-1': ['/lines/3 csv-encoding'],
  'utf-16': ['/lines/1 csv-encoding'],
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
  'too-few-fields': ['/lines/3 csv-fields'],
  'too-many-fields': ['/lines/3 csv-fields'],
  'day-month-year': ['/lines/3/start_date pattern'],
  'no-such-day': ['/lines/3/start_date calendar-day'],
  'wrong-check-digits': ['/lines/3/ssin ssin-check-digits'],
  'lost-leading-zero': ['/lines/3/ssin ssin-format'],
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
      line(PERSON, '2;01/02/2026'),
      line(PERSON, '13;2026-01-01;2026-12-31;;X;;1903-04-12'),
      line(OTHER_PERSON, ';;31/12/2026;;;;'),
    );
    expect(problemsOf(file)).toEqual([
      '/lines/2/ssin ssin-format',
      '/lines/3 csv-fields',
      '/lines/4/quality_code enum',
      '/lines/5/quality_code required',
      '/lines/5/start_date required',
      '/lines/5/end_date pattern',
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
