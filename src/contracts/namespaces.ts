import type { NamespaceConstraint } from '../flows/annotated-schema.ts';
import type { Located } from './components.ts';

/** What the attribute `namespace` of a wildcard says; undefined for any namespace (XML Schema 1.0, part 1, 3.10.2). */
export function namespacesOf({ node, document }: Located): NamespaceConstraint | undefined {
  const said = node.attributes.get('namespace')?.trim() ?? '##any';
  if (said === '##any' || said === '') return undefined;
  if (said === '##other') return { noneOf: [...new Set([document.namespace, ''])] };
  const words = said.split(/\s+/).map((word) => {
    if (word === '##targetNamespace') return document.namespace;
    return word === '##local' ? '' : word;
  });
  return { oneOf: [...new Set(words)] };
}

/** What either of two wildcards lets through; where that cannot be said, everything. */
export function eitherOf(
  one: NamespaceConstraint | undefined,
  other: NamespaceConstraint | undefined,
): NamespaceConstraint | undefined {
  if (one === undefined || other === undefined) return undefined;
  if ('oneOf' in one && 'oneOf' in other) return { oneOf: [...new Set([...one.oneOf, ...other.oneOf])] };
  if ('noneOf' in one && 'noneOf' in other) return { noneOf: one.noneOf.filter((name) => other.noneOf.includes(name)) };
  const [open, listed] =
    'noneOf' in one
      ? [one.noneOf, 'oneOf' in other ? other.oneOf : []]
      : ['noneOf' in other ? other.noneOf : [], one.oneOf];
  return { noneOf: open.filter((name) => !listed.includes(name)) };
}
