/**
 * Every SSDN flow of the catalogue is answered in all the ways it can be: something found, nothing there, refused. The requests are
 * those of the fixtures, changed; they are written and read by the gateway itself.
 */
import { describe, expect, it } from 'vitest';
import type { Flow, Payload } from '../../src/flows/flow.ts';
import { CANCELLED_SSIN, REPLACED_SSIN, SPECIAL, UNKNOWN_SSIN } from '../../src/simulator/town/special-people.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { catalogue } from '../flows/fixture.ts';
import { freshBcss } from '../flows/simulated-reply.ts';
import { about, ask, codesOf, fixturePayload, kindOf, knowing, subjectsIn } from './asking.ts';

const town = new Town();
const flows = catalogue.all().filter(({ transport }) => transport === 'ssdn');
const each = (some: readonly Flow[]) => some.map((flow) => [flow.id, flow] as const);
const aboutSomebody = flows.filter((flow) => subjectsIn(flow, fixturePayload(flow)).length > 0);

describe('something is found', () => {
  it.each(each(flows))('%s', (_id, flow) => {
    const ending = ask(flow);
    expect(ending.outcome).toBe('answered');
    expect(kindOf(ending)).toMatch(/^(found|partial)$/);
    expect(ending.answer?.deviations).toEqual([]);
  });
});

describe('nothing is there', () => {
  /** Philomène Nuance: she lives in the town, and no institution but the register has heard of her. */
  const { ssin } = town.person('ailleurs.philomene');
  // The register has a file of everybody, and who is integrated is known by that.
  const canBeEmpty = flows.filter(
    ({ id, kind }) => kind !== 'declaration' && !['perform-investigation', 'reference-manager'].includes(id),
  );

  const OTHERWISE: Readonly<Record<string, Payload>> = {
    employer: { Data: { XML: { A701: { Request: { Employer: { FirmID: { NLOSSRegistrationNbr: '9999999' } } } } } } },
    'identify-person': { SearchCriteria: { PhoneticCriteria: { LastName: 'Personne', BirthDate: '1905-05-05' } } },
    'manage-access': {
      SSIN: ssin,
      Period: { StartDate: '2026-01-01' },
      Action: 'LIST',
      ProofOfAuthentication: { PersonData: { LastName: 'Nuance', BirthDate: '1908-09-22' } },
    },
  };

  it.each(each(canBeEmpty))('%s', (id, flow) => {
    const payload = OTHERWISE[id] ?? about(flow, ssin);
    const bcss = id === 'manage-access' ? freshBcss() : knowing(ssin, flow);
    expect(kindOf(ask(flow, { payload, bcss }))).toBe('nothing-found');
  });

  it('reference-manager: nobody has integrated her', () => {
    const flow = catalogue.get('reference-manager');
    expect(kindOf(ask(flow, { payload: about(flow, ssin) }))).toBe('nothing-found');
  });
});

describe('somebody may not be asked about', () => {
  const numbers: readonly (readonly [who: string, ssin: string, code: string])[] = [
    ['whose number was replaced', REPLACED_SSIN, 'MSG00006'],
    ['whose number was cancelled', CANCELLED_SSIN, 'MSG00007'],
    ['whom nobody knows', UNKNOWN_SSIN, 'MSG00005'],
  ];

  describe.each(numbers)('%s', (_who, ssin, code) => {
    it.each(each(aboutSomebody))('%s', (_id, flow) => {
      const ending = ask(flow, { payload: about(flow, ssin) });
      expect([ending.outcome, kindOf(ending)]).toEqual(['refused', 'refused']);
      expect(codesOf(ending)).toEqual(['30000001', code]);
      expect(ending.answer?.result.status).toBe('10000');
      expect(ending.answer?.reply).toBeUndefined();
    });
  });

  /** Their requests bring the integration along, or ask about the directory itself. */
  const OPEN = /^(identify-person|manage-access|reference-manager|law65-)/;
  const gated = aboutSomebody.filter(({ id }) => !OPEN.test(id));

  it.each(each(gated))('whom the centre never integrated: %s', (_id, flow) => {
    const ssin = town.person(SPECIAL.neverIntegrated).ssin;
    expect(codesOf(ask(flow, { payload: about(flow, ssin) }))).toContain('MSG00012');
  });

  it.each(each(gated))('of whom the source is unavailable: %s', (_id, flow) => {
    const { ssin } = town.person(SPECIAL.sourceUnavailable);
    expect(codesOf(ask(flow, { payload: about(flow, ssin), bcss: knowing(ssin, flow) }))).toContain('MSG00002');
  });

  it('and that is every flow but those without a person', () => {
    const others = flows.filter((flow) => !aboutSomebody.includes(flow));
    expect(others.map(({ id }) => id)).toEqual(['employer']);
    expect(gated.length).toBeGreaterThanOrEqual(7);
  });
});

describe('a period that ends before it begins', () => {
  const ENDS = [
    ['StartDate', 'EndDate'],
    ['BeginDate', 'EndDate'],
  ] as const;
  const reversed = (text: string): string =>
    ENDS.reduce(
      (changed, [begin, end]) =>
        changed.replace(
          new RegExp(`"${begin}":"([^"]+)","${end}":"([^"]+)"`, 'g'),
          (_all, first: string, last: string) => `"${begin}":"${last}","${end}":"${first}"`,
        ),
      text,
    );
  const withPeriod = flows.filter((flow) => {
    const payload = JSON.stringify(fixturePayload(flow));
    return flow.kind !== 'declaration' && reversed(payload) !== payload;
  });

  it.each(each(withPeriod))('is refused by %s', (_id, flow) => {
    const payload = JSON.parse(reversed(JSON.stringify(fixturePayload(flow)))) as Payload;
    const ending = ask(flow, { payload });
    expect(codesOf(ending)).toEqual(['30000001', '99990006']);
    expect(kindOf(ending)).toBe('refused');
  });

  it('is looked at by every consultation that takes one', () => {
    expect(withPeriod.map(({ id }) => id)).toEqual([
      'attestation-a036',
      'attestation-list',
      'dimona-history',
      'health-insurance',
      'manage-access',
      'pension-register',
      'reference-manager',
    ]);
  });
});
