/**
 * Every SOAP flow of the catalogue is answered in all the ways it can be: something found, nothing there, refused. The requests are
 * those of the fixtures, changed; they are written and read by the gateway itself.
 */
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import type { Flow, Payload } from '../../src/flows/flow.ts';
import { loadContracts } from '../../src/simulator/contracts/load-contracts.ts';
import type { Type } from '../../src/simulator/contracts/model.ts';
import { CLOSED_LEGAL_CONTEXT } from '../../src/simulator/services/admission.ts';
import { CANCELLED_SSIN, REPLACED_SSIN, SPECIAL, UNKNOWN_SSIN } from '../../src/simulator/town/special-people.ts';
import { Town } from '../../src/simulator/town/town.ts';
import { catalogue } from '../flows/fixture.ts';
import { freshBcss } from '../flows/simulated-reply.ts';
import { about, ask, codesOf, fixturePayload, kindOf, knowing, subjectPointers, subjectsIn } from './asking.ts';

const town = new Town();
const flows = catalogue.all().filter(({ transport, kind }) => transport === 'soap' && kind !== 'notification');

/** Requests that name a legal context, at their top or in a block of its own, and those whose contract lists them. */
const contexts = loadContracts().flatMap(({ id, request }) => {
  const own =
    partOf(request.type(), 'legalContext') ?? partOf(partOf(request.type(), 'securityContext'), 'legalContext');
  return own?.kind === 'leaf' ? [{ id, isList: own.schema.enum !== undefined }] : [];
});
const NAMES_A_CONTEXT = new Set(contexts.map(({ id }) => id));
const LISTS_CONTEXTS = new Set(contexts.filter(({ isList }) => isList).map(({ id }) => id));

function partOf(type: Type | undefined, key: string): Type | undefined {
  return type?.kind === 'complex' ? type.parts.find((part) => part.key === key)?.type() : undefined;
}

const each = (some: readonly Flow[]) => some.map((flow) => [flow.id, flow] as const);

/** Those whose fixture is about a person; the others are asked by another number, or about nobody. */
const aboutSomebody = flows.filter((flow) => subjectsIn(flow, fixturePayload(flow)).length > 0);

describe('something is found', () => {
  it.each(each(flows))('%s', (_id, flow) => {
    expect(kindOf(ask(flow))).toMatch(/^(found|partial)$/);
  });
});

describe('nothing is there', () => {
  /** Philomène Nuance: she lives in the town, and no institution but the register has heard of her. */
  const { ssin } = town.person('ailleurs.philomene');

  /** Everybody has a file in the register, anything can be evaluated, and an echo always comes back. */
  const NEVER_EMPTY = /^(retrieve-ti-groups|test-connection)|ecarmed-pswc\.evaluate/;
  // What is declared is taken or refused.
  const canBeEmpty = flows.filter(({ id, kind }) => kind === 'consultation' && !NEVER_EMPTY.test(id));

  /** How to ask for what is not there, where a payload is not about a person. */
  const OTHERWISE: Readonly<Record<string, Payload>> = {
    'dolsis.find-posted-workers': { criteria: { cbeNumber: '0999999922' } },
    'dolsis.get-employer-detail': { criteria: { cbeNumber: '0999999922' } },
    'ecarmed-consult.consult-carmed': { selectionCriteria: { eCarmedNumber: '990000000999' } },
    'ecarmed-pswc.consult-carmed-by-version': { selectionCriteria: { eCarmedNumber: '990000000204', versionNbr: 9 } },
    'patrimony.consult-enterprise-immovable-properties': {
      searchCriteria: { enterpriseNumber: '0999999922', division: 1, language: 'FR' },
    },
    'patrimony.find-division-by-enterprise-number': {
      searchCriteria: { enterpriseNumber: '0999999922', language: 'FR' },
    },
  };

  it.each(each(canBeEmpty))('%s', (id, flow) => {
    const bcss = knowing(ssin, flow);
    const payload = OTHERWISE[id] ?? about(flow, ssin);
    expect(kindOf(ask(flow, { payload, bcss }))).toBe('nothing-found');
  });
});

describe('somebody may not be asked about', () => {
  const refusals: readonly (readonly [who: string, ssin: string, code: string])[] = [
    ['whom the centre never integrated', town.person(SPECIAL.neverIntegrated).ssin, 'MSG00012'],
    ['whose number was replaced', REPLACED_SSIN, 'MSG00006'],
    ['whose number was cancelled', CANCELLED_SSIN, 'MSG00007'],
    ['whom nobody knows', UNKNOWN_SSIN, 'MSG00005'],
    ['of whom the source is unavailable', town.person(SPECIAL.sourceUnavailable).ssin, 'MSG00002'],
  ];

  /** The one service with words of its own for the same. */
  const OWN_WORDS: Readonly<Record<string, string>> = {
    MSG00002: 'ERROR_FODFIN',
    MSG00005: 'SSIN_PROBLEM',
    MSG00006: 'SSIN_PROBLEM',
    MSG00007: 'SSIN_PROBLEM',
    MSG00012: 'INSZ_UNKNOW_IN_LEGAL_CONTEXT_CBSS',
  };

  describe.each(refusals)('%s', (_who, ssin, code) => {
    it.each(each(aboutSomebody))('%s', (id, flow) => {
      const bcss = code === 'MSG00002' ? knowing(ssin, flow) : freshBcss();
      const ending = ask(flow, { payload: about(flow, ssin), bcss });
      expect(kindOf(ending)).toBe('refused');
      expect(codesOf(ending)).toContain(id.startsWith('patrimony-cpas') ? OWN_WORDS[code] : code);
    });
  });
});

describe('a request is refused', () => {
  it.each(each(flows.filter(hasPeriod)))('when its period ends before it begins: %s', (_id, flow) => {
    const ending = ask(flow, { payload: reversed(fixturePayload(flow)) as Payload });
    expect(kindOf(ending)).toBe('refused');
    expect(codesOf(ending)).toEqual(['MSG00008']);
  });

  const withContext = flows.filter(({ id }) => NAMES_A_CONTEXT.has(id));

  it.each(each(withContext))('when the legal context is not open to the centre: %s', (_id, flow) => {
    const ending = ask(flow, { legalContext: CLOSED_LEGAL_CONTEXT });
    expect(kindOf(ending)).toBe('refused');
    // A contract that lists its contexts knows no other.
    expect(codesOf(ending)).toEqual([LISTS_CONTEXTS.has(flow.id) ? 'MSG00008' : 'MSG00013']);
  });

  /** Nothing about a connection test can be refused. */
  it('in some way for each flow', () => {
    const covered = new Set([...aboutSomebody, ...withContext, ...flows.filter(hasPeriod)].map(({ id }) => id));
    expect(flows.map(({ id }) => id).filter((id) => !covered.has(id))).toEqual(['test-connection']);
  });
});

it('says whom each flow is about, where it is about somebody', () => {
  expect(aboutSomebody.length).toBeGreaterThan(35);
  for (const flow of aboutSomebody) expect(subjectPointers(flow)).not.toEqual([]);
});

const ENDS = [
  ['beginDate', 'endDate'],
  ['startDate', 'endDate'],
  ['beginMonth', 'endMonth'],
  ['beginQuarter', 'endQuarter'],
] as const;

function hasPeriod(flow: Flow): boolean {
  const payload = fixturePayload(flow);
  return JSON.stringify(reversed(payload)) !== JSON.stringify(payload);
}

/** A payload with both ends of each period exchanged. */
function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, reversed(inner)]])),
  );
  for (const [begin, end] of ENDS) {
    const [first, last] = [value[begin], value[end]];
    if (typeof first === 'string' && typeof last === 'string') Object.assign(copy, { [begin]: last, [end]: first });
  }
  return copy;
}
