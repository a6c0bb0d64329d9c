import { describe, expect, it } from 'vitest';
import { reasonOf } from '../../src/policy/failure.ts';
import { OpeningHours } from '../../src/policy/opening-hours.ts';
import { CATALOGUE, SHIPPED } from './shipped.ts';

const OFFICE = OpeningHours.of([
  { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:00', to: '18:00' },
  { days: ['sat'], from: '09:00', to: '12:00' },
]);

describe('whoever comes outside the hours', () => {
  it.each([
    ['on Friday evening, that it opens on Saturday', '2026-11-20T20:00:00+01:00', '2026-11-21T09:00:00+01:00'],
    ['on Saturday at noon, that it opens on Monday', '2026-11-21T12:00:00+01:00', '2026-11-23T08:00:00+01:00'],
    ['before dawn, that it opens today', '2026-11-23T05:59:59+01:00', '2026-11-23T08:00:00+01:00'],
    ['on the night the clocks go forward', '2026-03-28T13:00:00+01:00', '2026-03-30T08:00:00+02:00'],
    ['on the night the clocks go back', '2026-10-24T13:00:00+02:00', '2026-10-26T08:00:00+01:00'],
  ])('is told %s', (_when, asked, opens) => {
    expect(OFFICE.opensAfter(new Date(asked))).toEqual(new Date(opens));
  });

  it('learns when hours of one minute a week come round, and that hours of none never do', () => {
    const rare = OpeningHours.of([{ days: ['mon'], from: '08:00', to: '08:01' }]);
    const soon = new Date('2026-11-23T08:01:00+01:00');
    expect(rare.opensAfter(soon)).toEqual(new Date('2026-11-30T08:00:00+01:00'));
    expect(OpeningHours.of([]).opensAfter(soon)).toBeUndefined();
  });

  it('reads the hours and the next opening, in every language, by the clocks of Brussels', () => {
    const id = CATALOGUE.all().find((flow) => SHIPPED.rulesOf.get(flow.id)?.[0] !== undefined)?.id ?? '';
    const rule = { ...SHIPPED.rulesOf.get(id)![0]!, hours: OFFICE };
    const { reason, remedy } = reasonOf({ code: 'outside-hours', rule, at: new Date('2026-11-21T11:00:00Z') });
    expect(reason.fr).toContain('lun.–ven. 08:00–18:00; sam. 09:00–12:00');
    expect(reason.nl).toContain('ma–vr 08:00–18:00; za 09:00–12:00');
    expect(reason.en).toContain('Mon–Fri 08:00–18:00; Sat 09:00–12:00');
    expect(reason.de).toContain('Mo–Fr 08:00–18:00; Sa 09:00–12:00');
    expect(remedy.fr).toMatch(/^Prochaine ouverture : lundi 23 novembre .*08:00\.$/);
    expect(remedy.nl).toMatch(/^Gaat weer open: maandag 23 november .*08:00\.$/);
    expect(remedy.en).toMatch(/^Opens next: Monday,? 23 November .*08:00\.$/);
    expect(remedy.de).toMatch(/^Nächste Öffnung: Montag,? 23\. November .*08:00\.$/);
  });
});
