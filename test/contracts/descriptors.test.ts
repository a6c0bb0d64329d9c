import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Descriptor, descriptorCheck } from '../../src/flows/descriptor.ts';
import { type AnnotatedSchema, followed } from '../../src/flows/annotated-schema.ts';
import { stepsOf } from '../../src/flows/pointer.ts';
import { flowIdsOf } from '../../src/contracts/manifest.ts';
import { messageRoots } from './message-roots.ts';
import { manifest, SCHEMAS } from './official.ts';

const check = descriptorCheck();

function descriptorOf(flow: string): Descriptor {
  const file = join(SCHEMAS, 'flows', `${flow}.flow.json`);
  return check(JSON.parse(readFileSync(file, 'utf8')), file);
}

/** The schema at a pointer into a message; `*` stands for the items of an array. */
function schemaAt(root: AnnotatedSchema, pointer: string): AnnotatedSchema | undefined {
  let at: AnnotatedSchema | undefined = root;
  const follow = (schema: AnnotatedSchema): AnnotatedSchema =>
    followed(schema, (reference) => root.$defs?.[reference.slice('#/$defs/'.length)] ?? {});
  for (const step of stepsOf(pointer)) {
    at = follow(at);
    if (at.type === 'array') {
      at = follow(at.items ?? {});
      if (step === '*') continue;
    }
    const next: AnnotatedSchema | false | undefined = at.properties?.[step];
    if (next === undefined || next === false) return undefined;
    at = next;
  }
  return follow(at);
}

const flows = manifest.contracts.flatMap(flowIdsOf).map((flow) => {
  const root = (kind: string): AnnotatedSchema =>
    messageRoots().find(({ id }) => id === `${flow} ${kind}`)?.schema ?? {};
  return [flow, { descriptor: descriptorOf(flow), request: root('request'), reply: root('reply') }] as const;
});

describe('the descriptor of an imported flow', () => {
  it.each(flows)('%s points to places that its contract has', (_, { descriptor, request, reply }) => {
    const { echo = [], fill = {}, kindWhen = [], results = {} } = descriptor;
    const inRequest = [...echo.map((one) => one.request), ...Object.keys(fill), ...kindWhen.map(({ at }) => at)];
    const at = (place: string | { readonly at: string }): string => (typeof place === 'string' ? place : place.at);
    const status = results.status ?? '/status';
    const inReply = [
      ...echo.map((one) => one.reply),
      ...(results.found ?? []).map(at),
      ...(results.partialWhen ?? []).map(at),
      ...(results.messages ?? []).map(at),
      ...(results.ssin ?? []),
      ...(results.filters ?? []),
      ...(results.sources ?? []).flatMap((source) =>
        'source' in source
          ? [source.status]
          : [source.each, `${source.each}${source.name}`, `${source.each}${source.status}`],
      ),
      ...(results.items ?? []).flatMap(({ each, name, status: own, messages = '' }) => [
        `${each}${name}`,
        `${each}${own}`,
        `${each}${messages}`,
      ]),
      ...(results.word === undefined ? [] : [`${status}${results.word}`]),
      ...(results.status === undefined ? [] : [results.status]),
    ];
    expect(inRequest.filter((pointer) => schemaAt(request, pointer) === undefined)).toEqual([]);
    expect(inReply.filter((pointer) => schemaAt(reply, pointer) === undefined)).toEqual([]);
  });

  it.each(flows)('%s names persons by their SSIN, and none but persons', (_, { descriptor, request }) => {
    const subjects = (descriptor.subject ?? []).map((pointer) => schemaAt(request, pointer)?.['x-identifier']);
    expect(subjects.filter((identifier) => identifier !== 'ssin')).toEqual([]);
  });

  it.each(flows)('%s leaves nothing to the caller that the gateway knows', (_, { descriptor, request }) => {
    const known = [
      '/informationCustomer',
      '/informationCBSS',
      '/informationSupplier',
      '/legalContext',
      '/securityContext/legalContext',
    ];
    const left = known.filter(
      (pointer) => schemaAt(request, pointer) !== undefined && descriptor.fill?.[pointer] === undefined,
    );
    expect(left).toEqual([]);
  });

  it.each(flows)(
    '%s offers the legal contexts that its contract lists, and a default among them',
    (_, { descriptor, request }) => {
      const place = schemaAt(request, '/legalContext') ?? schemaAt(request, '/securityContext/legalContext');
      expect(descriptor.legalContext?.allowed).toEqual(place?.enum);
      const { default: usual, allowed } = descriptor.legalContext ?? {};
      if (usual !== undefined && allowed !== undefined) expect(allowed).toContain(usual);
      if (place !== undefined && request.required?.includes('legalContext')) expect(usual).toBeDefined();
    },
  );

  it('says of every flow that writes that it does', () => {
    const writing = flows.filter(([, { descriptor }]) => descriptor.kind !== 'consultation').map(([flow]) => flow);
    expect(writing.sort()).toEqual([
      'alert-reaction',
      'ecarmed-pswc.close-carmed',
      'ecarmed-pswc.modify-carmed',
      'ecarmed-pswc.open-carmed',
      'ecarmed-pswc.remove-carmed',
      'ecarmed-pswc.stop-carmed',
      'law65-ab',
      'law65-c',
      'law65-df',
      'manage-access',
    ]);
  });

  it('gives each flow and alias one name', () => {
    const names = flows.flatMap(([flow, { descriptor }]) => [flow, ...(descriptor.aliases ?? [])]);
    expect(new Set(names).size).toBe(names.length);
  });
});
