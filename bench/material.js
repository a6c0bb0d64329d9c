// What the benches work on: keys, a 3 KB body, a 60 KB reply, flows. Fictional, made anew in each run.
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import forge from 'node-forge';
import { loadCatalogue } from '../dist/flows/catalogue.js';
import { makeSealer } from '../dist/signing/seal.js';
import { BODY_ID, bodyElement, envelope } from '../dist/soap/write-envelope.js';

/** A key pair with a self-made certificate. */
export function keyPair(commonName) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey.export({ type: 'spki', format: 'pem' }));
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date(Date.now() - 60_000);
  certificate.validity.notAfter = new Date(Date.now() + 86_400_000);
  certificate.setSubject([{ name: 'commonName', value: commonName }]);
  certificate.setIssuer([{ name: 'commonName', value: commonName }]);
  certificate.setExtensions([
    { name: 'keyUsage', digitalSignature: true, nonRepudiation: true },
    {
      name: 'subjectAltName',
      altNames: [
        { type: 7, ip: '127.0.0.1' },
        { type: 2, value: 'localhost' },
      ],
    },
  ]);
  const keyPem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  certificate.sign(forge.pki.privateKeyFromPem(keyPem), forge.md.sha256.create());
  const certificatePem = forge.pki.certificateToPem(certificate);
  return {
    keyPem,
    certificatePem,
    privateKey: createPrivateKey(keyPem),
    certificate: new X509Certificate(certificatePem),
  };
}

const catalogue = loadCatalogue();
export const flow = catalogue.get('retrieve-ti-groups');

const fixture = (file) => readFileSync(new URL(`../fixtures/retrieve-ti-groups/${file}`, import.meta.url), 'utf8');

/** The reply of the fixture (a few kilobytes), as text and as JSON. */
export const replyXml = fixture('reply.xml')
  .replace(/^<\?xml[^>]*\?>\s*/, '')
  .trim();
export const replyJson = JSON.parse(fixture('outcome.json')).reply;

/** Copies of the larger groups, until the reply has about 60 KB. */
export const largeReplyJson = {
  ...replyJson,
  rrn_it_implicit: {
    ...replyJson.rrn_it_implicit,
    LegalMainAddresses: repeat(replyJson.rrn_it_implicit.LegalMainAddresses, 60_000),
  },
};

function repeat(group, bytes) {
  const [name, items] = Object.entries(group).find(([, value]) => Array.isArray(value));
  const size = JSON.stringify(items).length;
  return { ...group, [name]: Array.from({ length: Math.ceil(bytes / size) }, () => items).flat() };
}

/** A signed envelope around some content, as a peer would send it. */
export async function signedEnvelope(content, keys) {
  const body = bodyElement(content);
  const security = await makeSealer(keys).seal(body, BODY_ID, new Date());
  return envelope(body, security);
}
