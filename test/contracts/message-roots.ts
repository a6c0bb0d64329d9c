import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { AnnotatedSchema, ResolveReference } from '../../src/flows/annotated-schema.ts';
import { compileReader, type ElementReader } from '../../src/flows/codec/read.ts';
import { type ElementShape, rootShape } from '../../src/flows/codec/shape.ts';
import { compileWriter, type ElementWriter } from '../../src/flows/codec/write.ts';
import type { ContractFacts, FlowFile } from '../../src/flows/flow-file.ts';
import { selfContained } from '../../src/flows/payload-schema.ts';
import { asObject } from './agreement.ts';
import { manifest, SCHEMAS } from './official.ts';
import { flowIdsOf } from '../../src/contracts/manifest.ts';

/** A root element of an imported flow. */
export interface MessageRoot {
  /** `<flow> request`. */
  readonly id: string;
  readonly flow: string;
  readonly kind: 'request' | 'reply' | 'fault';
  readonly facts: ContractFacts;
  /** Self-contained, its own reference followed. */
  readonly schema: AnnotatedSchema;
  readonly shape: ElementShape;
  readonly read: ElementReader;
  readonly write: ElementWriter;
}

let loaded: MessageRoot[] | undefined;

/** Every root element of every flow. */
export function allRoots(): readonly MessageRoot[] {
  loaded ??= readdirSync(join(SCHEMAS, 'flows'))
    .filter((file) => file.endsWith('.json') && !file.endsWith('.flow.json'))
    .flatMap((file) => rootsIn(basename(file, '.json')));
  return loaded;
}

/** Every root element of the flows that the manifest names. */
export function messageRoots(): readonly MessageRoot[] {
  const named = new Set<string>(manifest.contracts.flatMap(flowIdsOf));
  return allRoots().filter(({ flow }) => named.has(flow));
}

const ROOTS = ['request', 'reply', 'fault'] as const;

const types = new Map<string, Readonly<Record<string, AnnotatedSchema>>>();

function rootsIn(flow: string): MessageRoot[] {
  const file = JSON.parse(readFileSync(join(SCHEMAS, 'flows', `${flow}.json`), 'utf8')) as FlowFile;
  const [, typesFile = ''] = /\.\.\/types\/([^#"]+)#/.exec(JSON.stringify(file)) ?? [];
  // References between types begin with #, those of the flow file with the name of the one types file; one written by hand has its own.
  const defs: Readonly<Record<string, AnnotatedSchema | undefined>> = {
    ...file.$defs,
    ...(typesFile !== '' && typesOf(typesFile)),
  };
  const resolve: ResolveReference = (reference) => defs[reference.split('#/$defs/')[1] ?? ''] ?? {};
  return ROOTS.flatMap((kind) => {
    const root = file.$defs[kind];
    if (root === undefined) return [];
    const shape = rootShape(root, resolve);
    let reader: ElementReader | undefined;
    let writer: ElementWriter | undefined;
    return {
      id: `${flow} ${kind}`,
      flow,
      kind,
      facts: file['x-bcss'],
      schema: asObject(selfContained(root, resolve)),
      shape,
      read: (element) => (reader ??= compileReader(shape))(element),
      write: (value) => (writer ??= compileWriter(shape))(value),
    };
  });
}

function typesOf(file: string): Readonly<Record<string, AnnotatedSchema>> {
  let found = types.get(file);
  if (found === undefined) {
    found = (
      JSON.parse(readFileSync(join(SCHEMAS, 'types', file), 'utf8')) as { $defs: Record<string, AnnotatedSchema> }
    ).$defs;
    types.set(file, found);
  }
  return found;
}
