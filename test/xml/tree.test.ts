import { describe, expect, it } from 'vitest';
import { parseXml } from '../../src/xml/parse.ts';
import { childrenNamed, descendants, namespaceInScope, onlyChild, textOf } from '../../src/xml/tree.ts';

const root = parseXml('<r xmlns:p="urn:1">1<a>2<c/></a><p:a xmlns:q="urn:q"><b/></p:a>3<a/></r>');

describe('a tree', () => {
  it('gives its elements in document order', () => {
    expect([...descendants(root)].map(({ local }) => local)).toEqual(['r', 'a', 'c', 'a', 'b', 'a']);
  });

  it('finds children by namespace and name, and one only when there is one', () => {
    expect(childrenNamed(root, '', 'a')).toHaveLength(2);
    expect(onlyChild(root, '', 'a')).toBeUndefined();
    expect(onlyChild(root, 'urn:1', 'a')?.prefix).toBe('p');
    expect(onlyChild(root, 'urn:2', 'a')).toBeUndefined();
  });

  it('gives the text of an element without that of its children', () => {
    expect(textOf(root)).toBe('13');
  });

  it('knows what a prefix means at a place', () => {
    const child = onlyChild(root, 'urn:1', 'a')!;
    expect(namespaceInScope(child, 'p')).toBe('urn:1');
    expect(namespaceInScope(child, 'q')).toBe('urn:q');
    expect(namespaceInScope(root, 'q')).toBeUndefined();
    expect(namespaceInScope(root, '')).toBe('');
  });
});
