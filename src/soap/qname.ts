import { namespaceInScope, textOf, type XmlElement } from '../xml/tree.ts';

/** A qualified name that stands as text; `namespace` is undefined where its prefix is declared nowhere. */
export interface QNameText {
  readonly namespace: string | undefined;
  readonly local: string;
}

/** Reads the text of an element as a QName, by what its prefix means at that element: a prefix by itself means nothing. */
export function qnameOf(element: XmlElement): QNameText {
  const text = textOf(element).trim();
  const colon = text.indexOf(':');
  return {
    namespace: namespaceInScope(element, colon === -1 ? '' : text.slice(0, colon)),
    local: text.slice(colon + 1),
  };
}
