import { describe, expect, it } from 'vitest';
import { readEnvelope, readFault } from '../../src/soap/read-envelope.ts';
import { faultEnvelope } from '../../src/soap/write-envelope.ts';
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

describe('a fault', () => {
  const fault = (inside: string): ReturnType<typeof readFault> =>
    readFault(read(`<s:Body><s:Fault>${inside}</s:Fault></s:Body>`).content);
  const code = (text: string): string => `<faultcode>${text}</faultcode>`;

  it('is what is called Fault in the namespace of SOAP, and nothing else', () => {
    expect(readFault(parseXml('<Fault/>'))).toBeUndefined();
    expect(readFault(parseXml(`<s:Fault xmlns:s="${SOAP_1_2}"/>`))).toBeUndefined();
  });

  it('has a code, a reason and the elements of its detail', () => {
    const read = fault(
      `${code('s:Client')}<faultstring>\n no such\n</faultstring><faultactor>urn:x</faultactor><detail>\n<a/><b xmlns="urn:b"/>text</detail>`,
    );
    expect(read).toMatchObject({ by: 'client', code: 'Client', reason: 'no such' });
    expect(read?.detail.map(({ local }) => local)).toEqual(['a', 'b']);
  });

  it.each([
    ['s:Client', 'client'],
    [' s:Client\n', 'client'],
    ['Client', 'client'],
    ['s:Client.Authentication', 'client'],
    ['s:Sender', 'client'],
    ['s:Server', 'server'],
    ['s:Server.Client', 'server'],
    ['s:Clientele', 'server'],
    ['s:client', 'server'],
    ['s:MustUnderstand', 'server'],
    ['', 'server'],
  ])('coded %j is put down to the %s', (text, by) => {
    expect(fault(code(text))?.by).toBe(by);
  });

  it('with nothing in it is theirs, without a reason', () => {
    expect(fault('')).toEqual({ by: 'server', code: '', reason: '', detail: [] });
  });

  it('that says two codes says none: ours would be final, theirs is not', () => {
    expect(fault(code('s:Client') + code('s:Server'))).toMatchObject({ by: 'server', code: '' });
    expect(fault(code('s:Server') + code('s:Client'))).toMatchObject({ by: 'server', code: '' });
  });

  it('that we write is read as we meant it', () => {
    const reason = 'not <this> & that ]]>';
    for (const by of ['client', 'server'] as const) {
      expect(readFault(readEnvelope(parseXml(faultEnvelope(by, reason))).content)).toMatchObject({
        by,
        reason,
        detail: [],
      });
    }
  });
});
