import { escapeAttribute, escapeText } from '../../xml/characters.ts';
import { canonicalise } from '../../xml/canonical.ts';
import { parseXml } from '../../xml/parse.ts';
import type { AttributeShape, ComplexShape, ContentShape, ElementShape } from './shape.ts';

/** JSON that matches a schema: what ajv has let through. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue | undefined };

/** Writes a JSON value as the XML element of a flow. */
export type ElementWriter = (value: JsonValue) => string;

/**
 * Compiles a shape into a function that writes exclusive-canonical XML directly: namespace declarations where they are first
 * visibly used, attributes in canonical order, no empty-element tags, canonical escapes. A digest is then a hash of a substring
 * and nothing has to be canonicalised when signing (ADR 0007; measured in `bench/`).
 *
 * Declared namespaces travel down as a bit set, one bit per namespace of the flow.
 */
export function compileWriter(root: ElementShape): ElementWriter {
  const namespaces = new NamespaceTable();
  const write = compileElement(root, namespaces, new Map());
  return (value) => write(value, 0);
}

/** Writes a value; `declared` holds a bit for each namespace that the output has already declared around it. */
type Write = (value: JsonValue, declared: number) => string;

interface NamespaceUse {
  readonly prefix: string;
  /** 0 for "in no namespace": nothing to declare. */
  readonly bit: number;
  readonly declaration: string;
}

/** Prefixes of one document: the schema's own where it names one, else ns1, ns2, … in order of first use. */
class NamespaceTable {
  private readonly uses = new Map<string, NamespaceUse>();
  private readonly none: NamespaceUse = { prefix: '', bit: 0, declaration: '' };

  use(uri: string, wanted: string | undefined): NamespaceUse {
    if (uri === '') return this.none;
    let use = this.uses.get(uri);
    if (use === undefined) {
      if (this.uses.size === 31) throw new Error('a document of more than 31 namespaces');
      const taken = new Set([...this.uses.values()].map((other) => other.prefix));
      const prefix = wanted !== undefined && !taken.has(wanted) ? wanted : `ns${this.uses.size + 1}`;
      use = { prefix, bit: 1 << this.uses.size, declaration: ` xmlns:${prefix}="${escapeAttribute(uri)}"` };
      this.uses.set(uri, use);
    }
    return use;
  }
}

function qualified(use: NamespaceUse, local: string): string {
  return use.prefix === '' ? local : `${use.prefix}:${local}`;
}

function compileElement(
  shape: ElementShape,
  namespaces: NamespaceTable,
  known: Map<ContentShape, WriteContent>,
): Write {
  const use = namespaces.use(shape.namespace, shape.prefix);
  const name = qualified(use, shape.local);
  const open = `<${name}`;
  const openDeclaring = `<${name}${use.declaration}`;
  const close = `</${name}>`;
  let inner: WriteContent | undefined;
  return (value, declared) => {
    inner ??= compileContent(shape.content(), namespaces, known);
    const start = (declared & use.bit) === use.bit ? open : openDeclaring;
    return start + inner(value, declared | use.bit) + close;
  };
}

/** Writes attributes, the end of the start tag, and the content. */
type WriteContent = Write;

function compileContent(
  shape: ContentShape,
  namespaces: NamespaceTable,
  known: Map<ContentShape, WriteContent>,
): WriteContent {
  if (shape.kind !== 'complex') return (value) => `>${escapeText(String(value as string | number | boolean))}`;
  let write = known.get(shape);
  if (write === undefined) {
    write = compileComplex(shape, namespaces, known);
    known.set(shape, write);
  }
  return write;
}

function compileComplex(
  shape: ComplexShape,
  namespaces: NamespaceTable,
  known: Map<ContentShape, WriteContent>,
): WriteContent {
  const attributes = shape.attributes.map((attribute) => compileAttribute(attribute, namespaces)).sort(canonicalOrder);
  const members = shape.elements.map((element) => ({
    key: element.key,
    repeated: element.repeated,
    write: compileElement(element, namespaces, known),
  }));
  const { text, wildcard } = shape;
  return (value, declaredOutside) => {
    const object = value as { [key: string]: JsonValue | undefined };
    let declared = declaredOutside;
    let declarations = '';
    let out = '';
    for (const attribute of attributes) {
      const given = object[attribute.key];
      if (given === undefined || given === null) continue;
      if ((declared & attribute.use.bit) !== attribute.use.bit) {
        declarations += attribute.use.declaration;
        declared |= attribute.use.bit;
      }
      out += ` ${attribute.name}="${escapeAttribute(String(given as string | number | boolean))}"`;
    }
    out = `${declarations}${out}>`;
    if (text !== undefined) out += escapeText(String((object[text.key] ?? '') as string | number | boolean));
    for (const member of members) {
      const given = object[member.key];
      if (given === undefined || given === null) continue;
      if (member.repeated) for (const item of given as JsonValue[]) out += member.write(item, declared);
      else out += member.write(given, declared);
    }
    if (wildcard !== undefined) out += writeWildcard(object[wildcard]);
    return out;
  };
}

interface CompiledAttribute {
  readonly key: string;
  readonly local: string;
  readonly namespace: string;
  readonly name: string;
  readonly use: NamespaceUse;
}

function compileAttribute(attribute: AttributeShape, namespaces: NamespaceTable): CompiledAttribute {
  const { key, local, namespace } = attribute;
  const use = namespaces.use(namespace, attribute.prefix);
  return { key, local, namespace, name: qualified(use, local), use };
}

function canonicalOrder(a: CompiledAttribute, b: CompiledAttribute): number {
  return Buffer.compare(Buffer.from(`${a.namespace} ${a.local}`), Buffer.from(`${b.namespace} ${b.local}`));
}

/** Wildcard content is given as XML texts; each is parsed strictly and written canonically, so it cannot break out. */
function writeWildcard(value: JsonValue | undefined): string {
  return ((value ?? []) as string[]).map((xml) => canonicalise(parseXml(xml))).join('');
}
