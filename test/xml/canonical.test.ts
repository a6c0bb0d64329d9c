import { describe, expect, it } from 'vitest';
import { canonicalise } from '../../src/xml/canonical.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { descendants, type XmlElement } from '../../src/xml/tree.ts';

function elementIn(document: string, local: string): XmlElement {
  for (const element of descendants(parseXml(document))) if (element.local === local) return element;
  throw new Error(`no ${local}`);
}

describe('exclusive canonical form', () => {
  const document =
    '<r xmlns="urn:d" xmlns:idle="urn:idle" xmlns:p="urn:p" xml:lang="fr"><p:apex p:b="2" a="1"><c/><p:d/></p:apex></r>';
  const apex = elementIn(document, 'apex');

  it('declares a namespace where it is first visibly used, and leaves out the idle ones and the attributes of ancestors', () => {
    expect(canonicalise(apex)).toBe('<p:apex xmlns:p="urn:p" a="1" p:b="2"><c xmlns="urn:d"></c><p:d></p:d></p:apex>');
  });

  it('treats the listed prefixes as inclusive canonicalisation would: declared at the apex, used or not', () => {
    expect(canonicalise(apex, ['idle', '#default', 'nowhere'])).toBe(
      '<p:apex xmlns="urn:d" xmlns:idle="urn:idle" xmlns:p="urn:p" a="1" p:b="2"><c></c><p:d></p:d></p:apex>',
    );
  });

  it('declares a prefix again where it means something else, and again where it means the first', () => {
    const shadowed = '<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"><p:c xmlns:p="urn:1"/></p:b><p:d/></p:a>';
    expect(canonicalise(parseXml(shadowed))).toBe(
      '<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"><p:c xmlns:p="urn:1"></p:c></p:b><p:d></p:d></p:a>',
    );
  });

  it('takes the default namespace back only where there was one', () => {
    expect(canonicalise(parseXml('<a xmlns=""><b xmlns="urn:d"><c xmlns=""/></b></a>'))).toBe(
      '<a><b xmlns="urn:d"><c xmlns=""></c></b></a>',
    );
  });

  it('sorts declarations by prefix and attributes by namespace, each by code point', () => {
    const names = '<r xmlns:b="urn:1" xmlns:a="urn:2" \u{10000}="4" \uff21="3" z="2" Z="1" a:x="6" b:x="5"/>';
    expect(canonicalise(parseXml(names))).toBe(
      '<r xmlns:a="urn:2" xmlns:b="urn:1" Z="1" z="2" \uff21="3" \u{10000}="4" b:x="5" a:x="6"></r>',
    );
  });

  it('never declares the xml prefix, even where the document or a prefix list does', () => {
    const xml = '<r xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:lang="fr"/>';
    expect(canonicalise(parseXml(xml), ['xml'])).toBe('<r xml:lang="fr"></r>');
  });

  it('escapes what Canonical XML escapes, and nothing else', () => {
    const special = `<a b="&lt;&amp;&quot;'>&#9;&#10;&#13;é">&lt;&amp;"'&gt;\t\n&#13;é</a>`;
    expect(canonicalise(parseXml(special))).toBe(
      `<a b="&lt;&amp;&quot;'>&#x9;&#xA;&#xD;é">&lt;&amp;"'&gt;\t\n&#xD;é</a>`,
    );
  });
});
