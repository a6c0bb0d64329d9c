import { SaxesParser } from 'saxes';
import { LIMITS } from '../domain/constants.ts';
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
  readonly nodesMax: number;
}

const DEFAULT_LIMITS: ParseLimits = {
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
export function parseXml(source: Uint8Array | string, limits: ParseLimits = DEFAULT_LIMITS): XmlElement {
  const size = typeof source === 'string' ? Buffer.byteLength(source) : source.byteLength;
  if (size > limits.bytesMax) throw new XmlRefused('too-large');
  return new TreeBuilder(limits).build(decode(source));
}

function decode(source: Uint8Array | string): string {
  if (typeof source === 'string') return source.startsWith('\ufeff') ? source.slice(1) : source;
  try {
    return utf8.decode(source);
  } catch {
    throw new XmlRefused('encoding');
  }
}

class TreeBuilder {
  private readonly limits: ParseLimits;
  private readonly parser = new SaxesParser({ xmlns: true, position: true });
  private root: Building | undefined;
  private open: Building | undefined;
  private depth = 0;
  private nodes = 0;

  constructor(limits: ParseLimits) {
    this.limits = limits;
  }

  build(text: string): XmlElement {
    const parser = this.parser;
    // saxes reports the first error and would go on: throwing here ends the parse at once.
    parser.on('error', () => this.refuse('form'));
    parser.on('doctype', () => this.refuse('doctype'));
    parser.on('processinginstruction', () => this.refuse('processing-instruction'));
    parser.on('comment', () => {
      if (this.open !== undefined) this.refuse('comment');
    });
    parser.on('xmldecl', ({ encoding, version }) => {
      if (encoding !== undefined && encoding.toUpperCase() !== 'UTF-8') this.refuse('encoding');
      if (version !== undefined && version !== '1.0') this.refuse('form');
    });
    parser.on('opentag', (tag) => this.openElement(tag));
    parser.on('closetag', () => this.closeElement());
    parser.on('text', (chunk) => this.addText(chunk));
    parser.on('cdata', (chunk) => this.addText(chunk));
    parser.write(text).close();
    if (this.root === undefined) throw new XmlRefused('form');
    return this.root;
  }

  private openElement(tag: { attributes: unknown; prefix: string; local: string; uri: string }): void {
    this.depth += 1;
    if (this.depth > this.limits.depthMax) this.refuse('too-deep');
    this.count(1);
    const attributes: XmlAttribute[] = [];
    const declarations: NamespaceDeclaration[] = [];
    for (const attribute of Object.values(tag.attributes as Record<string, SaxAttribute>)) {
      this.count(1);
      if (attribute.prefix === 'xmlns') declarations.push({ prefix: attribute.local, uri: attribute.value });
      else if (attribute.name === 'xmlns') declarations.push({ prefix: '', uri: attribute.value });
      else
        attributes.push({
          prefix: attribute.prefix,
          local: attribute.local,
          namespace: attribute.uri,
          value: attribute.value,
        });
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

interface SaxAttribute {
  readonly name: string;
  readonly prefix: string;
  readonly local: string;
  readonly uri: string;
  readonly value: string;
}
