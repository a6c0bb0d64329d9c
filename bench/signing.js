// Signing and verifying: ours beside a bare RSA operation and xml-crypto.
import { sign } from 'node:crypto';
import { promisify } from 'node:util';
import { DOMParser } from '@xmldom/xmldom';
import { WSSecurityCert } from 'soap';
import { SignedXml } from 'xml-crypto';
import { readAnswer } from '../dist/delivery/read-answer.js';
import { makeSealer } from '../dist/signing/seal.js';
import { verifyEnvelope } from '../dist/signing/verify.js';
import { readEnvelope } from '../dist/soap/read-envelope.js';
import { BODY_ID, bodyElement, envelope } from '../dist/soap/write-envelope.js';
import { parseXml } from '../dist/xml/parse.js';
import { compare } from './measure.js';
import { flow, keyPair, replyJson, signedEnvelope } from './material.js';

const signAsync = promisify(sign);
const IN_FLIGHT = 1;

export async function benchSigning() {
  const keys = keyPair('bench');
  const content = flow.writeReply(replyJson);
  const body = bodyElement(content.slice(0, content.length));
  const sealer = makeSealer(keys);
  const bytes = Buffer.from(body);
  // soap puts its header into the one that is there.
  const unsigned = envelope(body, '');
  const soapSecurity = new WSSecurityCert(keys.keyPem, keys.certificatePem, '', {
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    hasTimeStamp: true,
  });

  await compare(`sign an envelope of ${(unsigned.length / 1000).toFixed(1)} kB`, [
    { name: 'seal (token, timestamp, body)', run: () => sealer.seal(body, BODY_ID, new Date()), inFlight: IN_FLIGHT },
    { name: 'RSA-2048 alone', run: () => signAsync('sha256', bytes, keys.privateKey), inFlight: IN_FLIGHT },
    { name: 'soap WSSecurityCert (xml-crypto)', run: () => soapSecurity.postProcess(unsigned, 'soapenv') },
  ]);

  const signed = await signedEnvelope(content, keys);
  const trust = { pinned: [keys.certificate], authorities: [] };
  const verifyAndRead = () => {
    const parts = readEnvelope(parseXml(signed));
    verifyEnvelope(parts, { trust, now: new Date(), clockSkewMs: 300_000 });
    return readAnswer(flow, parts);
  };
  const verifyWithXmlCrypto = () => {
    const document = new DOMParser().parseFromString(signed, 'text/xml');
    const node = document.getElementsByTagNameNS('http://www.w3.org/2000/09/xmldsig#', 'Signature')[0];
    const verifier = new SignedXml({
      publicCert: keys.certificatePem,
      idMode: 'wssecurity',
      getCertFromKeyInfo: () => null,
    });
    verifier.loadSignature(node);
    if (!verifier.checkSignature(signed)) throw new Error('xml-crypto refuses it');
  };
  verifyWithXmlCrypto();
  await compare(`verify and read a signed reply of ${(signed.length / 1000).toFixed(1)} kB`, [
    { name: 'strict parse, verify, read', run: verifyAndRead },
    { name: 'xml-crypto (verify only)', run: verifyWithXmlCrypto },
  ]);
}
