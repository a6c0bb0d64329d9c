import { atOnce, type Steps } from '../domain/in-turns.ts';
import { escapeAttribute, escapeText } from './characters.ts';
import { namespaceInScope, type XmlAttribute, type XmlElement } from './tree.ts';

/**
 * Exclusive XML Canonicalization 1.0 (W3C, 2002) of the subtree at `apex`, without comments.
 *
 * @param inclusivePrefixes the InclusiveNamespaces PrefixList; `#default` stands for the default namespace.
 * @returns the canonical text; its UTF-8 bytes are what a digest is made of.
 */
export function canonicalise(apex: XmlElement, inclusivePrefixes: readonly string[] = []): string {
  return atOnce(canonicalising(apex, inclusivePrefixes)).join('');
}

/** {@link canonicalise} as work that can be put down, for documents of strangers. @returns the text in pieces */
export function* canonicalising(apex: XmlElement, inclusivePrefixes: readonly string[] = []): Steps<readonly string[]> {
  const canonicaliser = new Canonicaliser(apex, inclusivePrefixes);
  const pieces: string[] = [];
  for (;;) {
    const piece = canonicaliser.nextPiece();
    if (piece === undefined) return pieces;
    pieces.push(piece);
    yield;
  }
}

/** A prefix (empty for the default namespace) with what it stands for; undefined: with nothing yet. */
type Binding = readonly [prefix: string, uri: string | undefined];

/** An element that is being written: its start tag is out, and so many of its children are. */
interface Opened {
  readonly element: XmlElement;
  readonly name: string;
  /** What its declarations hide. */
  readonly outside: readonly Binding[];
  written: number;
  /** Characters of the next child that are out already, where that is a long text. */
  ofText: number;
}

/** About a millisecond of writing. */
const PIECE_CHARACTERS = 32_768;
/** Escapes make it five times as long at worst. */
const TEXT_PIECE = 8_192;

/**
 * One pass over the subtree, in time proportional to its size: the parser has already resolved every name that is visibly used,
 * so a scope is only looked up for the inclusive prefixes, once, at the apex.
 */
class Canonicaliser {
  private readonly inclusive: ReadonlySet<string>;
  /** What the output has declared around the place where it is being written. */
  private readonly rendered = new Map<string, string>([['', '']]);
  private readonly opened: Opened[] = [];
  private out = '';

  constructor(apex: XmlElement, inclusivePrefixes: readonly string[]) {
    this.inclusive = new Set(inclusivePrefixes.map((prefix) => (prefix === '#default' ? '' : prefix)));
    this.start(
      apex,
      [...this.inclusive].map((prefix): Binding => [prefix, namespaceInScope(apex, prefix)]),
    );
  }

  /** The next piece of the text; undefined when all of it is out. */
  nextPiece(): string | undefined {
    while (this.out.length < PIECE_CHARACTERS) {
      const innermost = this.opened.at(-1);
      if (innermost === undefined) break;
      this.goOn(innermost);
    }
    const piece = this.out;
    this.out = '';
    return piece === '' ? undefined : piece;
  }

  private goOn(opened: Opened): void {
    const child = opened.element.children[opened.written];
    if (child === undefined) this.finish(opened);
    else if (typeof child === 'string') this.text(child, opened);
    else {
      opened.written += 1;
      this.start(child, this.inclusiveOn(child));
    }
  }

  private text(text: string, opened: Opened): void {
    const end = opened.ofText + TEXT_PIECE;
    this.out += escapeText(text.length <= TEXT_PIECE ? text : text.slice(opened.ofText, end));
    opened.ofText = end < text.length ? end : 0;
    if (opened.ofText === 0) opened.written += 1;
  }

  private start(element: XmlElement, inclusive: readonly Binding[]): void {
    const name = qualifiedName(element);
    this.out += `<${name}`;
    const outside = this.declare(element, inclusive);
    for (const attribute of inCanonicalOrder(element.attributes)) {
      this.out += ` ${qualifiedName(attribute)}="${escapeAttribute(attribute.value)}"`;
    }
    this.out += '>';
    this.opened.push({ element, name, outside, written: 0, ofText: 0 });
  }

  private finish({ name, outside }: Opened): void {
    this.out += `</${name}>`;
    for (const [prefix, uri] of outside) this.bind(prefix, uri);
    this.opened.pop();
  }

  /** Writes the namespaces that are not declared around this element yet, and gives back what they hide. */
  private declare(element: XmlElement, inclusive: readonly Binding[]): Binding[] {
    const outside: Binding[] = [];
    const needed: string[] = [];
    const need = (prefix: string, uri: string | undefined): void => {
      const before = this.rendered.get(prefix);
      if (uri === undefined || uri === before || prefix === 'xml') return;
      outside.push([prefix, before]);
      needed.push(prefix);
      this.bind(prefix, uri);
    };
    need(element.prefix, element.namespace);
    for (const { prefix, namespace } of element.attributes) if (prefix !== '') need(prefix, namespace);
    for (const [prefix, uri] of inclusive) need(prefix, uri);
    for (const prefix of needed.sort(byCodePoint)) {
      const label = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
      this.out += ` ${label}="${escapeAttribute(this.rendered.get(prefix) ?? '')}"`;
    }
    return outside;
  }

  /** Below the apex an inclusive prefix only changes where an element declares it. */
  private inclusiveOn(element: XmlElement): readonly Binding[] {
    if (this.inclusive.size === 0 || element.declarations.length === 0) return NONE;
    return element.declarations
      .filter(({ prefix }) => this.inclusive.has(prefix))
      .map(({ prefix, uri }): Binding => [prefix, uri]);
  }

  private bind(prefix: string, uri: string | undefined): void {
    if (uri === undefined) this.rendered.delete(prefix);
    else this.rendered.set(prefix, uri);
  }
}

const NONE: readonly Binding[] = [];

function qualifiedName({ prefix, local }: { readonly prefix: string; readonly local: string }): string {
  return prefix === '' ? local : `${prefix}:${local}`;
}

/** Attributes by namespace URI, then local name; those in no namespace first. */
function inCanonicalOrder(attributes: readonly XmlAttribute[]): readonly XmlAttribute[] {
  if (attributes.length < 2) return attributes;
  return [...attributes].sort((a, b) => byCodePoint(a.namespace, b.namespace) || byCodePoint(a.local, b.local));
}

const SURROGATE = /[\ud800-\udfff]/;

/** Canonical order is that of code points, which is the order of UTF-8 bytes (and not, above U+FFFF, of UTF-16 units). */
function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  if (SURROGATE.test(a) || SURROGATE.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}
