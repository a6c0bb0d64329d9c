import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute, element, type XmlNode } from '../../src/simulator/xml/node.ts';
import { readXml, XmlUnreadable } from '../../src/simulator/xml/read-xml.ts';
import { writeXml } from '../../src/simulator/xml/write-xml.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { textOf, type XmlElement } from '../../src/xml/tree.ts';

const NAMESPACES = ['', 'urn:a', 'urn:b', 'http://www.ksz-bcss.fgov.be/XSD/SSDN/Common'];

/** Whatever XML can carry: controls of white space, markup, the end of a CDATA section, letters outside the basic plane. */
const text = fc
  .array(fc.constantFrom('\r', '\n', '\t', ' ', '<', '>', '&', '"', "'", ']]>', '-->', 'é', '漢', '𝄞', 'a', '7'), {
    maxLength: 12,
  })
  .map((pieces) => pieces.join(''));
const name = fc.constantFrom('Period', 'status', 'x-1', '_y');

const tree: fc.Arbitrary<XmlNode> = fc.letrec<{ node: XmlNode }>((tie) => ({
  node: fc.record({
    namespace: fc.constantFrom(...NAMESPACES),
    local: name,
    attributes: fc.uniqueArray(fc.record({ namespace: fc.constantFrom(...NAMESPACES), local: name, value: text }), {
      selector: (one) => `${one.namespace} ${one.local}`,
      maxLength: 3,
    }),
    children: fc.oneof(
      { depthSize: 'small' },
      text.map((value) => (value === '' ? [] : [value])),
      fc.array(tie('node'), { maxLength: 4 }),
    ),
  }),
})).node;

describe('XML that is written', () => {
  it('is read back as it was, with every character', () => {
    fc.assert(
      fc.property(tree, (node) => {
        expect(readXml(writeXml(node))).toEqual(node);
      }),
    );
  });

  it('is read by the gateway as the simulator reads it', () => {
    fc.assert(
      fc.property(tree, (node) => {
        expect(simplified(parseXml(writeXml(node)))).toEqual(node);
      }),
    );
  });

  it('refuses characters that XML does not have', () => {
    for (const bad of ['\u0000', '\u0001', '\ud800', '\uffff']) {
      expect(() => writeXml(element('', 'a', [bad]))).toThrow();
    }
  });

  it('declares a namespace again for each sister element, as replies of BCSS do', () => {
    const dates = ['StartDate', 'EndDate'].map((local) => element('urn:common', local, ['2026-01-01']));
    const xml = writeXml(element('urn:service', 'Period', dates), { declaration: false });
    expect(xml).toBe(
      '<ns1:Period xmlns:ns1="urn:service"><ns2:StartDate xmlns:ns2="urn:common">2026-01-01</ns2:StartDate>' +
        '<ns3:EndDate xmlns:ns3="urn:common">2026-01-01</ns3:EndDate></ns1:Period>',
    );
  });

  it('puts a name without namespace in none, whatever stands around it', () => {
    const node = element('urn:a', 'a', [element('', 'b', [], [attribute('c', 'd')])]);
    expect(readXml(writeXml(node))).toEqual(node);
  });

  /** The gateway's tree in the simulator's form. */
  function simplified({ namespace, local, attributes, children }: XmlElement): XmlNode {
    return {
      namespace,
      local,
      attributes: attributes.map((one) => ({ namespace: one.namespace, local: one.local, value: one.value })),
      children: children.map((child) => (typeof child === 'string' ? child : simplified(child))),
    };
  }
});

describe('XML that is read', () => {
  it.each([
    ['a second root', '<a/><b/>'],
    ['text after the root', '<a/>x'],
    ['text before the root', 'x<a/>'],
    ['text and a comment after the root', '<a/>x<!-- y -->'],
    ['an unclosed element', '<a><b></a>'],
    ['a document cut short', '<a><b>x</b'],
    ['a document type', '<!DOCTYPE a><a/>'],
    ['an entity', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ['an undeclared entity', '<a>&nbsp;</a>'],
    ['an unfinished reference', '<a>&amp</a>'],
    ['a reference to a character that XML does not have', '<a>&#0;</a>'],
    ['a processing instruction', '<a>x<?y z?></a>'],
    ['a comment in a value', '<a>x<!-- y --></a>'],
    ['an undeclared prefix', '<a:b/>'],
    ['an undeclared prefix of an attribute', '<a b:c="d"/>'],
    ['an attribute twice', '<a b="1" b="2"/>'],
    ['an attribute twice under two prefixes', '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>'],
    ['markup in an attribute', '<a b="<"/>'],
    ['the end of a CDATA section in text', '<a>]]></a>'],
    ['a control character', '<a>\u0001</a>'],
    ['nothing at all', ''],
  ])('is refused with %s', (_what, xml) => {
    expect(() => readXml(xml)).toThrow(XmlUnreadable);
  });

  it('keeps numbers and truth values as text', () => {
    const read = readXml('<a><b>00010112345</b><c>1e5</c><d>true</d><e>0x1F</e></a>');
    expect(read.children.map((child) => (typeof child === 'string' ? child : child.children[0]))).toEqual([
      '00010112345',
      '1e5',
      'true',
      '0x1F',
    ]);
  });

  it('takes CDATA as the text that it is', () => {
    expect(readXml('<a><![CDATA[<b>&amp;]]></a>').children).toEqual(['<b>&amp;']);
    expect(textOf(parseXml('<a><![CDATA[<b>&amp;]]></a>'))).toBe('<b>&amp;');
  });
});
