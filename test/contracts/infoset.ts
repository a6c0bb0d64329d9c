import { childElements, textOf, type XmlElement } from '../../src/xml/tree.ts';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * The first difference between two elements in what a message means: names, attributes, texts of leaves, order. Prefixes, white
 * space between elements and the form of a number or boolean do not count.
 *
 * @returns the path of the difference and what it is; undefined when there is none.
 */
export function difference(a: XmlElement, b: XmlElement, path = ''): string | undefined {
  const at = `${path}/${a.local}`;
  if (a.local !== b.local || a.namespace !== b.namespace) return `${at}: {${b.namespace}}${b.local}`;
  const [left, right] = [attributes(a), attributes(b)];
  if (left !== right) return `${at}: attributes ${left} and ${right}`;
  const [children, others] = [childElements(a), childElements(b)];
  if (children.length !== others.length) return `${at}: ${children.length} and ${others.length} elements`;
  if (children.length === 0) return sameText(textOf(a), textOf(b)) ? undefined : `${at}: ${textOf(a)} and ${textOf(b)}`;
  for (const [index, child] of children.entries()) {
    const other = others[index];
    const found = other === undefined ? at : difference(child, other, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function attributes(element: XmlElement): string {
  const meant = element.attributes.filter(({ namespace }) => namespace !== XSI);
  return meant
    .map(({ namespace, local, value }) => `{${namespace}}${local}=${value}`)
    .sort()
    .join(' ');
}

/** Texts as XML Schema compares them: `007` and `7`, `1` and `true`, collapsed white space. */
function sameText(a: string, b: string): boolean {
  const [left, right] = [a.trim().replace(/\s+/g, ' '), b.trim().replace(/\s+/g, ' ')];
  if (left === right) return true;
  if (/^[+-]?[0-9]+$/.test(left) && /^[+-]?[0-9]+$/.test(right))
    return BigInt(left.replace('+', '')) === BigInt(right.replace('+', ''));
  const truth = (text: string): string => ({ '1': 'true', '0': 'false' })[text] ?? text;
  return truth(left) === truth(right);
}
