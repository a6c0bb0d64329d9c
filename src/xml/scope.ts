import type { NamespaceDeclaration } from './tree.ts';

const XML = 'http://www.w3.org/XML/1998/namespace';
const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** What each prefix stands for at the place that is being read (Namespaces in XML 1.0, 6). */
export class Scope {
  private readonly uris = new Map<string, string>([
    ['', ''],
    ['xml', XML],
  ]);
  /** By depth: the declarations there, and what each hides. */
  private readonly hidden: (Hidden[] | undefined)[] = [];

  /** The URI of a prefix; undefined where it is not declared. */
  uriOf(prefix: string): string | undefined {
    return this.uris.get(prefix);
  }

  /** Declares prefixes on the element at a depth, which must be left again by {@link leave}. */
  enter(depth: number, declarations: readonly NamespaceDeclaration[]): void {
    if (declarations.length === 0) return;
    this.hidden[depth] = declarations.map(({ prefix, uri }) => {
      const before = this.uris.get(prefix);
      this.uris.set(prefix, uri);
      return { prefix, uri: before };
    });
  }

  /** What the element at a depth declared is no more. */
  leave(depth: number): void {
    const hidden = this.hidden[depth];
    if (hidden === undefined) return;
    for (const { prefix, uri } of hidden) {
      if (uri === undefined) this.uris.delete(prefix);
      else this.uris.set(prefix, uri);
    }
    this.hidden[depth] = undefined;
  }
}

interface Hidden {
  readonly prefix: string;
  readonly uri: string | undefined;
}

/**
 * Whether a prefix may be declared as this. Two prefixes are bound for ever (3), a prefix cannot be taken back in version 1.0 (6.1);
 * white space would give one name two spellings, since attribute values are read without it by some.
 */
export function isDeclarable({ prefix, uri }: NamespaceDeclaration): boolean {
  if (prefix === 'xmlns' || uri === XMLNS) return false;
  if ((prefix === 'xml') !== (uri === XML)) return false;
  return (prefix === '' || uri !== '') && !/\s/.test(uri);
}
