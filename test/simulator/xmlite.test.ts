/** XMLite: Dimona declarations page by page, an employer by number, and the fixed-width record before them. */
import { describe, expect, it } from 'vitest';
import type { Payload } from '../../src/flows/flow.ts';
import { valueAt, valuesAt } from '../../src/flows/pointer.ts';
import type { Bcss } from '../../src/simulator/bcss.ts';
import { classicPrefix } from '../../src/simulator/services/xmlite/prefix.ts';
import { SPECIAL } from '../../src/simulator/town/special-people.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { catalogue, fileOf, fixtureOf } from '../flows/fixture.ts';
import { freshBcss, simulatedReply } from '../flows/simulated-reply.ts';
import { ask, codesOf, kindOf } from './asking.ts';

const flow = catalogue.get('dimona-history');
const town = new Town();
const L950 = '/Data/XML/L950/AnswerOK';

interface Asked {
  readonly key: string;
  readonly begin?: string;
  readonly end?: string;
  readonly scrolling?: { readonly FirstLineNbr: number; readonly Ticket: string };
  readonly switches?: Record<string, number>;
  readonly bcss?: Bcss;
}

function history({ key, begin = '2015-01-01', end = '2026-01-06', scrolling, switches = {}, bcss }: Asked) {
  const Request = {
    NaturalPerson: { INSS: town.person(key).ssin },
    ...(scrolling === undefined ? { SearchPeriod: { BeginDate: begin, EndDate: end } } : { Scrolling: scrolling }),
    ...switches,
  };
  const payload = { Data: { XML: { L950: { Request } } } } as Payload;
  return ask(flow, { payload, ...(bcss !== undefined && { bcss }) });
}

const numbers = (ending: ReturnType<typeof history>) =>
  valuesAt(ending.answer?.reply, `${L950}/Activity/*/Worker/DimonaNbr`);

describe('the Dimona declarations of a person', () => {
  it('name the employer and the person as every other service does', () => {
    const reply = history({ key: 'mirage.anselme' }).answer?.reply;
    expect(valueAt(reply, `${L950}/Activity/0`)).toMatchObject({
      Employer: { FirmID: { NLOSSRegistrationNbr: '9999810', CompanyID: '0999998140' } },
      NaturalPerson: { INSS: town.person('mirage.anselme').ssin, Name: 'MIRAGE', BirthDate: '1901-03-12', Sex: '1' },
      Worker: { OccupationPeriod: { BeginDate: '2023-02-01', EndDate: '2025-06-30' }, LastDimonaAction: '2' },
    });
  });

  it('are those that have a day in the period asked about', () => {
    const among = (begin: string, end: string) => numbers(history({ key: 'mirage.anselme', begin, end })).length;
    expect(among('2025-06-30', '2025-12-31')).toBe(1);
    expect(among('2025-07-01', '2025-12-31')).toBe(0);
    expect(among('2022-01-01', '2023-01-31')).toBe(0);
  });

  it('leave out what was cancelled, unless it is asked for', () => {
    const year = { key: 'zomaar.kamiel', begin: '2025-01-01' };
    expect(kindOf(history(year))).toBe('nothing-found');
    const all = history({ ...year, switches: { CanceledContract: 1 } }).answer?.reply;
    expect(valueAt(all, `${L950}/Activity/0/Worker`)).toMatchObject({ LastDimonaAction: '4', ValidityStatus: '0' });
  });

  it('leave out who works there still, when asked to', () => {
    const bcss = freshBcss();
    const working = { key: 'toutvu.rosalie', bcss };
    expect(valueAt(history(working).answer?.reply, `${L950}/Activity/0/Worker/LastDimonaAction`)).toBe('1');
    expect(kindOf(history({ ...working, switches: { ActiveWorker: 0 } }))).toBe('nothing-found');
  });
});

describe('a list of several pages', () => {
  const key = SPECIAL.manyRows;

  it('is followed with its ticket to the end, each line once', () => {
    const bcss = freshBcss();
    let ending = history({ key, bcss });
    const seen = numbers(ending);
    const sizes = [seen.length];
    for (;;) {
      const next = valueAt(ending.answer?.reply, `${L950}/Reference/NextScrolling`) as Asked['scrolling'] | undefined;
      if (next === undefined) break;
      ending = history({ key, bcss, scrolling: next });
      sizes.push(numbers(ending).length);
      seen.push(...numbers(ending));
    }
    expect(sizes).toEqual([32, 13]);
    expect(new Set(seen).size).toBe(45);
    expect(valueAt(ending.answer?.reply, `${L950}/Reference`)).toEqual({
      NbrOfAvailableAnswer: 45,
      NbrOfIncludedAnswer: 13,
    });
  });

  it('has pages of the size that is wanted', () => {
    expect(numbers(history({ key, switches: { NbrOfAnswer: 99 } }))).toHaveLength(45);
    expect(numbers(history({ key, switches: { NbrOfAnswer: 1 } }))).toHaveLength(1);
  });

  it('ends in a refusal for a ticket that was never given, is of somebody else, or beyond the last line', () => {
    const bcss = freshBcss();
    const first = history({ key, bcss });
    const { Ticket } = valueAt(first.answer?.reply, `${L950}/Reference/NextScrolling`) as { Ticket: string };
    const refused = (given: Asked) => codesOf(history({ bcss, ...given }));
    expect(refused({ key, scrolling: { FirstLineNbr: 33, Ticket: 'FICTSCROLL9999' } })).toContain('99990007');
    expect(refused({ key, scrolling: { FirstLineNbr: 46, Ticket } })).toContain('99990007');
    expect(refused({ key: 'mirage.anselme', scrolling: { FirstLineNbr: 33, Ticket } })).toContain('99990007');
    expect(refused({ key, scrolling: { FirstLineNbr: 45, Ticket } })).toEqual([]);
  });
});

describe('the record before the message', () => {
  const request = fileOf(fixtureOf('dimona-history'), 'request.xml');
  const record = /ClassicPrefix>([^<]*)</.exec(request)?.[1] ?? '';
  const answered = (changed: string): string => simulatedReply(flow, request.replace(record, changed));

  it('is taken apart by its columns', () => {
    expect(record).toHaveLength(146);
    expect(classicPrefix(record)).toEqual({ ssin: town.person('mirage.anselme').ssin, form: 'L950' });
    const employer = /ClassicPrefix>([^<]*)</.exec(fileOf(fixtureOf('employer'), 'request.xml'))?.[1] ?? '';
    expect(classicPrefix(employer)).toEqual({ ssin: undefined, form: 'A701' });
  });

  it.each([
    ['another person', (text: string) => text.replace(town.person('mirage.anselme').ssin, '02112710212')],
    ['another form', (text: string) => text.replace('L950', 'A701')],
    ['nobody', (text: string) => text.replace(/O0C\d{11}/, `O0L${' '.repeat(11)}`)],
    ['a field moved by one column', (text: string) => ` ${text.slice(0, -1)}`],
    ['blanks that were trimmed, and put at the end', (text: string) => text.replace(/ {32}/, '').padEnd(146)],
  ])('that is about %s is refused', (_what, change) => {
    const changed = change(record);
    expect(changed).not.toBe(record);
    expect(answered(changed)).toContain('99990008');
  });

  it('of another length is refused by its name', () => {
    expect(answered(record.trimEnd())).toMatch(/31000007.*ClassicPrefix/);
  });
});

describe('an employer', () => {
  const byNumber = (NLOSSRegistrationNbr: string) =>
    ask(catalogue.get('employer'), {
      payload: { Data: { XML: { A701: { Request: { Employer: { FirmID: { NLOSSRegistrationNbr } } } } } } },
    });

  it('is found by the number of the ONSS, whatever its leading zeros', () => {
    for (const number of ['9999820', '0009999820']) {
      expect(valuesAt(byNumber(number).answer?.reply, '/Data/XML/A701/AnswerOK/Attestation/*/Employer')).toMatchObject([
        { FirmID: { NLOSSRegistrationNbr: '9999820' }, RegisteredOffice: { Name: 'LUCHTBALLONNEN NV' } },
      ]);
    }
  });

  it('that nobody registered is not there', () => {
    expect(kindOf(byNumber('1'))).toBe('nothing-found');
  });
});
