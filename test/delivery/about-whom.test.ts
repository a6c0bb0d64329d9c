/**
 * A reply about somebody else is shown by no flow. Over the whole catalogue: the reply of each flow's fixture, with our ticket, and
 * another person's number wherever that of the person asked about stands.
 */
import { describe, expect, it } from 'vitest';
import { resultOfReply } from '../../src/delivery/result.ts';
import type { Ending } from '../../src/delivery/ending.ts';
import { completeSsin } from '../../src/domain/ssin.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import { askedBy, type Echo, namedBy } from '../../src/flows/echo.ts';
import type { Payload } from '../../src/flows/flow.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { catalogue, endingOfReply, fileOf, type Fixture, fixtureOf, folders } from '../flows/fixture.ts';

const STRANGER = completeSsin('090101001');
const SUCCESSOR = completeSsin('090202002');

const fixtures = folders.map(fixtureOf).filter(({ flow }) => flow.kind !== 'notification');
const cases = fixtures.map((fixture) => [fixture.flow.id, fixture] as const);
const replyOf = (fixture: Fixture): string => fileOf(fixture, 'reply.xml');

/** Flows whose reply has no place for a person, or repeats another key of the question instead: the reason stands in the descriptor. */
const NAME_NOBODY = [
  'alert-reaction',
  'annual-report',
  'attestation-create',
  'employer',
  'fse-participant',
  'health-insurance',
  'heating-allocation',
  'patrimony.consult-enterprise-immovable-properties',
  'patrimony.find-division-by-enterprise-number',
  'pension-register',
  'reference-manager',
  'subsidy-dis',
  'subsidy-installation-premium',
  'test-connection',
];

/** The persons that were asked about, and stand in the reply. */
function namedPersons({ flow, request }: Fixture, xml: string): string[] {
  return flow.subjectsOf(request.payload).filter((person) => xml.includes(person));
}

/** The values of the question that the reply must repeat, as they stand in it. */
function keysIn({ flow, request }: Fixture, xml: string): string[] {
  const echoes = flow.descriptor.echo ?? [];
  const reply = flow.transport === 'soap' ? flow.readReply(parseXml(xml)).value : undefined;
  const values = echoes.flatMap((echo) => (occurs(echo, request.payload, reply) ? askedBy(echo, request.payload) : []));
  return [...new Set(values.map(String))].filter((value) => value.length > 3 && xml.includes(`>${value}<`));
}

function occurs(echo: Echo, payload: Payload, reply: JsonValue | undefined): boolean {
  return reply === undefined || (askedBy(echo, payload).length > 0 && namedBy(echo, reply).groups.flat().length > 0);
}

function expectRefused({ outcome, code, answer }: Ending): void {
  expect({ outcome, code, answer }).toEqual({ outcome: 'uncertain', code: 'reply-not-ours', answer: undefined });
}

describe('every flow', () => {
  it('says where its reply names whom it is about, or why it cannot', () => {
    const undeclared = catalogue
      .all()
      .filter(({ descriptor: { echo, echoNone } }) => (echo === undefined) === (echoNone === undefined));
    expect(undeclared.map(({ id }) => id)).toEqual([]);
    const without = catalogue.all().filter(({ descriptor }) => descriptor.echoNone !== undefined);
    expect(without.map(({ id }) => id)).toEqual([
      'health-insurance',
      'mutations',
      'pension-register',
      'reference-manager',
    ]);
  });

  it('of whose reply the person is asked about by number has the number in the fixture, but for those that have no place', () => {
    const silent = fixtures.filter((fixture) => {
      const { flow, request } = fixture;
      const asksSomebody = flow.subjectsOf(request.payload).length > 0;
      return asksSomebody && namedPersons(fixture, replyOf(fixture)).length === 0;
    });
    expect(silent.map(({ flow }) => flow.id).filter((id) => !NAME_NOBODY.includes(id))).toEqual([]);
  });
});

describe.each(cases)('the reply of %s', (_id, fixture) => {
  const xml = replyOf(fixture);

  it('is believed as it is', () => {
    expect(endingOfReply(fixture, xml)).toMatchObject({ outcome: 'answered' });
  });

  it.each(namedPersons(fixture, xml).map((person, at) => [at + 1, person] as const))(
    'is not believed with another number everywhere instead of that of person %i',
    (_at, person) => expectRefused(endingOfReply(fixture, xml.replaceAll(person, STRANGER))),
  );

  it('is not believed with another number at one place, unless that place lists others too', () => {
    const { descriptor } = fixture.flow;
    const listsOthers = descriptor.echo?.some(({ among }) => among !== undefined) === true;
    for (const person of namedPersons(fixture, xml))
      for (const altered of oneByOne(xml, person)) {
        const { outcome } = endingOfReply(fixture, altered);
        if (!listsOthers) expect(outcome).toBe('uncertain');
      }
  });

  it('is not believed with another value instead of a key of the question, or of all where a list names others too', () => {
    const keys = keysIn(fixture, xml);
    const listsOthers = fixture.flow.descriptor.echo?.some(({ among }) => among !== undefined) === true;
    for (const altered of listsOthers ? [keys] : keys.map((key) => [key])) {
      if (altered.length === 0) continue;
      const other = altered.reduce((text, key) => text.replaceAll(`>${key}<`, `>${otherThan(key)}<`), xml);
      expect({ altered, outcome: endingOfReply(fixture, other).outcome }).toEqual({ altered, outcome: 'uncertain' });
    }
  });
});

function otherThan(key: string): string {
  const other = key.replace(/\d/g, (digit) => String((Number(digit) + 5) % 10));
  return other === key ? `other ${key}` : other;
}

/** The text with one occurrence replaced, for each. */
function oneByOne(xml: string, person: string): string[] {
  const parts = xml.split(person);
  return parts
    .slice(1)
    .map((_part, at) => parts.slice(0, at + 1).join(person) + STRANGER + parts.slice(at + 1).join(person));
}

describe('a person is compared', () => {
  const asked = (flow: string): { fixture: Fixture; xml: string; person: string } => {
    const fixture = fixtureOf(flow);
    const [person = ''] = fixture.flow.subjectsOf(fixture.request.payload);
    return { fixture, xml: replyOf(fixture), person };
  };

  it.each([
    ['identify-person', (number: string) => `${number.slice(0, 6)}-${number.slice(6, 9)}.${number.slice(9)}`],
    ['dimona-history', (number: string) => ` ${number} `],
  ])('however the number is spelled by %s', (flow, spell) => {
    const { fixture, xml, person } = asked(flow);
    expect(endingOfReply(fixture, xml.replaceAll(person, spell(person)))).toMatchObject({ outcome: 'answered' });
    expectRefused(endingOfReply(fixture, xml.replaceAll(person, spell(STRANGER))));
  });

  it.each([
    ['NO_DATA_FOUND', 'MSG00100'],
    ['NO_RESULT', 'MSG00012'],
  ])('where nothing is given too: %s about somebody else is no answer', (value, code) => {
    const { fixture, xml, person } = asked('unemployment.consult-rights');
    const nothing = xml
      .replace(/<rights>.*<\/rights>/s, '')
      .replace(/<value>DATA_FOUND<\/value><code>[^<]*</, `<value>${value}</value><code>${code}<`);
    expect(endingOfReply(fixture, nothing).outcome).toBe(value === 'NO_RESULT' ? 'refused' : 'answered');
    expectRefused(endingOfReply(fixture, nothing.replaceAll(person, STRANGER)));
  });

  it('and must be named where the contract says that the criteria are repeated', () => {
    const { fixture, xml } = asked('living-wages.get-living-wages');
    expectRefused(endingOfReply(fixture, xml.replace(/<criteria>.*<\/criteria>/s, '')));
  });

  it('among all of a list, where some of it is about somebody else', () => {
    const { fixture, xml, person } = asked('attestation-list');
    const [first = ''] = oneByOne(xml, person);
    expectRefused(endingOfReply(fixture, first));
  });

  it('in free XML', () => {
    const { fixture, xml } = asked('heating-allocation');
    const [person = ''] = fixture.flow.subjectsOf(fixture.request.payload);
    const naming = (number: string) => xml.replace(/(<\w+:Category>)/, `<SSIN xmlns="">${number}</SSIN>$1`);
    expect(endingOfReply(fixture, naming(person))).toMatchObject({ outcome: 'answered' });
    expectRefused(endingOfReply(fixture, naming(STRANGER)));
  });

  it('by name only with the name: whoever a search finds was not known before', () => {
    const fixture = fixtureOf('identify-person');
    const { payload } = fixture.request;
    const criteria = { PhoneticCriteria: { LastName: 'MIRAGE', BirthDate: '1901-03-12' } };
    const byName = { ...fixture, request: { ...fixture.request, payload: { ...payload, SearchCriteria: criteria } } };
    expect(endingOfReply(byName, replyOf(fixture))).toMatchObject({ outcome: 'answered' });
  });

  it('by the number of a posted worker, where it is an SSIN', () => {
    const fixture = fixtureOf('dolsis.find-posted-workers');
    const xml = replyOf(fixture);
    const worker = /<ssin>(\d{11})<\/ssin>/.exec(xml)?.[1] ?? '';
    const by = (id: string, type: string): Fixture => ({
      ...fixture,
      request: { ...fixture.request, payload: { criteria: { id, type, scope: 'all' } } },
    });
    const repeating = (id: string, type: string) =>
      xml.replace(/<criteria>.*?<\/criteria>/s, `<criteria><id>${id}</id><type>${type}</type></criteria>`);
    const ends = (id: string, type: string) => endingOfReply(by(id, type), repeating(id, type)).outcome;
    expect(ends(worker, 'national_nr')).toBe('answered');
    expect(ends(STRANGER, 'national_nr')).toBe('uncertain');
    expect(ends('FR-19010101', 'social_security_nr')).toBe('answered');
  });
});

describe('a number that was replaced', () => {
  /** The number beside the criteria becomes the successor of another. */
  const replaces = (xml: string, old: string): string =>
    xml.replace(/(<\/searchCriteria>.*?)<ssin[^>]*>\d+<\/ssin>/s, `$1<ssin replaces="${old}">${SUCCESSOR}</ssin>`);
  const REPLACED = `<requestedSsinStatus>REPLACED</requestedSsinStatus><replacingSsin>${SUCCESSOR}</replacingSsin>`;
  const REMARK = `<code>SSIN_REPLACED</code><description>Replaced by ${SUCCESSOR}.</description>`;
  const SHAPES: readonly [string, string, (xml: string, old: string) => string][] = [
    ['as a successor that names whom it replaces', 'unemployment.consult-rights', replaces],
    [
      'as data under the successor',
      'tax-assessment.consult-tax-assessment-data',
      (xml) =>
        xml
          .replace(/(<requestedFiscalPerson><ssin>)\d+/, `$1${SUCCESSOR}`)
          .replace(/<ssinStatusData>.*<\/ssinStatusData>/s, `<ssinStatusData>${REPLACED}</ssinStatusData>`),
    ],
    [
      'in words',
      'patrimony-cpas.find-properties',
      (xml, old) =>
        xml
          .replaceAll(old, SUCCESSOR)
          .replace(
            '</description></status>',
            `</description><informationMessage>${REMARK}</informationMessage></status>`,
          ),
    ],
  ];

  it.each(SHAPES)('is answered %s, and the result says so', (_name, flow, replace) => {
    const fixture = fixtureOf(flow);
    const [old = ''] = fixture.flow.subjectsOf(fixture.request.payload);
    const { outcome, answer, defect } = endingOfReply(fixture, replace(replyOf(fixture), old));
    expect({ outcome, defect }).toMatchObject({ outcome: 'answered' });
    expect(answer?.result.ssinChange).toMatchObject({ kind: 'replaced', replacedBy: SUCCESSOR });
  });

  it('of somebody else is no reason to show somebody else', () => {
    const fixture = fixtureOf('unemployment.consult-rights');
    expectRefused(endingOfReply(fixture, replaces(replyOf(fixture), STRANGER)));
  });

  it('is told where only the text of a remark says by which', () => {
    const { flow, request } = fixtureOf('unemployment.consult-rights');
    const [old = ''] = flow.subjectsOf(request.payload);
    const status = { value: 'NO_RESULT', code: 'MSG00006', description: `${old} was replaced by ${SUCCESSOR}` };
    const { ssinChange } = resultOfReply(flow, { value: { status, searchCriteria: { ssin: old } }, deviations: [] });
    expect(ssinChange).toEqual({ kind: 'replaced', replacedBy: SUCCESSOR });
  });
});
