/** What centres attested about somebody: month by month (A036), and to the federal service. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Payload } from '../../src/flows/flow.ts';
import { valueAt, valuesAt } from '../../src/flows/pointer.ts';
import type { Bcss } from '../../src/simulator/bcss.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { catalogue } from '../flows/fixture.ts';
import { freshBcss } from '../flows/simulated-reply.ts';
import { ask, codesOf, reference, textAt, verdicts } from './asking.ts';

const town = new Town();
const ssinOf = (key: string): string => town.person(key).ssin;

let bcss: Bcss;
beforeEach(() => {
  bcss = freshBcss();
});

const send = (flow: string, payload: object) => ask(catalogue.get(flow), { payload: payload as Payload, bcss });

describe('monthly attestations (A036)', () => {
  const ssin = ssinOf('mirage.anselme');
  const list = (next?: string) =>
    send('attestation-a036', {
      INSS: ssin,
      Period: { BeginDate: '2022-01-01', EndDate: '2026-12-31' },
      ...(next !== undefined && { L036: { Request: { NextAnswerReference: next } } }),
    });
  const rows = ({ answer }: ReturnType<typeof send>) => valuesAt(answer?.reply, '/L036/AnswerOK/A036/*');

  function all() {
    const found = [];
    for (let next: string | undefined, page = list(); ; page = list(next)) {
      found.push(...rows(page));
      next = valueAt(page.answer?.reply, '/L036/AnswerOK/NextAnswerReference') as string | undefined;
      if (next === undefined) return found;
    }
  }
  const idOf = (row: ReturnType<typeof rows>[number]): string =>
    textAt(row, '/Attestation/AttestationIdentification/AttestationID');

  const create = (more: object = {}) =>
    send('attestation-create', {
      attestation: [
        {
          reference: reference(),
          ssin,
          attestationStatus: '0',
          validityPeriod: { beginDate: '2026-01-01', endDate: '2026-01-31' },
          categoryCode: '7',
          ...more,
        },
      ],
    });

  it('come in pages of ten, each once, one for each month of a living wage', () => {
    expect(rows(list())).toHaveLength(10);
    const ids = all().map(idOf);
    expect(new Set(ids).size).toBe(ids.length);
    // Nine months in 2022 and 2023, three in 2025; one corrected, one attested by mistake and cancelled.
    expect(ids).toHaveLength(9 + 3 + 1 + 2);
  });

  it('show what was corrected and what was cancelled, and which of them is older', () => {
    const twice = all().filter((row) =>
      /^2022-08|^2023-02/.test(textAt(row, '/Attestation/Details/ValidityPeriod/BeginDate')),
    );
    const shown = twice.map((row) => [
      valueAt(row, '/RecentAnswer'),
      valueAt(row, '/Attestation/AttestationIdentification/AttestationStatus'),
      valueAt(row, '/Attestation/Details/CategoryCode'),
    ]);
    expect(shown).toEqual([
      ['X', '0', '8'],
      ['', '1', '7'],
      ['X', '0', '7'],
      ['', '3', '7'],
    ]);
  });

  it('are of every centre, by the code of its municipality, and say which right it was', () => {
    const of = (key: string, BeginDate: string, EndDate: string) =>
      rows(send('attestation-a036', { INSS: ssinOf(key), Period: { BeginDate, EndDate } })).map((row) => [
        textAt(row, '/OcmwCpas'),
        textAt(row, '/Attestation/Details/CategoryCode'),
        textAt(row, '/Attestation/AttestationIdentification/CreationDate'),
      ]);
    expect(of('vandromen.ines', '2020-12-31', '2021-01-31')).toEqual([
      ['99903', '7', '2021-01-03'],
      ['99903', '7', '2021-02-03'],
    ]);
    // December was attested on the third of January; nothing is, yet, for January.
    expect(of('poussiere.theodule', '2025-12-01', '2026-01-31')).toEqual([['99901', '8', '2026-01-03']]);
  });

  it('that a page refers to, and that do not exist, are refused', () => {
    expect(codesOf(list('NEXTNOWHERE'))).toContain('99990007');
  });

  it('that are created are listed, corrected once, and by the centre that made them', () => {
    const before = all().length;
    const created = create();
    expect(verdicts(created)).toEqual(['ACCEPTED']);
    const id = textAt(created.answer?.reply, '/evaluation/0/receiptNumber');
    expect(all().map(idOf)).toContain(id);
    const correct = () => create({ attestationStatus: '1', updateAttestationID: id });
    expect(verdicts(correct())).toEqual(['ACCEPTED']);
    expect(all()).toHaveLength(before + 2);
    expect(
      valueAt(
        all().find((row) => idOf(row) === id),
        '/RecentAnswer',
      ),
    ).toBe('X');
    expect(verdicts(correct())).toEqual(['REFUSED FICT29']);
  });

  it('are refused for another quality code, of somebody else, or under a reference that was used', () => {
    expect(verdicts(create({ categoryCode: '8' }))).toEqual(['REFUSED FICT28']);
    expect(verdicts(create({ attestationStatus: '3', updateAttestationID: 'UNKNOWN' }))).toEqual(['REFUSED FICT29']);
    const again = reference();
    expect(verdicts(create({ reference: again }))).toEqual(['ACCEPTED']);
    expect(verdicts(create({ reference: again }))).toEqual(['REFUSED FICT20']);
  });
});

describe('the list of attestations', () => {
  const list = (key: string, RequestType: string) =>
    send('attestation-list', {
      SocialSecurityUser: ssinOf(key),
      RequestType,
      ...(RequestType !== 'GPMI_PIIS' && { SearchPeriod: { StartDate: '2015-01-01', EndDate: '2026-12-31' } }),
    }).answer;

  it('tells of projects, with what prolongs them', () => {
    expect(list('vandromen.ines', 'GPMI_PIIS')?.reply).toEqual({
      GpmiPiis: [
        {
          hasAttestation: true,
          period: [{ StartDate: '2024-02-01', EndDate: '2025-01-31' }],
          prolongationPeriod: [{ StartDate: '2025-02-01', EndDate: '2026-01-31' }],
        },
      ],
    });
    expect(list('schimmen.fons', 'GPMI_PIIS')).toMatchObject({
      reply: { GpmiPiis: [{ hasAttestation: false }] },
      result: { kind: 'nothing-found' },
    });
  });

  it('tells of exonerated income', () => {
    expect(list('vandromen.ines', 'EXONERATIONSART35')?.reply).toEqual({
      ExonerationArt35: { hasExoneration: true, FirstExonerationDate: '2024-09-02', PaymentExoneratedDays: 212 },
    });
    expect(list('schimmen.fons', 'EXONERATIONSART35')?.result.kind).toBe('nothing-found');
    expect(valuesAt(list('vandromen.ines', 'EXONERATIONS')?.reply, '/Attestation/*/FormType/Code')).toEqual(['3']);
  });

  it('tells how long a decision holds: as long as it was paid, a year at most', () => {
    const forms = list('mirage.anselme', 'FORMULAIRES')?.reply;
    expect(valuesAt(forms, '/Attestation/*/Duration/Months')).toEqual([12, 9]);
  });

  it('tells the forms of one centre only', () => {
    const centres = valuesAt(list('vandromen.ines', 'FORMULAIRES')?.reply, '/Attestation/*/CPAS_KBOBCE_code');
    expect(centres).toEqual(['0999999031']);
  });
});
