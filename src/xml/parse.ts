import { SaxesParser, type SaxesTagNS, type XMLDecl } from 'saxes';
import { LIMITS } from '../domain/constants.ts';
import { isXmlText } from './characters.ts';
import type { NamespaceDeclaration, XmlAttribute, XmlElement, XmlNode } from './tree.ts';

/** Why a document was refused. `form`: not well-formed; the others are constructs and sizes that no message of BCSS needs. */
export type XmlDefect =
  'encoding' | 'form' | 'doctype' | 'processing-instruction' | 'comment' | 'too-deep' | 'too-many-nodes' | 'too-large';

/** A document that the strict parser does not accept. The message names a defect and a position, never content. */
export class XmlRefused extends Error {
  readonly defect: XmlDefect;

  constructor(defect: XmlDefect, where = '') {
    super(`XML refused: ${defect}${where}`);
    this.name = 'XmlRefused';
    this.defect = defect;
  }
}

/** Bounds of one document. */
export interface ParseLimits {
  readonly bytesMax: number;
  readonly depthMax: number;
  /** Elements, attributes, texts and numeric character references. */
  readonly nodesMax: number;
  /**
   * The document is text already, inside another one: what its declaration says about bytes is about nothing. (.NET writes `utf-16`
   * there, whatever the bytes outside are.)
   */
  readonly isText?: true;
}

export const PARSE_LIMITS: ParseLimits = {
  bytesMax: LIMITS.replyBytesMax,
  depthMax: LIMITS.xmlDepthMax,
  nodesMax: LIMITS.xmlNodesMax,
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

type Building = { -readonly [Key in keyof XmlElement]: XmlElement[Key] } & { children: XmlNode[] };

/**
 * Parses a whole document in one strict, namespace-aware pass.
 *
 * Accepted: UTF-8 (a byte order mark too), one root, the five predefined entities and character references.
 * Refused: anything else, among it DOCTYPE (so no entity and no external fetch can exist), processing instructions, and
 * comments inside the document element. A comment before or after it is outside every signature and carries no value: it is
 * passed over, since BCSS appliances and files put one there.
 *
 * @throws {@link XmlRefused}
 */
export function parseXml(source: Uint8Array | string, limits: ParseLimits = PARSE_LIMITS): XmlElement {
  const size = typeof source === 'string' ? Buffer.byteLength(source) : source.byteLength;
  if (size > limits.bytesMax) throw new XmlRefused('too-large');
  return new TreeBuilder(limits).build(decode(source));
}

function decode(source: Uint8Array | string): string {
  const text = typeof source === 'string' ? checked(source) : decodeUtf8(source);
  // saxes would pass over a byte order mark too: the one it would find is the second.
  if (text.startsWith(BYTE_ORDER_MARK)) throw new XmlRefused('form');
  return text;
}

const BYTE_ORDER_MARK = '\ufeff';

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new XmlRefused('encoding');
  }
}

function checked(source: string): string {
  // saxes takes a lone surrogate together with whatever follows it, a tag for instance. UTF-8 cannot hold one, a string can.
  if (!isXmlText(source)) throw new XmlRefused('form');
  return source.startsWith(BYTE_ORDER_MARK) ? source.slice(1) : source;
}

class TreeBuilder {
  private readonly limits: ParseLimits;
  private readonly parser = new SaxesParser({ xmlns: true });
  private root: Building | undefined;
  private open: Building | undefined;
  private depth = 0;
  private nodes = 0;

  constructor(limits: ParseLimits) {
    this.limits = limits;
  }

  build(text: string): XmlElement {
    const { parser } = this;
    // Into saxes' own slots: on() fills them under computed names, and from the seventh on V8 keeps the parser as a dictionary,
    // which makes it five times slower (55 µs became 320 for a reply of 6 KB). The compiler knows these names.
    // saxes reports the first error and would go on: throwing here ends the parse at once.
    parser['errorHandler'] = () => this.refuse('form');
    parser['doctypeHandler'] = () => this.refuse('doctype');
    parser['piHandler'] = () => this.refuse('processing-instruction');
    parser['commentHandler'] = () => {
      if (this.open !== undefined) this.refuse('comment');
    };
    parser['xmldeclHandler'] = ({ encoding, version }: XMLDecl) => {
      const isForeign = encoding !== undefined && encoding.toUpperCase() !== 'UTF-8';
      if (isForeign && this.limits.isText !== true) this.refuse('encoding');
      if (version !== '1.0') this.refuse('form');
    };
    parser['attributeHandler'] = () => this.count(1);
    parser['openTagHandler'] = (tag: SaxesTagNS) => this.openElement(tag);
    parser['closeTagHandler'] = () => this.closeElement();
    parser['textHandler'] = (chunk: string) => this.addText(chunk);
    parser['cdataHandler'] = (chunk: string) => this.addText(chunk);
    this.countCharacterReferences(text);
    parser.write(text).close();
    if (this.root === undefined) throw new XmlRefused('form');
    return this.root;
  }

  /** saxes spends more on a reference than on an element, and a million of them fit in eight megabytes. */
  private countCharacterReferences(text: string): void {
    for (let at = text.indexOf('&#'); at !== -1; at = text.indexOf('&#', at + 2)) this.count(1);
  }

  private openElement(tag: SaxesTagNS): void {
    this.depth += 1;
    if (this.depth > this.limits.depthMax) this.refuse('too-deep');
    this.count(1);
    this.checkName(tag);
    const attributes: XmlAttribute[] = [];
    const declarations: NamespaceDeclaration[] = [];
    for (const attribute of Object.values(tag.attributes)) {
      const { name, prefix, local, uri, value } = attribute;
      this.checkName(attribute);
      if (prefix === 'xmlns') declarations.push({ prefix: local, uri: this.namespaceName(value) });
      else if (name === 'xmlns') declarations.push({ prefix: '', uri: this.namespaceName(value) });
      else attributes.push({ prefix, local, namespace: uri, value });
    }
    const element: Building = {
      prefix: tag.prefix,
      local: tag.local,
      namespace: tag.uri,
      attributes,
      declarations,
      children: [],
      parent: this.open,
    };
    if (this.open === undefined) this.root = element;
    else this.open.children.push(element);
    this.open = element;
  }

  /** saxes checks the first character of a whole name only; behind the colon a name begins again (Namespaces in XML, 4). */
  private checkName({ prefix, local }: { readonly prefix: string; readonly local: string }): void {
    if (prefix !== '' && NOT_A_NAME_START.test(local)) this.refuse('form');
  }

  /** saxes resolves a namespace name without the white space around it, so that one name would have two spellings. */
  private namespaceName(value: string): string {
    return /\s/.test(value) ? this.refuse('form') : value;
  }

  private closeElement(): void {
    this.depth -= 1;
    this.open = this.open?.parent as Building | undefined;
  }

  private addText(chunk: string): void {
    // Outside the root saxes allows white space only; it carries nothing.
    if (this.open === undefined) return;
    const { children } = this.open;
    const last = children.length - 1;
    const before = children[last];
    if (typeof before === 'string') children[last] = before + chunk;
    else {
      this.count(1);
      children.push(chunk);
    }
  }

  private count(more: number): void {
    this.nodes += more;
    if (this.nodes > this.limits.nodesMax) this.refuse('too-many-nodes');
  }

  private refuse(defect: XmlDefect): never {
    throw new XmlRefused(defect, ` at line ${this.parser.line}, column ${this.parser.column}`);
  }
}

/** Characters that a name may contain but not begin with (XML 1.0, fifth edition, production 4a). */
const NOT_A_NAME_START = /^[-.0-9\u00b7\u0300-\u036f\u203f\u2040]/;
