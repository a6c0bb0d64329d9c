import { describe, expect, it } from 'vitest';
import { readEnvelope, readReplyEnvelope } from '../../src/soap/read-envelope.ts';
import { parseXml } from '../../src/xml/parse.ts';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const SOAP_1_2 = 'http://www.w3.org/2003/05/soap-envelope';

const read = (inside: string, namespace = SOAP): ReturnType<typeof readEnvelope> =>
  readEnvelope(parseXml(`<s:Envelope xmlns:s="${namespace}">${inside}</s:Envelope>`));

describe('an envelope', () => {
  it('is an optional Header and a Body with one element', () => {
    expect(read('<s:Body><a/></s:Body>').header).toBeUndefined();
    const whole = read('\n<s:Header><h/></s:Header>\n<s:Body>\n<a/>\n</s:Body>\n');
    expect(whole.header?.children).toHaveLength(1);
    expect(whole.content.local).toBe('a');
  });

  it.each([
    ['another root', () => readEnvelope(parseXml('<html/>')), 'the root is not an Envelope'],
    ['SOAP 1.2', () => read('<s:Body><a/></s:Body>', SOAP_1_2), 'not SOAP 1.1'],
    ['no namespace', () => readEnvelope(parseXml('<Envelope><Body><a/></Body></Envelope>')), 'not SOAP 1.1'],
    ['nothing inside', () => read(''), 'no Body where it belongs'],
    ['a Header alone', () => read('<s:Header/>'), 'no Body where it belongs'],
    ['two Headers', () => read('<s:Header/><s:Header/><s:Body><a/></s:Body>'), 'no Body where it belongs'],
    ['the Body before the Header', () => read('<s:Body><a/></s:Body><s:Header/>'), 'no Body where it belongs'],
    ['two Bodies', () => read('<s:Body><a/></s:Body><s:Body><a/></s:Body>'), 'elements beside Header and Body'],
    ['an element after the Body', () => read('<s:Body><a/></s:Body><a/>'), 'elements beside Header and Body'],
    ['an element before the Body', () => read('<a/><s:Body><a/></s:Body>'), 'no Body where it belongs'],
    ['a Body of another namespace', () => read('<Body><a/></Body>'), 'no Body where it belongs'],
    ['an empty Body', () => read('<s:Body/>'), 'the Body does not hold exactly one element'],
    ['a Body with text only', () => read('<s:Body>a</s:Body>'), 'the Body does not hold exactly one element'],
    ['two contents', () => read('<s:Body><a/><a/></s:Body>'), 'the Body does not hold exactly one element'],
  ])('with %s is refused', (_what, make, why) => {
    expect(make).toThrow(`envelope refused: ${why}`);
  });
});

describe('the envelope of a reply', () => {
  const readReply = (inside: string): ReturnType<typeof readReplyEnvelope> =>
    readReplyEnvelope(parseXml(`<s:Envelope xmlns:s="${SOAP_1_2}">${inside}</s:Envelope>`));

  it('may be one of SOAP 1.2 where it holds a fault: whoever speaks nothing else answers so', () => {
    expect(readReply('<s:Body><s:Fault/></s:Body>').content.local).toBe('Fault');
  });

  it.each([
    ['an answer', '<s:Body><a/></s:Body>', 'not SOAP 1.1'],
    ['a fault of the other version', `<s:Body><Fault xmlns="${SOAP}"/></s:Body>`, 'not SOAP 1.1'],
    [
      'a Body of the other version',
      `<Body xmlns="${SOAP}"><s:Fault xmlns:s="${SOAP_1_2}"/></Body>`,
      'no Body where it belongs',
    ],
  ])('of SOAP 1.2 with %s is refused', (_what, inside, why) => {
    expect(() => readReply(inside)).toThrow(`envelope refused: ${why}`);
  });
});
