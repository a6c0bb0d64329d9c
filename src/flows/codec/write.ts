import { composedText } from '../../domain/composed-text.ts';
import { escapeAttribute, escapeText } from '../../xml/characters.ts';
import { canonicalise } from '../../xml/canonical.ts';
import { parseXml } from '../../xml/parse.ts';
import { NS } from '../../xml/names.ts';
import type { XmlElement } from '../../xml/tree.ts';
import type { AttributeShape, ComplexShape, ContentShape, ElementShape, Member } from './shape.ts';

/** JSON that matches a schema: what ajv has let through. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue | undefined };

/** Writes a JSON value as the XML element of a flow. */
export type ElementWriter = (value: JsonValue) => string;

/**
 * Compiles a shape into a function that writes exclusive-canonical XML directly: namespace declarations where they are first
 * visibly used, attributes in canonical order, no empty-element tags, canonical escapes. A digest is then a hash of a substring
 * and nothing has to be canonicalised when signing (ADR 0007; measured in `bench/`).
 *
 * Rare things are beyond a writer that only looks downwards: XML that is given as text, which may declare again what stands around
 * it, and qualified attributes (`xsi:nil` too), whose declarations belong in the order of their prefixes. Such a flow's text is
 * canonicalised as a whole.
 */
export function compileWriter(root: ElementShape): ElementWriter {
  const namespaces = new NamespaceTable();
  const { canonicalAsWritten } = survey(root, namespaces);
  const write = compileElement(root, namespaces, new Map());
  return canonicalAsWritten ? (value) => write(value, 0) : (value) => canonicalise(parseXml(write(value, 0)));
}

/**
 * Gives every namespace its prefix in the order of the contract, before anything is written: prefixes must not depend on which
 * message a process happened to write first.
 */
function survey(root: ElementShape, namespaces: NamespaceTable): { readonly canonicalAsWritten: boolean } {
  const seen = new Set<ContentShape>();
  let canonicalAsWritten = true;
  const visit = (element: ElementShape): void => {
    namespaces.use(element.namespace, element.prefix);
    const content = element.content();
    if (content.kind !== 'complex' || seen.has(content)) return;
    seen.add(content);
    for (const { namespace, prefix } of content.attributes) namespaces.use(namespace, prefix);
    if (!isPlain(content)) canonicalAsWritten = false;
    content.members.forEach(member);
  };
  const member = (one: Member): void => {
    if (one.kind === 'element') visit(one);
    else if (one.kind === 'turns') inside(one.turn());
  };
  const inside = (turn: ComplexShape): void => {
    if (seen.has(turn)) return;
    seen.add(turn);
    if (!isPlain(turn)) canonicalAsWritten = false;
    turn.members.forEach(member);
  };
  visit(root);
  return { canonicalAsWritten };
}

/** True where a writer that only looks downwards writes canonical XML. */
function isPlain({ attributes, anyAttribute, members, mixed }: ComplexShape): boolean {
  return (
    mixed === undefined &&
    anyAttribute === undefined &&
    attributes.every(({ namespace }) => namespace === '') &&
    members.every((member) => (member.kind === 'element' ? !member.nillable : member.kind === 'turns'))
  );
}

/** Writes a value; `declared` holds a bit for each namespace that the output has already declared around it. */
type Write = (value: JsonValue, declared: number) => string;

interface NamespaceUse {
  readonly prefix: string;
  /** 0 for "in no namespace": nothing to declare. */
  readonly bit: number;
  readonly declaration: string;
}

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const NAMESPACES_MAX = 31;

/** Prefixes of one document: the schema's own where it names one, else ns1, ns2, …. */
class NamespaceTable {
  private readonly none: NamespaceUse = { prefix: '', bit: 0, declaration: '' };
  private readonly uses = new Map<string, NamespaceUse>([
    ['', this.none],
    // `xml:lang` and its like: bound to this prefix, and to no other, without a declaration.
    [XML_NAMESPACE, { prefix: 'xml', bit: 0, declaration: '' }],
  ]);
  private readonly prefixes = new Set<string>(['xml', 'xmlns']);
  private declared = 0;

  use(uri: string, wanted: string | undefined): NamespaceUse {
    let use = this.uses.get(uri);
    if (use === undefined) {
      if (this.declared === NAMESPACES_MAX) throw new Error(`a document of more than ${NAMESPACES_MAX} namespaces`);
      const prefix = this.freePrefix(wanted);
      use = { prefix, bit: 1 << this.declared, declaration: ` xmlns:${prefix}="${escapeAttribute(uri)}"` };
      this.declared += 1;
      this.prefixes.add(prefix);
      this.uses.set(uri, use);
    }
    return use;
  }

  private freePrefix(wanted: string | undefined): string {
    if (wanted !== undefined && !this.prefixes.has(wanted)) return wanted;
    let number = this.declared + 1;
    while (this.prefixes.has(`ns${number}`)) number += 1;
    return `ns${number}`;
  }
}

/** A value without structure, or a list of such. */
type Leaf = string | number | boolean | Leaf[];

/** Whatever way a text was typed, it leaves composed: this is the one place through which every text of every flow goes. */
function leafText(value: Leaf): string {
  if (typeof value === 'string') return composedText(value);
  return Array.isArray(value) ? value.map(leafText).join(' ') : String(value);
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
  const nil = ` xmlns:xsi="${NS.xsi}" xsi:nil="true">${close}`;
  let inner: WriteContent | undefined;
  return (value, declared) => {
    if (value === null) return ((declared & use.bit) === use.bit ? open : openDeclaring) + nil;
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
  if (shape.kind !== 'complex') return (value) => `>${escapeText(leafText(value as Leaf))}`;
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
  const members = shape.members.map((member) => compileMember(member, namespaces, known));
  const { text, anyAttribute, mixed } = shape;
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
      out += ` ${attribute.name}="${escapeAttribute(leafText(given as Leaf))}"`;
    }
    if (anyAttribute !== undefined) out += writeAttributes(object[anyAttribute]);
    out = `${declarations}${out}>`;
    const own = text === undefined ? undefined : object[text.key];
    if (own !== undefined && own !== null) out += escapeText(leafText(own as Leaf));
    if (mixed !== undefined) out += writeMixed(object[mixed]);
    return out + writeMembers(members, object, declared);
  };
}

/** One property, as what it is inside its element. */
interface CompiledMember {
  readonly key: string;
  readonly repeated: boolean;
  readonly nillable: boolean;
  readonly write: Write;
}

function compileMember(
  member: Member,
  namespaces: NamespaceTable,
  known: Map<ContentShape, WriteContent>,
): CompiledMember {
  const { key } = member;
  if (member.kind === 'wildcard') return { key, repeated: true, nillable: false, write: writeXml };
  if (member.kind === 'element') {
    const { repeated, nillable } = member;
    return { key, repeated, nillable, write: compileElement(member, namespaces, known) };
  }
  const members = member.turn().members.map((inner) => compileMember(inner, namespaces, known));
  const write: Write = (turn, declared) => writeMembers(members, turn as JsonObject, declared);
  return { key, repeated: true, nillable: false, write };
}

type JsonObject = { [key: string]: JsonValue | undefined };

function writeMembers(members: readonly CompiledMember[], object: JsonObject, declared: number): string {
  let out = '';
  for (const member of members) {
    const given = object[member.key];
    if (given === undefined || (given === null && !member.nillable)) continue;
    if (member.repeated) for (const item of given as JsonValue[]) out += member.write(item, declared);
    else out += member.write(given, declared);
  }
  return out;
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
const writeXml: Write = (xml) => canonicalise(withComposedText(parseXml(xml as string)));

/** Content that mixes text and elements, parsed as strictly. */
function writeMixed(value: JsonValue | undefined): string {
  const { children } = withComposedText(parseXml(`<mixed>${(value ?? '') as string}</mixed>`));
  return children.map((child) => (typeof child === 'string' ? escapeText(child) : canonicalise(child))).join('');
}

/** Text by text: an accent at the start of one would be composed with the `>` of the markup before it. */
function withComposedText(element: XmlElement): XmlElement {
  return {
    ...element,
    attributes: element.attributes.map((attribute) => ({ ...attribute, value: composedText(attribute.value) })),
    children: element.children.map((child) =>
      typeof child === 'string' ? composedText(child) : withComposedText(child),
    ),
  };
}

/** Attributes that the contract does not name. Their prefixes are those of nothing else in the document. */
function writeAttributes(value: JsonValue | undefined): string {
  const given = (value ?? []) as { namespace?: string; name: string; value: string }[];
  return given
    .map(({ namespace = '', name, value: text }, index) => {
      const written = `${name}="${escapeAttribute(composedText(text))}"`;
      if (namespace === '') return ` ${written}`;
      if (namespace === XML_NAMESPACE) return ` xml:${written}`;
      return ` xmlns:any-${index}="${escapeAttribute(namespace)}" any-${index}:${written}`;
    })
    .join('');
}
