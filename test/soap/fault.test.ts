import { describe, expect, it } from 'vitest';
import type { SoapFault } from '../../src/soap/fault.ts';
import { readFault } from '../../src/soap/fault.ts';
import { readEnvelope, readReplyEnvelope } from '../../src/soap/read-envelope.ts';
import { faultEnvelope } from '../../src/soap/write-envelope.ts';
import { parseXml } from '../../src/xml/parse.ts';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const SOAP_1_2 = 'http://www.w3.org/2003/05/soap-envelope';
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
const WSA = 'http://www.w3.org/2005/08/addressing';

const read = (inside: string, soap = SOAP): SoapFault => {
  const envelope = `<s:Envelope xmlns:s="${soap}"><s:Body><s:Fault>${inside}</s:Fault></s:Body></s:Envelope>`;
  const fault = readFault(readReplyEnvelope(parseXml(envelope)).content);
  if (fault === undefined) throw new Error('no fault');
  return fault;
};
const code = (text: string, declarations = ''): string => `<faultcode ${declarations}>${text}</faultcode>`;

describe('a fault', () => {
  it('is what is called Fault in a namespace of SOAP, and nothing else', () => {
    expect(readFault(parseXml('<Fault/>'))).toBeUndefined();
    expect(readFault(parseXml('<s:Fault xmlns:s="urn:s"/>'))).toBeUndefined();
  });

  it('has a code, a reason and the elements of its detail', () => {
    const fault = read(
      `${code('s:Client')}<faultstring>\n no such\n</faultstring><faultactor>urn:x</faultactor><detail>\n<a/><b xmlns="urn:b"/>text</detail>`,
    );
    expect(fault).toMatchObject({ by: 'client', code: 'Client', reason: 'no such' });
    expect(fault.detail.map(({ local }) => local)).toEqual(['a', 'b']);
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
    ['s:MustUnderstand', 'client'],
    ['', 'server'],
  ])('coded %j is put down to the %s', (text, by) => {
    expect(read(code(text)).by).toBe(by);
  });

  it('with nothing in it is theirs, without a reason', () => {
    expect(read('')).toEqual({ by: 'server', processing: 'unknown', code: '', reason: '', detail: [] });
  });

  it('that says two codes says none: ours would be final, theirs is not', () => {
    expect(read(code('s:Client') + code('s:Server'))).toMatchObject({ by: 'server', code: '' });
    expect(read(code('s:Server') + code('s:Client'))).toMatchObject({ by: 'server', code: '' });
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

describe('what a fault says about the processing of the message', () => {
  it.each([
    [
      'a check of the signature that failed, under whatever prefix',
      code('w:FailedCheck', `xmlns:w="${WSSE}"`),
      'protocol-refused',
    ],
    ['the same in the default namespace', code('FailedCheck', `xmlns="${WSSE}"`), 'protocol-refused'],
    ['a token that is not accepted', code('x:InvalidSecurityToken', `xmlns:x="${WSSE}"`), 'protocol-refused'],
    ['a message that expired', code('wsu:MessageExpired', `xmlns:wsu="${WSU}"`), 'protocol-refused'],
    ['a header that is not understood', code('s:MustUnderstand'), 'protocol-refused'],
    ['another version of SOAP', code('s:VersionMismatch'), 'protocol-refused'],
    ['an address that leads nowhere', code('a:DestinationUnreachable', `xmlns:a="${WSA}"`), 'protocol-refused'],
    ['an address that is not available now', code('a:EndpointUnavailable', `xmlns:a="${WSA}"`), 'not-now'],
    ['a number that was there before', code('a:DuplicateMessageID', `xmlns:a="${WSA}"`), 'unknown'],
    ['our own mistake', code('s:Client'), 'message-refused'],
    ['our own mistake, refined', code('s:Client.Validation'), 'message-refused'],
    ['their own mistake', code('s:Server'), 'unknown'],
    ['their own mistake, refined', code('s:Server.Client'), 'unknown'],
    ['a familiar prefix that means something else', code('wsse:FailedCheck', 'xmlns:wsse="urn:other"'), 'unknown'],
    ['a familiar prefix that means nothing', code('wsse:FailedCheck'), 'unknown'],
    ['the name alone', code('FailedCheck'), 'unknown'],
    ['a word of SOAP in another namespace', code('x:Client', 'xmlns:x="urn:other"'), 'unknown'],
    ['a word that WS-Security does not know', code('w:Perhaps', `xmlns:w="${WSSE}"`), 'unknown'],
  ])('%s', (_what, inside, processing) => {
    expect(read(inside).processing).toBe(processing);
  });

  const code12 = (value: string, sub = ''): string => `<s:Code><s:Value>${value}</s:Value>${sub}</s:Code>`;
  const subcode = (value: string, sub = ''): string =>
    `<s:Subcode xmlns:w="${WSSE}" xmlns:a="${WSA}"><s:Value>${value}</s:Value>${sub}</s:Subcode>`;

  it.each([
    ['our own mistake', code12('s:Sender'), 'message-refused', 'Sender'],
    [
      'a token, by its subcode',
      code12('s:Sender', subcode('w:InvalidSecurityToken')),
      'protocol-refused',
      'InvalidSecurityToken',
    ],
    ['a subcode of the service', code12('s:Sender', subcode('own')), 'message-refused', 'own'],
    ['a header that is not understood', code12('s:MustUnderstand'), 'protocol-refused', 'MustUnderstand'],
    ['another version', code12('s:VersionMismatch'), 'protocol-refused', 'VersionMismatch'],
    ['an encoding', code12('s:DataEncodingUnknown'), 'protocol-refused', 'DataEncodingUnknown'],
    ['their own mistake', code12('s:Receiver'), 'unknown', 'Receiver'],
    [
      'an address that is not available now',
      code12('s:Receiver', subcode('a:EndpointUnavailable')),
      'not-now',
      'EndpointUnavailable',
    ],
    [
      'a number that was there before',
      code12('s:Sender', subcode('a:InvalidAddressingHeader', subcode('a:DuplicateMessageID'))),
      'unknown',
      'DuplicateMessageID',
    ],
  ])('in SOAP 1.2: %s', (_what, inside, processing, local) => {
    const reason = '<s:Reason><s:Text xml:lang="en"> so </s:Text><s:Text xml:lang="nl">zo</s:Text></s:Reason>';
    const fault = read(`${inside}${reason}<s:Detail><d/></s:Detail>`, SOAP_1_2);
    expect(fault).toMatchObject({ processing, code: local, reason: 'so' });
    expect(fault.detail).toHaveLength(1);
  });
});
