import type { ParseLimits } from './limits.ts';
import { type QualifiedName, qualifiedName } from './name-form.ts';
import { characterOf, REFERENCE_CHARACTERS_MAX } from './references.ts';
import { type XmlDefect, XmlRefused } from './refusal.ts';
import { isDeclarable, Scope } from './scope.ts';
import type { NamespaceDeclaration, XmlAttribute, XmlElement, XmlNode } from './tree.ts';

const TAB = 0x09;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
const EXCLAMATION = 0x21;
const QUOTE = 0x22;
const AMPERSAND = 0x26;
const APOSTROPHE = 0x27;
const SLASH = 0x2f;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const QUESTION = 0x3f;

/** Characters that end a name. What else a name may not have, its form says. */
const ENDS_NAME = new Uint8Array(128);
for (const code of [TAB, LINE_FEED, SPACE, QUOTE, AMPERSAND, APOSTROPHE, SLASH, LESS, EQUALS, GREATER])
  ENDS_NAME[code] = 1;

/** Texts are read in pieces of this size, so that no construct takes much longer than another. */
const TEXT_PIECE = 16_384;

/** A line number helps a person as long as there are few. */
const LINES_COUNTED_MAX = 100_000;

type Building = { -readonly [Key in keyof XmlElement]: XmlElement[Key] } & { children: XmlNode[] };

/** What stands in a start tag, before prefixes are resolved: a declaration may follow the names that need it. */
interface Tag {
  readonly depth: number;
  readonly start: number;
  readonly attributes: { readonly name: QualifiedName; readonly value: string }[];
  readonly declarations: NamespaceDeclaration[];
}

/**
 * Builds the tree of a text in one pass and in steps. Every character is looked at once and forwards, and each look ahead either finds
 * its end or ends the document, so that time is proportional to size.
 *
 * The text is one that `decoding` has given: its line ends are LF and its characters those of XML.
 */
export class Scanner {
  private readonly text: string;
  private readonly limits: ParseLimits;
  private readonly names = new Map<string, QualifiedName>();
  private readonly scope = new Scope();
  /** Names of the elements that are open, as written. */
  private readonly openNames: string[] = [];
  private at = 0;
  private textStart = 0;
  private textEnd = 0;
  private root: Building | undefined;
  private open: Building | undefined;
  private nodes = 0;
  private declared = 0;
  private references = 0;

  constructor(text: string, limits: ParseLimits) {
    this.text = text;
    this.limits = limits;
    this.xmlDeclaration();
  }

  /** Reads on until so many more constructs, or characters, are behind it. @returns the root, once the document is over */
  read(constructs: number, characters: number): XmlElement | undefined {
    const until = this.at + characters;
    for (let left = constructs; left > 0 && this.at < until; left -= 1) {
      if (this.at >= this.text.length) return this.end();
      if (this.text.charCodeAt(this.at) === LESS) this.markup();
      else if (this.open === undefined) this.outside();
      else this.characters(this.open);
    }
    return undefined;
  }

  private end(): XmlElement {
    if (this.root === undefined || this.open !== undefined) this.refuse('form');
    return this.root;
  }

  private markup(): void {
    switch (this.text.charCodeAt(this.at + 1)) {
      case SLASH:
        this.endTag();
        break;
      case EXCLAMATION:
        this.declaration();
        break;
      case QUESTION:
        this.instruction();
        break;
      default:
        this.startTag();
    }
  }

  private startTag(): void {
    if (this.root !== undefined && this.open === undefined) this.refuse('form');
    const tag: Tag = { depth: this.openNames.length + 1, start: this.at, attributes: [], declarations: [] };
    if (tag.depth > this.limits.depthMax) this.refuse('too-deep');
    this.count();
    this.at += 1;
    const written = this.name();
    const name = this.partsOf(written);
    const isEmpty = this.restOfTag(tag);
    this.scope.enter(tag.depth, tag.declarations);
    const element = this.element(name, tag);
    if (isEmpty) this.scope.leave(tag.depth);
    else {
      this.openNames.push(written);
      this.open = element;
    }
  }

  /** Reads attributes up to the end of the tag. @returns whether the element ends with it */
  private restOfTag(tag: Tag): boolean {
    for (;;) {
      const before = this.at;
      this.skipSpace();
      if (this.at - tag.start > this.limits.tagCharactersMax) this.refuse('too-long');
      const code = this.text.charCodeAt(this.at);
      if (code === GREATER) {
        this.at += 1;
        return false;
      }
      if (code === SLASH) {
        this.expect(GREATER, 1);
        this.at += 2;
        return true;
      }
      if (this.at === before) this.refuse('form');
      this.attribute(tag);
    }
  }

  private attribute(tag: Tag): void {
    this.count();
    const name = this.partsOf(this.name());
    this.skipSpace();
    this.expect(EQUALS);
    this.at += 1;
    this.skipSpace();
    const value = this.attributeValue(tag);
    if (name.prefix === 'xmlns') this.declare(tag, { prefix: name.local, uri: value });
    else if (name.prefix === '' && name.local === 'xmlns') this.declare(tag, { prefix: '', uri: value });
    else if (tag.attributes.push({ name, value }) > this.limits.attributesMax) this.refuse('too-many-attributes');
  }

  private attributeValue(tag: Tag): string {
    const quote = this.text.charCodeAt(this.at);
    if (quote !== QUOTE && quote !== APOSTROPHE) this.refuse('form');
    const end = this.text.indexOf(quote === QUOTE ? '"' : "'", this.at + 1);
    if (end === -1) this.refuse('form');
    if (end - tag.start > this.limits.tagCharactersMax) this.refuse('too-long');
    const written = this.text.slice(this.at + 1, end);
    if (written.includes('<')) this.refuse('form');
    this.at = end + 1;
    // White space is a space, unless a reference stands for it (XML 1.0, 3.3.3).
    return this.resolved(/[\t\n]/.test(written) ? written.replace(/[\t\n]/g, ' ') : written);
  }

  private declare(tag: Tag, declaration: NamespaceDeclaration): void {
    const { declarations } = tag;
    this.declared += 1;
    if (declarations.length === this.limits.declarationsMax) this.refuse('too-many-declarations');
    if (this.declared > this.limits.allDeclarationsMax) this.refuse('too-many-declarations');
    if (!isDeclarable(declaration)) this.refuse('form');
    if (declarations.some(({ prefix }) => prefix === declaration.prefix)) this.refuse('form');
    declarations.push(declaration);
  }

  private element({ prefix, local }: QualifiedName, { attributes, declarations }: Tag): Building {
    const element: Building = {
      prefix,
      local,
      namespace: this.namespaceOf(prefix),
      attributes: attributes.length === 0 ? NONE : this.resolvedAttributes(attributes),
      declarations: declarations.length === 0 ? NONE : declarations,
      children: [],
      parent: this.open,
    };
    if (this.open === undefined) this.root = element;
    else this.open.children.push(element);
    return element;
  }

  private resolvedAttributes(given: Tag['attributes']): XmlAttribute[] {
    const attributes: XmlAttribute[] = [];
    for (const { name, value } of given) {
      const { prefix, local } = name;
      const namespace = prefix === '' ? '' : this.namespaceOf(prefix);
      // Under two prefixes of one namespace it is the same attribute.
      if (attributes.some((other) => other.local === local && other.namespace === namespace)) this.refuse('form');
      attributes.push({ prefix, local, namespace, value });
    }
    return attributes;
  }

  private namespaceOf(prefix: string): string {
    return this.scope.uriOf(prefix) ?? this.refuse('form');
  }

  private endTag(): void {
    const { open, openNames, text } = this;
    const written = openNames.at(-1);
    if (open === undefined || written === undefined) this.refuse('form');
    if (!text.startsWith(written, this.at + 2)) this.refuse('form');
    this.at += 2 + written.length;
    this.skipSpace();
    this.expect(GREATER);
    this.at += 1;
    this.scope.leave(openNames.length);
    openNames.pop();
    this.open = open.parent as Building | undefined;
  }

  /** A text, or a piece of a long one. */
  private characters(open: Building): void {
    const end = this.endOfPiece(this.endOfText());
    // The closing of CDATA may not stand in a text; it could begin in the piece before.
    if (this.text.slice(Math.max(this.textStart, this.at - 2), end).includes(']]>')) this.refuse('form');
    const text = this.resolved(this.text.slice(this.at, end));
    this.at = end;
    this.add(open, text);
  }

  /** Where the text ends that is being read: looked for once, for all its pieces. */
  private endOfText(): number {
    if (this.at < this.textEnd) return this.textEnd;
    const next = this.text.indexOf('<', this.at);
    this.textStart = this.at;
    this.textEnd = next === -1 ? this.text.length : next;
    return this.textEnd;
  }

  /** Not in the middle of a reference. */
  private endOfPiece(endOfText: number): number {
    const end = this.at + TEXT_PIECE;
    if (end >= endOfText) return endOfText;
    const tail = this.text.slice(end - REFERENCE_CHARACTERS_MAX, end);
    const reference = tail.lastIndexOf('&');
    return reference === -1 || tail.includes(';', reference) ? end : end - tail.length + reference;
  }

  private resolved(written: string): string {
    let reference = written.indexOf('&');
    if (reference === -1) return written;
    let text = '';
    let from = 0;
    for (; reference !== -1; reference = written.indexOf('&', from)) {
      const end = written.indexOf(';', reference);
      if (end === -1 || end - reference >= REFERENCE_CHARACTERS_MAX) this.refuse('form');
      const character = characterOf(written.slice(reference + 1, end));
      if (character === undefined) this.refuse('form');
      this.countReference(written.charCodeAt(reference + 1));
      text += written.slice(from, reference) + character;
      from = end + 1;
    }
    return text + written.slice(from);
  }

  private add({ children }: Building, text: string): void {
    const last = children.length - 1;
    const before = children[last];
    const isMore = typeof before === 'string';
    if (text.length + (isMore ? before.length : 0) > this.limits.textCharactersMax) this.refuse('too-long');
    if (isMore) children[last] = before + text;
    else {
      this.count();
      children.push(text);
    }
  }

  /** Beside the root there is white space only. */
  private outside(): void {
    const end = Math.min(this.at + TEXT_PIECE, this.text.length);
    while (this.at < end && isSpace(this.text.charCodeAt(this.at))) this.at += 1;
    if (this.at < end && this.text.charCodeAt(this.at) !== LESS) this.refuse('form');
  }

  private declaration(): void {
    if (this.text.startsWith('<!--', this.at)) this.comment();
    else if (this.text.startsWith('<![CDATA[', this.at)) this.cdata();
    else {
      const isDoctype = this.text.startsWith('<!DOCTYPE', this.at) && this.root === undefined;
      this.refuse(isDoctype && this.text.includes('>', this.at) ? 'doctype' : 'form');
    }
  }

  private comment(): void {
    if (this.open !== undefined) this.refuse('comment');
    const end = this.text.indexOf('--', this.at + 4);
    if (end === -1 || this.text.charCodeAt(end + 2) !== GREATER) this.refuse('form');
    this.at = end + 3;
  }

  private cdata(): void {
    if (this.open === undefined) this.refuse('form');
    const start = this.at + '<![CDATA['.length;
    const end = this.text.indexOf(']]>', start);
    if (end === -1) this.refuse('form');
    if (end > start) this.add(this.open, this.text.slice(start, end));
    this.at = end + 3;
  }

  private instruction(): never {
    const [, target = 'xml'] = /^<\?([^\s?]+)/.exec(this.text.slice(this.at, this.at + 16)) ?? [];
    this.refuse(target.toLowerCase() === 'xml' ? 'form' : 'processing-instruction');
  }

  /** Only at the very beginning (XML 1.0, 2.8). */
  private xmlDeclaration(): void {
    if (!/^<\?xml[\t\n ]/.test(this.text)) return;
    const declaration = XML_DECLARATION.exec(this.text.slice(0, XML_DECLARATION_CHARACTERS_MAX));
    if (declaration === null) this.refuse('form');
    const [whole, version, encoding] = declaration;
    const isForeign = encoding !== undefined && !/^.utf-?8.$/i.test(encoding);
    if (isForeign && this.limits.isText !== true) this.refuse('encoding');
    if (version?.slice(1, -1) !== '1.0') this.refuse('form');
    this.at = whole.length;
  }

  private name(): string {
    const start = this.at;
    const end = Math.min(this.text.length, start + this.limits.tagCharactersMax + 1);
    while (this.at < end && ENDS_NAME[this.text.charCodeAt(this.at)] !== 1) this.at += 1;
    if (this.at - start > this.limits.tagCharactersMax) this.refuse('too-long');
    return this.text.slice(start, this.at);
  }

  private partsOf(written: string): QualifiedName {
    const known = this.names.get(written);
    if (known !== undefined) return known;
    const name = qualifiedName(written) ?? this.refuse('form');
    this.names.set(written, name);
    return name;
  }

  private skipSpace(): void {
    while (isSpace(this.text.charCodeAt(this.at))) this.at += 1;
  }

  private expect(code: number, ahead = 0): void {
    if (this.text.charCodeAt(this.at + ahead) !== code) this.refuse('form');
  }

  private count(): void {
    this.nodes += 1;
    if (this.nodes > this.limits.nodesMax) this.refuse('too-many-nodes');
  }

  private countReference(first: number): void {
    this.references += 1;
    if (this.references > this.limits.referencesMax) this.refuse('too-many-references');
    if (first === NUMBER_SIGN) this.count();
  }

  private refuse(defect: XmlDefect): never {
    let line = 1;
    let lineStart = 0;
    for (let end = this.text.indexOf('\n'); end !== -1 && end < this.at; end = this.text.indexOf('\n', lineStart)) {
      line += 1;
      lineStart = end + 1;
      if (line === LINES_COUNTED_MAX) break;
    }
    throw new XmlRefused(defect, ` at line ${line}, column ${this.at - lineStart + 1}`);
  }
}

const NONE: readonly never[] = [];
const NUMBER_SIGN = 0x23;

function isSpace(code: number): boolean {
  return code === SPACE || code === LINE_FEED || code === TAB;
}

/** Version, then encoding, then standalone; the values with their quotes. */
const XML_DECLARATION =
  /^<\?xml[\t\n ]+version[\t\n ]*=[\t\n ]*("[^"]*"|'[^']*')(?:[\t\n ]+encoding[\t\n ]*=[\t\n ]*("[A-Za-z][-\w.]*"|'[A-Za-z][-\w.]*'))?(?:[\t\n ]+standalone[\t\n ]*=[\t\n ]*(?:"(?:yes|no)"|'(?:yes|no)'))?[\t\n ]*\?>/;
const XML_DECLARATION_CHARACTERS_MAX = 500;
