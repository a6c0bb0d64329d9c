import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { ContractFolder } from './folder.ts';
import type { Notes } from './notes.ts';
import { type Place, unsupported } from './unsupported.ts';
import {
  isXsd,
  parseXmlNodes,
  resolveName,
  schemaChildren,
  WSDL,
  XML_NAMESPACE,
  XSD,
  type QName,
  type XmlNode,
} from './xml-node.ts';

/** One `xs:schema`, in a file of its own or inside a WSDL. */
export interface SchemaDocument {
  readonly schema: XmlNode;
  /** The namespace that its components are in. */
  readonly namespace: string;
  /** It names no namespace itself and was included by one that does: names without prefix mean the includer's namespace. */
  readonly chameleon: boolean;
}

/** Everything that a contract consists of. */
export interface Sources {
  /** The `wsdl:definitions`, the given file's first; none for a contract of schemas only. */
  readonly definitions: readonly XmlNode[];
  readonly schemas: readonly SchemaDocument[];
  /** Every `xs:redefine`, in the order of reading: what it redefines is among the schemas. */
  readonly redefinitions: readonly Redefinition[];
  /** Why the schema of a namespace is not among these, where an import says where it would be. */
  readonly missing: ReadonlyMap<string, string>;
}

/** An `xs:redefine`, and the document that it stands in. */
export interface Redefinition {
  readonly node: XmlNode;
  readonly document: SchemaDocument;
}

/** An import of a file that is not there: it counts when something of its namespace is used. */
interface Missing {
  readonly node: XmlNode;
  readonly namespace: string;
  readonly why: string;
}

/** A contract of more files than this is a loop that names files by ever new names, or no contract. */
const FILES_MAX = 500;

/**
 * Reads the given files and all that they import or include. Each file is read once, so a loop of imports ends by itself.
 *
 * @throws GatewayError `contract-unsupported` for whatever {@link ContractFolder} refuses.
 */
export function loadSources(names: readonly string[], folder: ContractFolder, notes: Notes): Sources {
  return new Loader(folder, notes).load(names);
}

class Loader {
  private readonly folder: ContractFolder;
  private readonly notes: Notes;
  private readonly redefinitions: Redefinition[] = [];
  private readonly missing: Missing[] = [];
  private readonly roots = new Map<string, XmlNode>();
  private readonly definitions: XmlNode[] = [];
  private readonly schemas: SchemaDocument[] = [];
  private readonly seen = new Set<string>();

  constructor(folder: ContractFolder, notes: Notes) {
    this.folder = folder;
    this.notes = notes;
  }

  load(names: readonly string[]): Sources {
    for (const name of names) this.open(name);
    this.adoptNeighbours();
    this.adoptForMessages();
    for (const one of this.missing) this.settle(one);
    const missing = new Map(this.missing.map(({ namespace, why }) => [namespace, why]));
    return { definitions: this.definitions, schemas: this.schemas, redefinitions: this.redefinitions, missing };
  }

  private open(name: string): void {
    const root = this.root(name);
    if (root.namespace === WSDL && root.local === 'definitions') this.addDefinitions(root);
    else if (isXsd(root, 'schema')) this.addSchema(root, undefined);
    else if (root.namespace === 'http://www.w3.org/ns/wsdl') throw unsupported(root.place, 'WSDL 2.0 is not supported');
    else throw unsupported(root.place, `neither WSDL 1.1 nor XML Schema, but ${root.local} of ${root.namespace}`);
  }

  private root(name: string): XmlNode {
    let root = this.roots.get(name);
    if (root === undefined) {
      if (this.roots.size === FILES_MAX) throw unsupported({ file: name, line: 1 }, `more than ${FILES_MAX} files`);
      root = parseXmlNodes(this.folder.read(name).text, name);
      this.roots.set(name, root);
    }
    return root;
  }

  private addDefinitions(node: XmlNode): void {
    if (this.seen.has(node.place.file)) return;
    this.seen.add(node.place.file);
    this.definitions.push(node);
    for (const child of node.children) {
      if (child.namespace !== WSDL) continue;
      const location = child.attributes.get('location');
      if (child.local === 'import' && location !== undefined) this.open(this.folder.follow(location, child.place));
      if (child.local !== 'types') continue;
      for (const schema of child.children) if (isXsd(schema, 'schema')) this.addSchema(schema, undefined);
    }
  }

  /** @param adopter the namespace of the including schema; undefined when it was not included. */
  private addSchema(schema: XmlNode, adopter: string | undefined): void {
    const own = schema.attributes.get('targetNamespace');
    const namespace = own ?? adopter ?? '';
    const key = `${schema.place.file}:${schema.place.line} ${namespace}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    const document = { schema, namespace, chameleon: own === undefined && namespace !== '' };
    this.schemas.push(document);
    for (const child of schemaChildren(schema)) {
      if (child.local === 'include' || child.local === 'redefine') this.include(child, namespace);
      else if (child.local === 'import') this.import(child, namespace);
      else if (NEWER.has(child.local)) throw unsupported(child.place, `xs:${child.local} is of XML Schema 1.1`);
      if (child.local === 'redefine') this.redefinitions.push({ node: child, document });
    }
  }

  private include(node: XmlNode, namespace: string): void {
    const location = node.attributes.get('schemaLocation');
    if (location === undefined) throw unsupported(node.place, `xs:${node.local} without schemaLocation`);
    const schema = this.schemaAt(location, node.place);
    const other = schema.attributes.get('targetNamespace');
    if (other !== undefined && other !== namespace)
      throw unsupported(node.place, `it includes ${location}, which is of another namespace (${other})`);
    this.addSchema(schema, namespace);
  }

  private import(node: XmlNode, importer: string): void {
    const namespace = node.attributes.get('namespace') ?? '';
    if (namespace === importer)
      throw unsupported(node.place, `xs:import of its own namespace (${namespace || 'none'})`);
    const location = node.attributes.get('schemaLocation');
    // Without a location it only says that the namespace is used; whether it is there shows when a name is looked up.
    // `xml:` is known, and its schema usually points to the W3C's own server.
    if (location === undefined || namespace === XML_NAMESPACE) return;
    const found = this.folder.locate(location, node.place);
    if ('missing' in found) {
      this.missing.push({ node, namespace, why: found.missing });
      return;
    }
    const schema = this.schemaOf(found.name, location, node.place);
    const other = schema.attributes.get('targetNamespace') ?? '';
    if (other !== namespace)
      throw unsupported(
        node.place,
        `it imports ${location} as ${namespace || 'no namespace'}, but that file is ${other}`,
      );
    this.addSchema(schema, undefined);
  }

  private schemaAt(location: string, place: Place): XmlNode {
    return this.schemaOf(this.folder.follow(location, place), location, place);
  }

  private schemaOf(name: string, location: string, place: Place): XmlNode {
    const root = this.root(name);
    if (!isXsd(root, 'schema')) throw unsupported(place, `${location}, which it imports, is not an XML Schema`);
    return root;
  }

  /**
   * Finds what a file uses but does not import: eCarmedTypesV4.xsd has its imports commented out. When exactly one file in
   * the same folder is of the missing namespace, that one is meant. Otherwise the name stays unresolved, which is an error.
   */
  private adoptNeighbours(): void {
    const tried = new Set<string>();
    // The list grows while it is walked: what is adopted may lack imports of its own.
    for (const document of this.schemas) {
      for (const namespace of usedNamespaces(document)) {
        const { file } = document.schema.place;
        if (this.schemas.some((other) => other.namespace === namespace) || tried.has(`${file} ${namespace}`)) continue;
        tried.add(`${file} ${namespace}`);
        const candidates = this.candidates(file, namespace);
        const [only] = candidates;
        if (candidates.length === 1 && only !== undefined) this.addSchema(this.root(only), undefined);
      }
    }
  }

  /** A WSDL names elements of namespaces that its schemas may not use among themselves. */
  private adoptForMessages(): void {
    for (const { node, namespace } of this.missing) {
      if (this.schemas.some((document) => document.namespace === namespace)) continue;
      const [only, ...others] = this.candidates(node.place.file, namespace);
      if (only !== undefined && others.length === 0) this.addSchema(this.root(only), undefined);
    }
    this.adoptNeighbours();
  }

  /** Files of a namespace: beside the file that uses it, or else in the folder that a person named. */
  private candidates(file: string, namespace: string): readonly string[] {
    const beside = this.folder.neighbours(file).filter((name) => this.namespaceOf(name) === namespace);
    return beside.length > 0 ? beside : this.folder.given().filter((name) => this.namespaceOf(name) === namespace);
  }

  /** An import that leads nowhere: harmless where nothing of its namespace is used, or a file beside it has it. */
  private settle({ node, namespace, why }: Missing): void {
    const isThere = this.schemas.some((document) => document.namespace === namespace);
    const isUsed = this.schemas.some((document) => usedNamespaces(document).has(namespace));
    if (isUsed && !isThere)
      throw unsupported(node.place, `${why}; save it beside the contract, or name a folder that has it (--schemas)`);
    this.notes.add(
      node.place,
      `${why}${isThere ? '; a file of that namespace beside it is taken' : '; nothing of it is used'}`,
    );
  }

  /** The namespace of a file that nobody pointed at. One that cannot even be read is not the one that is missing. */
  private namespaceOf(name: string): string | undefined {
    try {
      return this.root(name).attributes.get('targetNamespace');
    } catch (error) {
      if (error instanceof GatewayError) return undefined;
      throw error;
    }
  }
}

/** What a processor of XML Schema 1.0 does not know, and must not pass over. */
const NEWER = new Set(['override', 'defaultOpenContent']);

/** Attributes of XML Schema whose value is the name of a component. */
export const REFERRING_ATTRIBUTES: ReadonlySet<string> = new Set(['type', 'base', 'ref', 'itemType']);

function usedNamespaces(document: SchemaDocument): Set<string> {
  const used = new Set<string>();
  const visit = (node: XmlNode): void => {
    for (const name of REFERRING_ATTRIBUTES) {
      const value = node.attributes.get(name);
      if (value !== undefined && node.namespace === XSD) used.add(referenceAt(node, value, document).namespace);
    }
    schemaChildren(node).forEach(visit);
  };
  visit(document.schema);
  for (const known of [XSD, XML_NAMESPACE, '']) used.delete(known);
  return used;
}

/** The name that an attribute such as `type="common:SsinType"` means in its document. */
export function referenceAt(node: XmlNode, text: string, document: SchemaDocument): QName {
  const name = resolveName(text.trim(), node.scope, node.place);
  return name.namespace === '' && document.chameleon ? { ...name, namespace: document.namespace } : name;
}
