/**
 * What every flow makes of its replies, over the whole catalogue: a flow that is imported tomorrow is held to the same. Replies are
 * made from the flow's own schema.
 */
import { describe, expect, it } from 'vitest';
import { resultOfReply, resultOfSsdn } from '../../src/delivery/result.ts';
import type { Result, ResultKind } from '../../src/domain/result.ts';
import { type AnnotatedSchema, followed } from '../../src/flows/annotated-schema.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import type { Flow } from '../../src/flows/flow.ts';
import { valueAt, valuesAt } from '../../src/flows/pointer.ts';
import type { SsdnReply } from '../../src/soap/ssdn.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { PayloadMaker } from '../contracts/payloads.ts';
import { PERSON } from '../support/people.ts';
import { catalogue } from './fixture.ts';

const flows = catalogue.all().filter(({ kind }) => kind !== 'notification');
const named = (list: readonly Flow[]): [string, Flow][] => list.map((flow) => [flow.id, flow]);
const soap = flows.filter(({ transport }) => transport === 'soap');
const ssdn = flows.filter(({ transport }) => transport === 'ssdn');

/** What each word of a status means, wherever it stands. */
const WORDS: Readonly<Record<string, ResultKind>> = {
  DATA_FOUND: 'found',
  NO_DATA_FOUND: 'nothing-found',
  NO_RESULT: 'refused',
  INCOMPLETE_DATA: 'partial',
  OK: 'found',
  NOK: 'refused',
  PERSON_WITH_PROPERTIES_AND_PARTNER: 'found',
  PERSON_WITHOUT_PARTNER_WITH_PROPERTIES: 'found',
  PERSON_WITH_PARTNER_WITHOUT_PROPERTIES: 'nothing-found',
  PERSON_WITHOUT_PARTNER_AND_PROPERTIES: 'nothing-found',
  PERSON_UNKNOWN_FODFIN: 'nothing-found',
  INVALID_RESPONSE_FODFIN: 'refused',
  ERROR_FODFIN: 'refused',
  VALIDATION_ERROR: 'refused',
  INSZ_UNKNOW_IN_LEGAL_CONTEXT_CBSS: 'refused',
  INSZ_UNKNOW_IN_LEGAL_CONTEXT_PPSSI: 'refused',
  SSIN_PROBLEM: 'refused',
  INTERNAL_SERVICE_ERROR: 'refused',
};

type JsonObject = { [key: string]: JsonValue | undefined };

const schemaOf = (flow: Flow) => {
  const root = flow.replySchema;
  const follow = (schema: AnnotatedSchema): AnnotatedSchema =>
    followed(schema, (reference) => root.$defs?.[reference.slice('#/$defs/'.length)] ?? {});
  return { root, follow };
};

/** The schema of a property of the reply, by name. */
function propertyOf(flow: Flow, ...names: readonly string[]): AnnotatedSchema | undefined {
  const { root, follow } = schemaOf(flow);
  let at: AnnotatedSchema = follow(root);
  for (const name of names) {
    const property = at.properties?.[name];
    if (property === undefined || property === false) return undefined;
    at = follow(property);
  }
  return at;
}

/** The words that the status of a flow may say. */
function wordsOf(flow: Flow): string[] {
  const word = flow.descriptor.results?.word?.slice(1) ?? 'value';
  return (propertyOf(flow, 'status', word)?.enum ?? []).map(String);
}

const withStatus = soap.filter((flow) => wordsOf(flow).length > 0);

/** A reply made from the schema, which has (or does not have) a sign that something was found; undefined where no such reply is valid. */
function replyOf(flow: Flow, found: boolean): JsonObject | undefined {
  const maker = new PayloadMaker(flow.replySchema);
  const signs = flow.descriptor.results?.found ?? [];
  const isSign = (reply: JsonValue) =>
    signs.some((sign) => {
      const values = valuesAt(reply, typeof sign === 'string' ? sign : sign.at);
      return typeof sign === 'string' ? values.length > 0 : values.includes(sign.is);
    });
  for (let seed = 1; seed <= 200; seed += 1) {
    const reply = maker.make(seed) as JsonObject;
    if (signs.length === 0 || isSign(reply) === found) return reply;
  }
  return undefined;
}

/** A reply such as a service gives under a status: with data where the word says so. */
function replyUnder(flow: Flow, word: string): JsonObject {
  const hasData = WORDS[word] === 'found' || WORDS[word] === 'partial';
  return (hasData ? undefined : replyOf(flow, false)) ?? replyOf(flow, true)!;
}

function told(flow: Flow, reply: JsonObject): Result {
  return resultOfReply(flow, flow.readReply(parseXml(flow.writeReply(reply))));
}

/** The reply under another status, without what would qualify it. */
function under(flow: Flow, reply: JsonObject, value: string, code: string): JsonObject {
  const { messages: _messages, ...plain } = withoutReservations(flow, reply);
  const status = flow.descriptor.results?.word === '/code' ? { code: value } : { value, code };
  return { ...plain, status };
}

/** Remarks, source statuses and filters of a made reply say anything at all; here they say nothing, or that all is well. */
function withoutReservations(flow: Flow, reply: JsonObject): JsonObject {
  const { backendMessages: _messages, dataFilters: _filters, ...rest } = structuredClone(reply);
  for (const place of flow.descriptor.results?.sources ?? []) {
    const statuses = 'source' in place ? valuesAt(rest, place.status) : valuesAt(rest, place.each + place.status);
    for (const status of statuses) (status as JsonObject).value = 'DATA_FOUND';
  }
  for (const place of flow.descriptor.results?.items ?? []) {
    const [well = ''] = Object.entries(place.values).find(([, kind]) => kind === 'found') ?? [];
    for (const item of valuesAt(rest, place.each).flat()) (item as JsonObject)[place.status.slice(1)] = well;
  }
  return rest;
}

describe.each(named(withStatus))('%s', (_id, flow) => {
  it.each(wordsOf(flow))('means the same by %s as every other flow', (word) => {
    const reply = replyUnder(flow, word);
    const { kind, status } = told(flow, under(flow, reply, word, 'MSG00000'));
    expect({ kind, status }).toEqual({ kind: WORDS[word], status: word });
  });

  it('calls data that are announced and not there neither found nor nothing', () => {
    const empty = replyOf(flow, false);
    if (flow.descriptor.results?.found === undefined || empty === undefined) return;
    const [word = ''] = wordsOf(flow);
    const { kind, messages } = told(flow, under(flow, empty, word, 'MSG00000'));
    expect(kind).toBe('partial');
    expect(messages.map(({ code }) => code)).toContain('data-announced-missing');
  });

  it('explains a refusal in four languages, with what to do', () => {
    const refusal = wordsOf(flow).find((word) => WORDS[word] === 'refused')!;
    const { kind, messages } = told(flow, under(flow, replyUnder(flow, refusal), refusal, 'MSG00012'));
    expect(kind).toBe('refused');
    const [message] = messages;
    expect(message).toMatchObject({ severity: 'ERROR' });
    for (const text of [message?.explanation, message?.remedy])
      expect(Object.keys(text ?? {})).toEqual(expect.arrayContaining(['fr', 'nl', 'de', 'en']));
  });

  it('keeps an element that its contract does not know, and never takes it for nothing', () => {
    const reply = under(flow, replyOf(flow, true)!, wordsOf(flow)[0]!, 'MSG00000');
    const xml = flow
      .writeReply(reply)
      .replace(/(<\/[^<>]+>)$/, '<surprise xmlns="urn:new"><inner>1</inner></surprise>$1');
    const read = flow.readReply(parseXml(xml));
    expect(read.deviations).toMatchObject([{ kind: 'unknown-element', name: '{urn:new}surprise' }]);
    expect(read.deviations[0]?.xml).toContain('<inner>1</inner>');
    expect(resultOfReply(flow, read).kind).toBe('found');
  });
});

describe.each(named(ssdn))('%s', (_id, flow) => {
  const summary = (ok: 'YES' | 'WARNING' | 'NO', ...details: SsdnReply['context']['summary']['details']) => ({
    ok,
    returnCode: { YES: 0, WARNING: 1, NO: 10_000 }[ok],
    details,
  });
  const detail = (severity: 'INFORMATION' | 'WARNING' | 'ERROR', reasonCode: string, fieldName?: string) => ({
    severity,
    reasonCode,
    diagnostic: 'text',
    author: 'CBSS',
    information: fieldName === undefined ? [] : [{ fieldName, fieldValue: undefined }],
  });
  const result = (own: SsdnReply['context']['summary'], value: JsonValue | undefined): Result => {
    const service = { summary: own, serviceId: flow.serviceId, version: flow.version, payload: undefined };
    const context = { summary: own.ok === 'NO' ? summary('NO', detail('ERROR', '30000001')) : own };
    const reply = { context, services: [service] } as unknown as SsdnReply;
    return resultOfSsdn(flow, reply, { value, deviations: [] });
  };

  it('has found what its reply holds', () => {
    const reply = replyOf(flow, true);
    expect(reply).toBeDefined();
    const whole = withoutReservations(flow, reply ?? {});
    if ('IdentificationProblem' in whole) whole.IdentificationProblem = false;
    expect(result(summary('YES'), whole).kind).toBe('found');
    const warned = result(summary('WARNING', detail('WARNING', '21007001', 'LastName')), whole);
    expect({ kind: warned.kind, status: warned.status }).toEqual({ kind: 'found', status: '1' });
    expect(warned.messages[1]).toMatchObject({ severity: 'WARNING', code: '21007001', fields: ['LastName'] });
  });

  it('without a payload has found nothing, or has done what was declared', () => {
    const done = flow.kind !== 'consultation' && flow.descriptor.results?.found === undefined;
    expect(result(summary('YES'), undefined).kind).toBe(done ? 'found' : 'nothing-found');
  });

  it('is refused with the code, the field and what to do', () => {
    expect(result(summary('NO', detail('ERROR', '31000007', 'ProofOfAuthentication')), undefined)).toMatchObject({
      kind: 'refused',
      status: '10000',
      messages: [
        { code: '30000001' },
        {
          severity: 'ERROR',
          code: '31000007',
          text: 'text',
          author: 'CBSS',
          fields: ['ProofOfAuthentication'],
          explanation: { fr: expect.any(String), nl: expect.any(String), en: expect.any(String) },
          remedy: { fr: expect.any(String), nl: expect.any(String), en: expect.any(String) },
        },
      ],
    });
  });

  it('that finds nobody is no refusal', () => {
    expect(result(summary('NO', detail('ERROR', '32007004')), undefined).kind).toBe('nothing-found');
  });
});

describe('what replies say of the number that was asked about', () => {
  const replaced: [string, JsonObject, object | undefined][] = flows.flatMap((flow) =>
    (flow.descriptor.results?.ssin ?? []).flatMap((at): [string, JsonObject, object | undefined][] => {
      const within = (value: JsonValue): JsonObject => {
        const steps = at
          .split('/')
          .slice(1)
          .filter((step) => step !== '*');
        const isList = at.endsWith('/*');
        return steps.reduceRight<JsonValue>(
          (inner, step, index) => ({ [step]: isList && index === steps.length - 1 ? [inner] : inner }),
          value,
        ) as JsonObject;
      };
      const [first = ''] = at.split('/').slice(1);
      const own = propertyOf(flow, first)?.properties ?? {};
      if ('replacedBy' in own)
        return [
          [flow.id, within({ value: '01010100194', replacedBy: PERSON }), { kind: 'replaced', replacedBy: PERSON }],
          [flow.id, within({ value: PERSON, canceled: true }), { kind: 'cancelled' }],
          [flow.id, within({ value: PERSON }), undefined],
        ];
      if ('replaces' in own)
        return [
          [
            flow.id,
            within({ value: PERSON, replaces: '01010100194' }),
            { kind: 'replaced', replacedBy: PERSON, replaces: '01010100194' },
          ],
          [flow.id, within({ value: PERSON, canceled: true }), { kind: 'cancelled' }],
          [flow.id, within({ value: PERSON, canceled: false }), undefined],
        ];
      if ('requestedSsinStatus' in own)
        return [
          [
            flow.id,
            within({ requestedSsinStatus: 'REPLACED', replacingSsin: PERSON }),
            { kind: 'replaced', replacedBy: PERSON },
          ],
          [flow.id, within({ requestedSsinStatus: 'CANCELLED' }), { kind: 'cancelled' }],
          [flow.id, within({ requestedSsinStatus: 'ACTIVE' }), undefined],
        ];
      return [
        [flow.id, within({ code: 'SSIN_REPLACED' }), { kind: 'replaced' }],
        [flow.id, within({ code: 'SSIN_CANCELLED' }), { kind: 'cancelled' }],
        [flow.id, within({ code: 'DIAGNOSTIC_INFO' }), undefined],
      ];
    }),
  );

  it.each(replaced)('%s with %j: %j', (id, part, expected) => {
    const result = resultOfReply(catalogue.get(id), { value: part, deviations: [] });
    expect(result.ssinChange).toEqual(expected);
  });

  it.each(named(withStatus.filter((flow) => flow.descriptor.results?.word === undefined)))(
    '%s says it by a code and the new number beside it',
    (_id, flow) => {
      const status = { value: 'NO_RESULT', code: 'MSG00006', information: [{ fieldName: 'SSIN', fieldValue: PERSON }] };
      const { ssinChange, messages } = resultOfReply(flow, { value: { status }, deviations: [] });
      expect(ssinChange).toEqual({ kind: 'replaced', replacedBy: PERSON });
      expect(messages[0]?.remedy?.en).toContain('ssinChange.replacedBy');
      expect(JSON.stringify(messages)).not.toContain(PERSON);
    },
  );
});

describe('a descriptor names every place of its reply that', () => {
  /** Pointers to the properties of these names, anywhere in the upper levels of a reply. */
  function placesOf(flow: Flow, ...keys: readonly string[]): string[] {
    const { root, follow } = schemaOf(flow);
    const found: string[] = [];
    const walk = (schema: AnnotatedSchema, pointer: string, depth: number): void => {
      const inside = follow(schema);
      if (inside.type === 'array') {
        walk(inside.items ?? {}, pointer, depth);
        return;
      }
      for (const [key, property] of Object.entries(inside.properties ?? {})) {
        if (property === false) continue;
        if (keys.includes(key)) found.push(`${pointer}/${key}`);
        if (depth < 3) walk(property, `${pointer}/${key}`, depth + 1);
      }
    };
    walk(root, '', 0);
    return found;
  }
  const plain = (pointer: string): string => pointer.replaceAll('/*', '');

  it.each(named(flows))('%s says how it went', (_id, flow) => {
    const { results = {} } = flow.descriptor;
    const filters = placesOf(flow, 'filteredElement');
    expect((results.filters ?? []).map(plain)).toEqual(filters);

    const remarks = [...placesOf(flow, 'backendMessage'), ...placesOf(flow, 'informationMessage')];
    const messages = (results.messages ?? []).map((place) => plain(typeof place === 'string' ? place : place.at));
    expect(messages).toEqual(remarks);

    const numbers = placesOf(flow, 'replacedBy', 'replaces', 'replacingSsin').map((at) => at.replace(/\/[^/]+$/, ''));
    const coded = placesOf(flow, 'informationMessage');
    expect([...(results.ssin ?? [])].map(plain).sort()).toEqual([...numbers, ...coded].sort());
  });

  it.each(named(flows))('%s says how a source or a part of a declaration went', (_id, flow) => {
    const { results = {} } = flow.descriptor;
    const own = placesOf(
      flow,
      'status',
      'Evaluation',
      'evaluation',
      'dmfaRecordStatus',
      'employmentRecordStatus',
    ).filter((at) => {
      const isOwn =
        at === '/status' || at === '/evaluation' || at.startsWith('/criteria') || at.startsWith('/searchCriteria');
      return !isOwn && !/carmed/i.test(at);
    });
    const places = [
      ...(results.sources ?? []).map((place) => ('source' in place ? place.status : place.each + place.status)),
      ...(results.items ?? []).map(({ each, status }) => each + status),
    ].map(plain);
    expect(places.sort()).toEqual(own.sort());
  });
});

describe('an answer of several institutions, of which one is silent', () => {
  const asked: [string, JsonObject][] = [
    [
      'child-benefits.consult-files-by-ssin',
      {
        results: { resultByAuthenticSource: [source('WALLONIA', 'DATA_FOUND'), source('FLANDERS', 'TECHNICAL_ERROR')] },
      },
    ],
    [
      'handi.consult-payments',
      {
        results: {
          dgphResult: { status: { value: 'DATA_FOUND', code: 'x' }, payments: {} },
          vsbResult: { status: { value: 'TECHNICAL_ERROR', code: 'x' } },
        },
      },
    ],
    [
      'dolsis.get-employment-detail',
      {
        result: {
          employmentRecordStatus: { value: 'DATA_FOUND', code: 'x' },
          dmfaRecordStatus: { value: 'NO_RESULT', code: 'MSG00002' },
        },
      },
    ],
  ];

  function source(authenticSource: string, value: string): JsonObject {
    return { authenticSource, status: { value, code: 'x' }, files: { file: [{}] } };
  }

  it.each(asked)('%s is partial, and says who', (id, reply) => {
    const status = { value: 'DATA_FOUND', code: 'MSG00000' };
    const result = resultOfReply(catalogue.get(id), { value: { ...reply, status }, deviations: [] });
    expect(result.kind).toBe('partial');
    expect(result.sources?.map(({ kind }) => kind).sort()).toEqual(['found', 'refused']);
    const silent = result.sources?.find(({ kind }) => kind === 'refused');
    expect(silent?.explanation?.nl).toBeDefined();
    expect(silent?.source).not.toBe('');
  });

  it('is not nothing when what was there has been removed by BCSS', () => {
    const reply = { status: { value: 'DATA_FOUND', code: 'MSG00000' }, dataFilters: { filteredElement: ['career'] } };
    const result = resultOfReply(catalogue.get('self-employed.consult-career'), { value: reply, deviations: [] });
    expect(result).toMatchObject({ kind: 'partial', filteredFields: ['career'] });
  });
});

describe('a declaration of several parts', () => {
  const forms = (...evaluations: readonly string[]): JsonObject => ({
    DecisionResult: evaluations.map((Evaluation, index) => ({
      UniqueAttestID: `FORM-${index}`,
      Evaluation,
      ErrorsOnForm: [
        {
          Code: 'A00001',
          Description: [
            { lang: 'FR', value: 'non' },
            { lang: 'NL', value: 'neen' },
          ],
        },
      ],
    })),
  });

  it.each<[string[], ResultKind]>([
    [['ACCEPTED', 'ACCEPTED'], 'found'],
    [['REFUSED', 'REFUSED'], 'refused'],
    [['ACCEPTED', 'REFUSED'], 'partial'],
    [['PARTIALLYACCEPTED'], 'partial'],
    [['SOMETHING_NEW'], 'partial'],
  ])('evaluated as %j is %s', (evaluations, kind) => {
    const result = resultOfReply(catalogue.get('law65-ab'), {
      value: forms(...evaluations),
      deviations: [],
    });
    expect(result.kind).toBe(kind);
    expect(result.items?.map(({ item }) => item)).toEqual(evaluations.map((_, index) => `FORM-${index}`));
    expect(result.messages[0]).toMatchObject({ item: 'FORM-0', code: 'A00001', texts: { fr: 'non', nl: 'neen' } });
  });

  it('names the alert that was not taken, in the words of the service', () => {
    const reply = {
      status: { value: 'OK', code: 'MSG00000' },
      motivationResponses: {
        motivationResponse: [
          { alertId: 1, status: 'OK' },
          { alertId: 2, status: 'ERROR', error: [{ code: 'E1', message: [{ lang: 'FR', value: 'inconnue' }] }] },
        ],
      },
    };
    const result = resultOfReply(catalogue.get('alert-reaction'), { value: reply, deviations: [] });
    expect(result).toMatchObject({
      kind: 'partial',
      items: [
        { item: '1', kind: 'found' },
        { item: '2', status: 'ERROR', kind: 'refused' },
      ],
    });
    expect(result.messages.at(-1)).toMatchObject({ item: '2', code: 'E1', texts: { fr: 'inconnue' } });
  });
});

it('every flow can be asked and read: nothing stands in the catalogue that has no reply of its own', () => {
  for (const flow of flows) expect(valueAt(flow.replySchema as unknown as JsonValue, '/type')).toBe('object');
});
