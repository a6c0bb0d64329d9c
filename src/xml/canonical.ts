import { escapeAttribute, escapeText } from './characters.ts';
import { namespaceInScope, type XmlAttribute, type XmlElement } from './tree.ts';

/**
 * Exclusive XML Canonicalization 1.0 (W3C, 2002) of the subtree at `apex`, without comments.
 *
 * @param inclusivePrefixes the InclusiveNamespaces PrefixList; `#default` stands for the default namespace.
 * @returns the canonical text; its UTF-8 bytes are what a digest is made of.
 */
export function canonicalise(apex: XmlElement, inclusivePrefixes: readonly string[] = []): string {
  return new Canonicaliser(inclusivePrefixes).canonicalise(apex);
}

/** A prefix (empty for the default namespace) with what it stands for; undefined: with nothing yet. */
type Binding = readonly [prefix: string, uri: string | undefined];

/**
 * One pass over the subtree, in time proportional to its size: the parser has already resolved every name that is visibly used,
 * so a scope is only looked up for the inclusive prefixes, once, at the apex.
 */
class Canonicaliser {
  private readonly inclusive: ReadonlySet<string>;
  /** What the output has declared around the place where it is being written. */
  private readonly rendered = new Map<string, string>([['', '']]);
  private out = '';

  constructor(inclusivePrefixes: readonly string[]) {
    this.inclusive = new Set(inclusivePrefixes.map((prefix) => (prefix === '#default' ? '' : prefix)));
  }

  canonicalise(apex: XmlElement): string {
    const inherited = [...this.inclusive].map((prefix): Binding => [prefix, namespaceInScope(apex, prefix)]);
    this.write(apex, inherited);
    return this.out;
  }

  private write(element: XmlElement, inclusive: readonly Binding[]): void {
    const name = qualifiedName(element);
    this.out += `<${name}`;
    const outside = this.declare(element, inclusive);
    for (const attribute of inCanonicalOrder(element.attributes)) {
      this.out += ` ${qualifiedName(attribute)}="${escapeAttribute(attribute.value)}"`;
    }
    this.out += '>';
    for (const child of element.children) {
      if (typeof child === 'string') this.out += escapeText(child);
      else this.write(child, this.inclusiveOn(child));
    }
    this.out += `</${name}>`;
    for (const [prefix, uri] of outside) this.bind(prefix, uri);
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
