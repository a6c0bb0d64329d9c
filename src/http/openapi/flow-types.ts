import { createHash } from 'node:crypto';
import type { AnnotatedSchema } from '../../flows/annotated-schema.ts';
import type { Flow } from '../../flows/flow.ts';
import { componentPart, flowName, serviceName } from './names.ts';
import { asRead } from './as-read.ts';
import { type Rename, type SchemaObject, toSchemaObject } from './schema-object.ts';

/**
 * The types of contracts as named components. Flows of one service version share them: a type is written once, under the name of its
 * service version, and a second one of the same name but with other content gets the name of its flow.
 */
export class FlowTypes {
  readonly components = new Map<string, SchemaObject>();
  /** What each component was made from, with all that it refers to, to tell whether another is the same. */
  private readonly sources = new Map<string, string>();

  /** Adds what is sent: a schema and its definitions; `name` is the component of the schema itself. */
  addSent(flow: Flow, name: string, schema: AnnotatedSchema): void {
    this.add([serviceName(flow), flowName(flow), name], name, schema, toSchemaObject);
  }

  /** Adds what is read. Its types are others, also where a contract uses one for both: a reply is shown as it came. */
  addRead(flow: Flow, name: string, schema: AnnotatedSchema): void {
    const owners = [`${serviceName(flow)}Read`, `${flowName(flow)}Read`, name];
    this.add(owners, name, schema, (part, rename) => asRead(toSchemaObject(part, rename)));
  }

  private add(
    owners: readonly string[],
    name: string,
    schema: AnnotatedSchema,
    toComponent: (schema: AnnotatedSchema, rename: Rename) => SchemaObject,
  ): void {
    const { $defs = {}, ...root } = schema;
    const sources = sourcesOf($defs);
    const names = new Map<string, string>();
    for (const [key, source] of sources) names.set(key, this.nameFor(owners, key, source));
    const rename = (reference: string): string => names.get(definitionOf(reference)) ?? name;
    for (const [key, source] of sources) {
      const component = names.get(key) ?? key;
      this.sources.set(component, source);
      if (!this.components.has(component)) this.components.set(component, toComponent($defs[key] ?? {}, rename));
    }
    this.components.set(name, toComponent(root, rename));
  }

  /** The first name that is free, or that the same type already has. */
  private nameFor(owners: readonly string[], key: string, source: string): string {
    const candidates = owners.map((owner) => `${owner}_${componentPart(key)}`);
    const fits = (name: string): boolean => (this.sources.get(name) ?? source) === source;
    return candidates.find(fits) ?? `${candidates.at(-1) ?? key}_`;
  }
}

/** The name behind `#/$defs/`. */
function definitionOf(reference: string): string {
  return reference.slice('#/$defs/'.length);
}

/** Each definition together with everything it refers to, as a text that is the same only for the same type. */
function sourcesOf(definitions: Readonly<Record<string, AnnotatedSchema>>): Map<string, string> {
  const own = new Map(Object.entries(definitions).map(([key, definition]) => [key, JSON.stringify(definition)]));
  const references = new Map(
    [...own].map(([key, text]) => [key, [...text.matchAll(REFERENCE)].map(([, name = '']) => name)]),
  );
  return new Map([...own.keys()].map((key) => [key, sourceOf(key, own, references)]));
}

const REFERENCE = /"\$ref":"#\/\$defs\/([^"]+)"/g;

function sourceOf(
  key: string,
  own: ReadonlyMap<string, string>,
  references: ReadonlyMap<string, readonly string[]>,
): string {
  const reached = new Set([key]);
  for (const name of reached) for (const next of references.get(name) ?? []) reached.add(next);
  const hash = createHash('sha256');
  for (const name of [key, ...[...reached].sort()]) hash.update(`${name}\n${own.get(name) ?? ''}\n`);
  return hash.digest('base64');
}
