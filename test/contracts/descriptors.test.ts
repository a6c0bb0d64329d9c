import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Descriptor, descriptorCheck } from '../../src/flows/descriptor.ts';
import type { AnnotatedSchema } from '../../src/flows/annotated-schema.ts';
import { walk } from '../../src/flows/schema-at.ts';
import { flowIdsOf } from '../../src/contracts/manifest.ts';
import { messageRoots } from './message-roots.ts';
import { manifest, SCHEMAS } from './official.ts';

const check = descriptorCheck();

function descriptorOf(flow: string): Descriptor {
  const file = join(SCHEMAS, 'flows', `${flow}.flow.json`);
  return check(JSON.parse(readFileSync(file, 'utf8')), file);
}

/** The schema at a pointer into a message; undefined where the message has no such place. */
function schemaAt(root: AnnotatedSchema, pointer: string): AnnotatedSchema | undefined {
  return walk(root, pointer, (reference) => root.$defs?.[reference.slice('#/$defs/'.length)] ?? {}).schema;
}

const flows = manifest.contracts.flatMap(flowIdsOf).map((flow) => {
  const root = (kind: string): AnnotatedSchema =>
    messageRoots().find(({ id }) => id === `${flow} ${kind}`)?.schema ?? {};
  return [flow, { descriptor: descriptorOf(flow), request: root('request') }] as const;
});

describe('the descriptor of an imported flow', () => {
  it.each(flows)('%s names persons by their SSIN, and none but persons', (_, { descriptor, request }) => {
    const subjects = (descriptor.subject ?? [])
      .filter((place) => typeof place === 'string')
      .map((pointer) => schemaAt(request, pointer)?.['x-identifier']);
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
