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
const DESCRIPTOR = { titles: { fr: 'a', nl: 'b', en: 'c' }, status: 'provisional', kind: 'consultation' };

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
      () => put('flows/ask.flow.json', { ...DESCRIPTOR, titles: { fr: 'a', nl: 'b' } }),
      /ask\.flow\.json\/titles: must have required property 'en'/,
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
