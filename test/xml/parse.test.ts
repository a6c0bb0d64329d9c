import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseXml } from '../../src/xml/parse.ts';
import { attributeOf, childElements, textOf } from '../../src/xml/tree.ts';

describe('the parser accepts', () => {
  it('a reply with a declaration, and comments outside its root', () => {
    const sound = readFileSync(new URL('../../fixtures/hostile/replies/sound.xml', import.meta.url));
    const [body] = childElements(parseXml(sound));
    const [reply] = childElements(body!);
    expect(childElements(reply!).map(textOf)).toEqual(['04021000188', 'Émile & fils', 'DATA_FOUND']);
  });

  it('one byte order mark, in bytes and in text', () => {
    expect(parseXml('\ufeff<a/>').local).toBe('a');
    expect(parseXml(Buffer.from('\ufeff<?xml version="1.0"?><a/>')).local).toBe('a');
  });

  it.each([
    `<?xml version='1.0'?><a/>`,
    '<?xml version="1.0" encoding="utf-8" standalone="yes" ?>\n<a/>\n',
    '<a\n></a\n>',
  ])('the spelling %j', (document) => {
    expect(parseXml(document).local).toBe('a');
  });
});

describe('the parser reads values as XML 1.0 says', () => {
  const text = (content: string): string => textOf(parseXml(`<a>${content}</a>`));

  it('joins text, CDATA and references into one text', () => {
    const root = parseXml('<a>1<![CDATA[<2>]]>&#51;&amp;<![CDATA[]]>4</a>');
    expect(root.children).toEqual(['1<2>3&4']);
  });

  it('reads a doctype in CDATA as the text it is', () => {
    expect(text('<![CDATA[<?xml version="1.0"?><!DOCTYPE x><!-- y -->]]>')).toBe(
      '<?xml version="1.0"?><!DOCTYPE x><!-- y -->',
    );
  });

  it('ends a CDATA section at the first ]]> and nowhere else', () => {
    expect(text('<![CDATA[]]]]><![CDATA[>]]>')).toBe(']]>');
    expect(text('<![CDATA[] ]> ]]]>')).toBe('] ]> ]');
  });

  it('turns CR LF and CR into LF, and leaves a referenced CR alone', () => {
    expect(text('a\r\nb\rc&#xD;d\r')).toBe('a\nb\nc\rd\n');
    expect(text('<![CDATA[a\r\nb]]>')).toBe('a\nb');
  });

  it('turns white space in attributes into spaces, and leaves referenced white space alone', () => {
    const root = parseXml('<a b="1\t2\n3\r\n4&#9;5&#10;6&#13;7"/>');
    expect(attributeOf(root, 'b')).toBe('1 2 3 4\t5\n6\r7');
  });

  it('keeps the digits of an SSIN, and what looks like a number or a boolean, as text', () => {
    expect(['00010112345', '1e5', '0x1F', 'true', ' 1 '].map(text)).toEqual([
      '00010112345',
      '1e5',
      '0x1F',
      'true',
      ' 1 ',
    ]);
  });

  it('allows ]] > and a lone ] in text, and > in attributes', () => {
    expect(text(']] > ] &#93;]>')).toBe(']] > ] ]]>');
    expect(attributeOf(parseXml('<a b="]]>"/>'), 'b')).toBe(']]>');
  });

  it('keeps names that JavaScript objects know', () => {
    const root = parseXml('<a __proto__="1" constructor="2"><__proto__/></a>');
    expect(attributeOf(root, '__proto__')).toBe('1');
    expect(attributeOf(root, 'constructor')).toBe('2');
    expect(childElements(root)[0]?.local).toBe('__proto__');
  });
});

describe('the parser resolves names as Namespaces in XML says', () => {
  const [root, child, none] = ((): [...ReturnType<typeof childElements>] => {
    const top = parseXml('<p:r xmlns:p="urn:1" xmlns="urn:d" p:x="1" x="2"><p:c xmlns:p="urn:2"/><n xmlns=""/></p:r>');
    return [top, ...childElements(top)];
  })();

  it('elements take the default namespace, attributes do not', () => {
    expect(root?.namespace).toBe('urn:1');
    expect(root?.attributes.map(({ namespace, value }) => [namespace, value])).toEqual([
      ['urn:1', '1'],
      ['', '2'],
    ]);
  });

  it('a prefix that is bound again means the inner name', () => {
    expect(child?.namespace).toBe('urn:2');
  });

  it('the default namespace can be taken back', () => {
    expect(none?.namespace).toBe('');
  });

  it('the xml prefix needs no declaration, and may have the one it is bound to', () => {
    const declared = parseXml('<a xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:lang="fr"/>');
    expect(attributeOf(declared, 'lang', 'http://www.w3.org/XML/1998/namespace')).toBe('fr');
  });
});
