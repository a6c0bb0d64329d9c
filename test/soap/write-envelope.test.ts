import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readEnvelope } from '../../src/soap/read-envelope.ts';
import { BODY_ID, bodyElement, envelope, xmlStringElement } from '../../src/soap/write-envelope.ts';
import { canonicalise } from '../../src/xml/canonical.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { attributeOf } from '../../src/xml/tree.ts';
import { byLibxml2 } from '../xml/other-canonicalisers.ts';
import { plainDocument } from '../xml/random-xml.ts';

it('the Body is written as exclusive canonicalisation would give it, for any canonical content', () => {
  const anyContent = plainDocument.map((document) => canonicalise(parseXml(document)));
  fc.assert(
    fc.property(anyContent, (content) => {
      const body = bodyElement(content);
      const document = envelope(body, '<h:x xmlns:h="urn:h"></h:x>');
      expect(canonicalise(readEnvelope(parseXml(document)).body)).toBe(body);
      expect(byLibxml2(document, '/*/*[2]')).toBe(body);
    }),
    { numRuns: 300 },
  );
});

it.each([
  '<soapenv:x xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"></soapenv:x>',
  '<a><wsu:x xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"></wsu:x></a>',
  '<wsu:x xmlns:wsu="urn:other"></wsu:x>',
])('and when the content binds our prefixes again: %.30s…', (content) => {
  const body = bodyElement(content);
  expect(byLibxml2(envelope(body), '/*/*[1]')).toBe(body);
});

it('the Body carries its Id in the namespace where receivers look for it', () => {
  const { body, header } = readEnvelope(parseXml(envelope(bodyElement('<a></a>'))));
  const utility = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
  expect(attributeOf(body, 'Id', utility)).toBe(BODY_ID);
  expect(header).toBeUndefined();
});

it('xmlString is canonical as it is written', () => {
  const element = xmlStringElement('<?xml version="1.0"?>\r\n<a b="\t">]]></a>');
  expect(canonicalise(parseXml(element))).toBe(element);
});
