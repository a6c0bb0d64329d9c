import { SaxesParser, type SaxesTagNS } from 'saxes';
import { isXmlText } from '../../src/xml/characters.ts';
import { parseXml } from '../../src/xml/parse.ts';
import type { XmlElement } from '../../src/xml/tree.ts';

/** A tree as nested lists: name, declarations, attributes, children. */
export type Nested = readonly [
  name: string,
  declarations: string[],
  attributes: string[],
  children: (Nested | string)[],
];

/** What our parser makes of a document; undefined where it refuses it. */
export function byOurs(document: Uint8Array | string): Nested | undefined {
  const nested = ({ prefix, local, namespace, declarations, attributes, children }: XmlElement): Nested => [
    nameOf(prefix, local, namespace),
    declarations.map((one) => `${one.prefix}=${one.uri}`),
    attributes.map((one) => `${nameOf(one.prefix, one.local, one.namespace)}=${one.value}`),
    children.map((child) => (typeof child === 'string' ? child : nested(child))),
  ];
  let root: XmlElement;
  try {
    root = parseXml(document);
  } catch {
    return undefined;
  }
  return nested(root);
}

/**
 * What saxes makes of it, after the refusals that are ours: DOCTYPE, processing instructions, comments inside, other encodings and
 * versions; and after what saxes lets through though the recommendations do not (each is named in parse-refusals.test.ts).
 */
export function bySaxes(document: Uint8Array | string): Nested | undefined {
  try {
    return new SaxesTree().read(typeof document === 'string' ? document : decoded(document));
  } catch {
    return undefined;
  }
}

function decoded(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

function nameOf(prefix: string, local: string, namespace: string): string {
  return `${prefix}:${local}{${namespace}}`;
}

class SaxesTree {
  private readonly parser = new SaxesParser({ xmlns: true });
  private readonly open: Nested[] = [];
  private root: Nested | undefined;

  read(given: string): Nested | undefined {
    const text = given.startsWith('\ufeff') ? given.slice(1) : given;
    if (!isXmlText(text) || text.startsWith('\ufeff')) return undefined;
    const refuse = (): never => {
      throw new Error('refused');
    };
    this.parser.on('error', refuse);
    this.parser.on('doctype', refuse);
    this.parser.on('processinginstruction', refuse);
    this.parser.on('comment', () => {
      if (this.open.length > 0) refuse();
    });
    this.parser.on('xmldecl', ({ version, encoding = 'UTF-8' }) => {
      if (version !== '1.0' || encoding.toUpperCase() !== 'UTF-8') refuse();
    });
    this.parser.on('opentag', (tag) => {
      this.start(tag);
    });
    this.parser.on('closetag', () => this.open.pop());
    this.parser.on('text', (text) => {
      this.text(text);
    });
    this.parser.on('cdata', (text) => {
      this.text(text);
    });
    this.parser.write(text).close();
    return this.root;
  }

  private start({ prefix, local, uri, attributes }: SaxesTagNS): void {
    const all = Object.values(attributes);
    const declares = all.filter((one) => one.prefix === 'xmlns' || one.name === 'xmlns');
    if (
      [{ prefix, local }, ...all].some(
        (name) => name.prefix !== '' && /^[-.0-9\u00b7\u0300-\u036f\u203f\u2040]/.test(name.local),
      )
    )
      throw new Error('a name begins again behind its colon');
    if (declares.some(({ value }) => /\s/.test(value))) throw new Error('two spellings of one name');
    const element: Nested = [
      nameOf(prefix, local, uri),
      declares.map((one) => `${one.prefix === '' ? '' : one.local}=${one.value}`),
      all
        .filter((one) => !declares.includes(one))
        .map((one) => `${nameOf(one.prefix, one.local, one.uri)}=${one.value}`),
      [],
    ];
    this.open.at(-1)?.[3].push(element);
    this.root ??= element;
    this.open.push(element);
  }

  private text(text: string): void {
    const children = this.open.at(-1)?.[3];
    if (children === undefined || text === '') return;
    const last = children.length - 1;
    const before = children[last];
    if (typeof before === 'string') children[last] = before + text;
    else children.push(text);
  }
}
