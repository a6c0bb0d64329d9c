import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import { loadCatalogue } from '../../src/flows/catalogue.ts';

const FLOW = {
  'x-bcss': { service: 'S', version: 'v1', operation: 'ask', transport: 'soap' },
  $defs: {
    request: { $ref: '../types/s.v1.json#/$defs/Request', xml: { name: 'ask', namespace: 'urn:s' } },
    reply: { type: 'object', xml: { name: 'answer', namespace: 'urn:s' } },
  },
};
const TYPES = {
  $defs: {
    Request: { type: 'object', additionalProperties: false, properties: { name: { $ref: '#/$defs/Name' } } },
    Name: { type: 'string', maxLength: 3 },
  },
};
const DESCRIPTOR = { titles: { fr: 'a', nl: 'b', en: 'c', de: 'd' }, status: 'provisional', kind: 'consultation' };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flows-'));
  mkdirSync(join(folder, 'flows'));
  mkdirSync(join(folder, 'types'));
  put('flows/ask.json', FLOW);
  put('flows/ask.flow.json', DESCRIPTOR);
  put('types/s.v1.json', TYPES);
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(name: string, content: unknown): void {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
}

const load = (): ReturnType<typeof loadCatalogue> => loadCatalogue([join(folder, 'flows')]);

describe('a catalogue', () => {
  it('follows references between files, in both directions', () => {
    const flow = load().get('ask');
    expect(flow.check({ name: 'abc' })).toEqual([]);
    expect(flow.check({ name: 'abcd' })).toEqual([{ pointer: '/name', rule: 'max-length', expected: '3' }]);
  });

  it('finds a flow by its id and its aliases, and lists each once in the order of the ids', () => {
    put('flows/ask.flow.json', { ...DESCRIPTOR, aliases: ['ask.v1', 'old-ask'] });
    put('flows/a-second.json', FLOW);
    put('flows/a-second.flow.json', DESCRIPTOR);
    const catalogue = load();
    expect(catalogue.find('old-ask')).toBe(catalogue.get('ask'));
    expect(catalogue.all().map(({ id }) => id)).toEqual(['a-second', 'ask']);
  });

  it.each(['', 'Ask', 'constructor', '__proto__', 'ask.json'])('knows no flow called %j', (name) => {
    expect(load().find(name)).toBeUndefined();
    expect(() => load().get(name)).toThrow(expect.objectContaining({ code: 'unknown-flow' }));
  });
});

describe('a catalogue that is wrong says which file, and what is wrong with it', () => {
  it.each<[string, () => void, RegExp]>([
    ['JSON that is none', () => put('flows/ask.json', '{'), /ask\.json cannot be read as JSON/],
    ['a file of null', () => put('flows/ask.json', 'null'), /ask\.json: x-bcss\.service is missing/],
    ['no facts', () => put('flows/ask.json', { $defs: FLOW.$defs }), /ask\.json: x-bcss\.service is missing/],
    [
      'an unknown transport',
      () => put('flows/ask.json', { ...FLOW, 'x-bcss': { ...FLOW['x-bcss'], transport: 'mail' } }),
      /ask\.json: x-bcss\.transport is neither ssdn nor soap/,
    ],
    [
      'ssdn without its service',
      () => put('flows/ask.json', { ...FLOW, 'x-bcss': { ...FLOW['x-bcss'], transport: 'ssdn' } }),
      /ask\.json: x-bcss\.serviceId is missing/,
    ],
    [
      'no reply',
      () => put('flows/ask.json', { ...FLOW, $defs: { request: FLOW.$defs.request } }),
      /ask\.json: \$defs\.reply\.xml\.name/,
    ],
    ['no $defs', () => put('flows/ask.json', { 'x-bcss': FLOW['x-bcss'] }), /ask\.json: \$defs\.request\.xml\.name/],
    ['no descriptor', () => rmSync(join(folder, 'flows/ask.flow.json')), /ask\.flow\.json cannot be read/],
    [
      'a descriptor without its schema',
      () => put('flows/lost.flow.json', DESCRIPTOR),
      /lost\.flow\.json describes a flow that has no schema/,
    ],
    [
      'an unknown key',
      () => put('flows/ask.flow.json', { ...DESCRIPTOR, resent: 'safe' }),
      /ask\.flow\.json: unknown key/,
    ],
    [
      'a title missing',
      () => put('flows/ask.flow.json', { ...DESCRIPTOR, titles: { fr: 'a', nl: 'b', de: 'd' } }),
      /ask\.flow\.json\/titles: must have required property 'en'/,
    ],
    [
      'a quality code that nobody has',
      () => put('flows/ask.flow.json', { ...DESCRIPTOR, qualityCodes: [2, 99] }),
      /ask\.flow\.json\/qualityCodes\/1/,
    ],
    ['an unknown kind', () => put('flows/ask.flow.json', { ...DESCRIPTOR, kind: 'guess' }), /ask\.flow\.json\/kind/],
    ['a type that does not exist', () => put('types/s.v1.json', { $defs: {} }), /s\.v1\.json: no type Request/],
    ['a types file that does not exist', () => rmSync(join(folder, 'types/s.v1.json')), /s\.v1\.json cannot be read/],
  ])('%s', (_what, spoil, message) => {
    spoil();
    const start = (): unknown => load().get('ask').check({});
    expect(start).toThrow(GatewayError);
    expect(start).toThrow(expect.objectContaining({ code: 'schemas-invalid' }));
    expect(start).toThrow(message);
  });

  it('one name for two flows', () => {
    put('flows/other.json', FLOW);
    put('flows/other.flow.json', { ...DESCRIPTOR, aliases: ['ask'] });
    expect(load).toThrow(/ask names both ask and other/);
  });

  it('types that are only each other', () => {
    put('types/s.v1.json', { $defs: { Request: { $ref: '#/$defs/Again' }, Again: { $ref: '#/$defs/Request' } } });
    expect(() => load().get('ask').check({})).toThrow(/references in a circle/);
  });
});

describe('a descriptor that speaks of a place that is not there is refused at start', () => {
  const person = { type: 'object', properties: { ssin: { type: 'string' }, period: { type: 'string' } } };
  const message = {
    type: 'object',
    properties: {
      person,
      people: { type: 'array', items: person },
      closed: { oneOf: [] },
      status: { type: 'object', properties: { value: { type: 'string' } } },
    },
  };
  const schema = {
    ...FLOW,
    $defs: {
      request: { ...message, xml: { name: 'ask', namespace: 'urn:s' } },
      reply: { ...message, xml: { name: 'answer', namespace: 'urn:s' } },
    },
  };
  const withKeys = (keys: object) => {
    put('flows/ask.json', schema);
    put('flows/ask.flow.json', { ...DESCRIPTOR, ...keys });
  };
  const THERE = '/person/ssin';

  it.each<[string, object, string]>([
    [
      'subject',
      { subject: [THERE, '/person/ssn'] },
      'subject/1: the request has no /person/ssn; at /person it has ssin, period',
    ],
    ['subject in a list', { subject: ['/people/*/ssn'] }, 'the request has no /people/*/ssn; at /people/* it has ssin'],
    [
      'kindWhen',
      { kindWhen: [{ at: '/x', is: 1, kind: 'declaration' }] },
      'kindWhen/0: the request has no /x; it has person',
    ],
    ['echo', { echo: [{ request: '/x', reply: THERE }] }, 'echo/0/request: the request has no /x'],
    ['echo', { echo: [{ request: THERE, reply: '/x' }] }, 'echo/0/reply: the reply has no /x'],
    ['echo of data', { echo: [{ request: [THERE], data: [THERE, '/x'] }] }, 'echo/0/data: the reply has no /x'],
    [
      'echo in a list',
      { echo: [{ request: THERE, each: '/people/*', among: ['/ssin', '/x'] }] },
      'echo/0/among: the reply has no /people/*/x',
    ],
    [
      'echo under a condition',
      { echo: [{ request: THERE, data: THERE, when: { at: '/x', is: ['a'] } }] },
      'echo/0/when: the request has no /x',
    ],
    ['fill', { fill: { '/x': 'customer' } }, 'fill: the request has no /x'],
    [
      'fill',
      { fill: { [THERE]: { from: 'organisation', when: { at: '/x', is: 1 } } } },
      'fill/person/ssin/when: the request has no /x',
    ],
    ['fill', { fill: { [THERE]: { from: 'xmlite-prefix', form: 'L950', person: '/x' } } }, 'the request has no /x'],
    [
      'fill',
      { fill: { [THERE]: { from: 'xmlite-prefix', form: 'L950', period: { begin: THERE, end: '/x' } } } },
      'the request has no /x',
    ],
    ['status', { results: { status: '/x' } }, 'results/status: the reply has no /x'],
    ['word', { results: { word: '/x' } }, 'results/word: the reply has no /status/x; at /status it has value'],
    ['found', { results: { found: [THERE, '/x'] } }, 'results/found/1: the reply has no /x'],
    ['found', { results: { found: [{ at: '/x', is: true }] } }, 'results/found/0: the reply has no /x'],
    [
      'partialWhen',
      { results: { partialWhen: [{ at: '/x', is: true }] } },
      'results/partialWhen/0: the reply has no /x',
    ],
    [
      'messages',
      { results: { messages: [{ at: '/x', severity: 'WARNING' }] } },
      'results/messages/0: the reply has no /x',
    ],
    ['sources', { results: { sources: [{ source: 'A', status: '/x' }] } }, 'results/sources/0: the reply has no /x'],
    [
      'sources',
      { results: { sources: [{ each: '/people', name: '/x', status: '/ssin' }] } },
      'the reply has no /people/x',
    ],
    [
      'sources',
      { results: { sources: [{ each: '/people', name: '/ssin', status: '/x' }] } },
      'the reply has no /people/x',
    ],
    [
      'items',
      { results: { items: [{ each: '/people', name: '/ssin', status: '/x', values: {} }] } },
      'results/items/0: the reply has no /people/x',
    ],
    [
      'items',
      { results: { items: [{ each: '/people', name: '/ssin', status: '/ssin', values: {}, messages: '/x' }] } },
      'the reply has no /people/x',
    ],
    ['ssin', { results: { ssin: ['/x'] } }, 'results/ssin/0: the reply has no /x'],
    ['filters', { results: { filters: ['/x'] } }, 'results/filters/0: the reply has no /x'],
    [
      'pages',
      { pages: { lists: [{ next: '/x', into: THERE, items: '/people' }] } },
      'pages/lists/0/next: the reply has no /x',
    ],
    [
      'pages',
      { pages: { lists: [{ next: THERE, into: '/x', items: '/people' }] } },
      'pages/lists/0/into: the request has no /x',
    ],
    [
      'pages',
      { pages: { lists: [{ next: THERE, into: THERE, items: '/x' }] } },
      'pages/lists/0/items: the reply has no /x',
    ],
    [
      'pages',
      { pages: { lists: [{ next: THERE, into: THERE, items: '/people' }], also: { '/x': THERE } } },
      'pages/also: the request has no /x',
    ],
    [
      'pages',
      { pages: { lists: [{ next: THERE, into: THERE, items: '/people' }], also: { [THERE]: '/x' } } },
      'pages/also: the reply has no /x',
    ],
    [
      'pages',
      { pages: { lists: [{ next: THERE, into: THERE, items: '/people' }], without: ['/x'] } },
      'pages/without/0: the request has no /x',
    ],
    ['reconcile', reconcile({ payload: { x: 1 } }), 'reconcile/payload: the request has no /x'],
    ['reconcile', reconcile({ payload: { person: { ssin: '$/x' } } }), 'reconcile/payload: the request has no /x'],
    ['reconcile', reconcile({ rows: '/x' }), 'reconcile/effect/0/rows: the reply has no /x'],
    ['reconcile', reconcile({ match: { '/x': 1 } }), 'reconcile/effect/0/match: the reply has no /people/x'],
    ['reconcile', reconcile({ match: { '/ssin': '$/x' } }), 'reconcile/effect/0/match: the request has no /x'],
    ['reconcile', reconcile({ when: { at: '/x', is: 1 } }), 'reconcile/effect/0/when: the request has no /x'],
    ['reconcile', reconcile({ flow: 'nobody' }), 'there is no flow nobody'],
    [
      'a place that is closed',
      { results: { found: ['/closed/ssin'] } },
      'the reply has no /closed/ssin; at /closed it has nothing',
    ],
    ['a name that every object has', { results: { found: ['/constructor'] } }, 'the reply has no /constructor'],
  ])('%s', (_key, keys, message) => {
    withKeys(keys);
    expect(load).toThrow(expect.objectContaining({ code: 'schemas-invalid' }));
    expect(load).toThrow('ask.flow.json');
    expect(load).toThrow(message);
  });

  function reconcile(change: {
    flow?: string;
    payload?: object;
    rows?: string;
    match?: object;
    when?: object;
  }): object {
    const {
      flow,
      payload = { person: { ssin: '$/person/ssin' } },
      rows = '/people/*',
      match = { '/ssin': 'x' },
      when,
    } = change;
    const effect = [{ rows, match, happened: 'present', ...(when && { when }) }];
    return { reconcile: { payload, effect, ...(flow !== undefined && { flow }) } };
  }

  it('and one that speaks of the right ones is taken', () => {
    withKeys({
      subject: [THERE, '/people/*/ssin', '/people/0/ssin', '/people/ssin'],
      found: ['/**/ssin'],
      echo: [{ request: THERE, reply: THERE }],
      fill: { '/person/period': { from: 'organisation', when: { at: THERE, is: 'x' } } },
      results: { found: ['/people'], items: [{ each: '/people', name: '/ssin', status: '/period', values: {} }] },
      pages: { lists: [{ next: THERE, into: THERE, items: '/people' }] },
      ...reconcile({}),
    });
    expect(load().get('ask').id).toBe('ask');
  });
});
