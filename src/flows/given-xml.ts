import { NS } from '../xml/names.ts';
import { parseXml, XmlRefused } from '../xml/parse.ts';
import { isLetThrough, type NamespaceConstraint, type XmlAnnotation } from './annotated-schema.ts';

/** What is wrong with XML that a payload gives as it is, and where. */
export interface Unwritable {
  /** Pointer below the value. */
  readonly at: string;
  readonly expected: string;
}

const NAME = /^[\p{L}_][\p{L}\p{M}\p{N}_.\-\u00b7]*$/u;
const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** Looks at wildcard content (a list of elements), wildcard attributes (a list of names and values) or mixed content (a text). */
export function unwritable(
  given: unknown,
  { nodeType, attribute }: XmlAnnotation,
  namespaces: NamespaceConstraint | undefined,
): readonly Unwritable[] {
  if (nodeType !== 'none') return [];
  if (typeof given === 'string')
    return rootNamespace(`<mixed>${given}</mixed>`) === undefined ? [{ at: '', expected: 'XML' }] : [];
  if (!Array.isArray(given)) return [];
  const names = new Set<string>();
  for (const [index, item] of given.entries()) {
    const asElement = typeof item === 'string' ? elementDefect(item, namespaces) : undefined;
    const expected = attribute === true ? attributeDefect(item, names, namespaces) : asElement;
    if (expected !== undefined) return [{ at: `/${index}`, expected }];
  }
  return [];
}

function elementDefect(xml: string, namespaces: NamespaceConstraint | undefined): string | undefined {
  const namespace = rootNamespace(xml);
  if (namespace === undefined) return 'XML';
  return isLetThrough(namespace, namespaces) ? undefined : 'XML of another namespace';
}

/** Undefined when the text is no XML document. */
function rootNamespace(xml: string): string | undefined {
  try {
    return parseXml(xml).namespace;
  } catch (error) {
    if (error instanceof XmlRefused) return undefined;
    throw error;
  }
}

function attributeDefect(
  item: unknown,
  names: Set<string>,
  namespaces: NamespaceConstraint | undefined,
): string | undefined {
  const { namespace = '', name, value } = (item ?? {}) as { namespace?: unknown; name?: unknown; value?: unknown };
  if (typeof name !== 'string' || typeof value !== 'string' || typeof namespace !== 'string') return undefined;
  if (!NAME.test(name) || name === 'xmlns') return 'the name of an attribute';
  if (namespace === NS.xsi || namespace === XMLNS || !isLetThrough(namespace, namespaces))
    return 'an attribute of another namespace';
  const key = `{${namespace}}${name}`;
  if (names.has(key)) return 'each attribute once';
  names.add(key);
  return undefined;
}
