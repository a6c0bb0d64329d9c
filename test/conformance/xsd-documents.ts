import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';

/**
 * XML Schema files as they stand: elements with names, attributes and children, and what each name means. Written a second time on
 * purpose, sharing nothing with `src/contracts`: what that reads wrongly, this should not.
 */
export interface XsdNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XsdNode[];
  readonly schema: XsdFile;
}

/** One `schema` element: its namespace, its prefixes, its defaults. */
export interface XsdFile {
  readonly namespace: string;
  readonly prefixes: ReadonlyMap<string, string>;
  readonly qualified: boolean;
  readonly qualifiedAttributes: boolean;
}

const XS = 'http://www.w3.org/2001/XMLSchema';
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  processEntities: false,
});

type Parsed = Readonly<Record<string, unknown>>;

/** All global definitions that some files reach, by kind and name: `element {urn:x}name`. */
export class XsdDocuments {
  readonly components = new Map<string, XsdNode>();
  private readonly read = new Set<string>();

  constructor(files: readonly string[]) {
    for (const file of files) this.file(file, undefined);
  }

  /** The global definition of a kind (`element`, `type`, `group`, `attributeGroup`, `attribute`) that a reference means. */
  referred(kind: string, reference: string, from: XsdNode): XsdNode {
    const { namespace, local } = nameOf(reference, from.schema);
    const key = `${kind} {${namespace}}${local}`;
    if (!this.components.has(key)) this.readNeighbours();
    const found = this.components.get(key);
    if (found === undefined) throw new Error(`no ${kind} {${namespace}}${local}`);
    return found;
  }

  /** One contract is published with its imports commented out: what they would bring stands beside it. */
  private readNeighbours(): void {
    const folders = new Set([...this.read].map((key) => dirname(key.split(' ')[0] ?? '')));
    for (const folder of folders)
      for (const name of readdirSync(folder)) if (name.endsWith('.xsd')) this.file(join(folder, name), undefined);
  }

  private file(path: string, adopter: string | undefined): void {
    const key = `${path} ${adopter ?? ''}`;
    if (this.read.has(key) || !existsSync(path)) return;
    this.read.add(key);
    const outer = new Map<string, string>();
    for (const root of elementsOf(parser.parse(readFileSync(path, 'utf8')) as Parsed[]))
      this.walk(root, outer, path, adopter);
  }

  /** Finds the schemas in a document, at its root or inside a WSDL. */
  private walk(node: Parsed, outer: ReadonlyMap<string, string>, path: string, adopter: string | undefined): void {
    const attributes = attributesOf(node);
    const prefixes = new Map(outer);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === 'xmlns') prefixes.set('', value);
      else if (name.startsWith('xmlns:')) prefixes.set(name.slice(6), value);
    }
    const children = elementsOf(node[tagOf(node)] as Parsed[]);
    if (localOf(tagOf(node)) === 'schema') this.schema(attributes, prefixes, children, path, adopter);
    else if (['definitions', 'types'].includes(localOf(tagOf(node))))
      for (const child of children) this.walk(child, prefixes, path, adopter);
    else if (localOf(tagOf(node)) === 'import' && attributes.location !== undefined)
      this.file(join(dirname(path), attributes.location), undefined);
  }

  private schema(
    attributes: Readonly<Record<string, string>>,
    prefixes: ReadonlyMap<string, string>,
    children: readonly Parsed[],
    path: string,
    adopter: string | undefined,
  ): void {
    const namespace = attributes.targetNamespace ?? adopter ?? '';
    const own = new Map(prefixes);
    // Names without a prefix mean the namespace of whoever includes the file (a chameleon).
    if (attributes.targetNamespace === undefined && !own.has('')) own.set('', namespace);
    const schema: XsdFile = {
      namespace,
      prefixes: own,
      qualified: attributes.elementFormDefault === 'qualified',
      qualifiedAttributes: attributes.attributeFormDefault === 'qualified',
    };
    for (const child of children.map((one) => nodeOf(one, schema))) {
      const { schemaLocation, name } = child.attributes;
      if ((child.name === 'include' || child.name === 'import') && schemaLocation !== undefined)
        this.file(
          join(dirname(path), decodeURIComponent(schemaLocation)),
          child.name === 'include' ? namespace : undefined,
        );
      const kind = /^(?:simple|complex)Type$/.test(child.name) ? 'type' : child.name;
      const key = `${kind} {${namespace}}${name ?? ''}`;
      if (name !== undefined && !this.components.has(key)) this.components.set(key, child);
    }
  }
}

/** The qualified name that a reference means in its file. */
export function nameOf(
  reference: string,
  { prefixes }: XsdFile,
): { readonly namespace: string; readonly local: string } {
  const [prefix, local] = reference.includes(':') ? (reference.split(':') as [string, string]) : ['', reference];
  return { namespace: prefixes.get(prefix) ?? '', local };
}

/** True for a type of XML Schema itself. */
export function isBuiltIn(reference: string, schema: XsdFile): boolean {
  return nameOf(reference, schema).namespace === XS;
}

function nodeOf(node: Parsed, outer: XsdFile): XsdNode {
  const attributes = attributesOf(node);
  const own = Object.entries(attributes).filter(([name]) => name.startsWith('xmlns'));
  const prefixes = new Map([...outer.prefixes, ...own.map(([name, uri]) => [name.slice(6), uri] as const)]);
  const schema = own.length === 0 ? outer : { ...outer, prefixes };
  const children = elementsOf(node[tagOf(node)] as Parsed[]).map((child) => nodeOf(child, schema));
  return {
    name: localOf(tagOf(node)),
    attributes,
    children: children.filter(({ name }) => name !== 'annotation'),
    schema,
  };
}

function elementsOf(nodes: readonly Parsed[]): readonly Parsed[] {
  return nodes.filter((node) => !['#text', '#comment', ''].includes(tagOf(node)));
}

function tagOf(node: Parsed): string {
  return Object.keys(node).find((key) => key !== ':@') ?? '';
}

function localOf(tag: string): string {
  return tag.replace(/^.*:/, '');
}

function attributesOf(node: Parsed): Readonly<Record<string, string>> {
  const given = (node[':@'] ?? {}) as Readonly<Record<string, string>>;
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, decoded(value)]));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(\w+));/g,
    (_, hexadecimal?: string, decimal?: string, name = '') => {
      if (hexadecimal !== undefined) return String.fromCodePoint(parseInt(hexadecimal, 16));
      return decimal !== undefined ? String.fromCodePoint(Number(decimal)) : (ENTITIES[name as string] ?? '');
    },
  );
}
