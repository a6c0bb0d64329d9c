import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignedXml } from 'xml-crypto';
import { NS } from '../../src/xml/names.ts';
import { installed } from '../support/tools.ts';
import type { Identity } from './identities.ts';

/** Signatures judged, and made, by the tools of other people. */

export const xmlsec = installed('xmlsec1');

const pemOf = ({ certificate }: Identity): string => certificate.toString();
const keyPemOf = ({ privateKey }: Identity): string => privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

// prettier-ignore
const ID_ATTRIBUTES = [
  '--id-attr:Id', `${NS.soap}:Body`, '--id-attr:Id', `${NS.wsu}:Timestamp`, '--id-attr:Id', `${NS.wsse}:BinarySecurityToken`,
];

/** From version 1.3 on xmlsec1 wants to be told that the key need not be looked for in KeyInfo. */
const LAX = xmlsec && spawnSync('xmlsec1', ['--help-verify'], { encoding: 'utf8' }).stdout.includes('lax-key-search');

function runXmlsec(
  command: string,
  envelope: string,
  pem: string,
  pemOption: string,
): { ok: boolean; out: string; text: string } {
  const folder = mkdtempSync(join(tmpdir(), 'xmlsec-'));
  try {
    writeFileSync(join(folder, 'envelope.xml'), envelope);
    writeFileSync(join(folder, 'key.pem'), pem);
    const lax = LAX ? ['--lax-key-search'] : [];
    const args = [command, ...ID_ATTRIBUTES, ...lax, pemOption, join(folder, 'key.pem'), join(folder, 'envelope.xml')];
    const { status, stdout, stderr } = spawnSync('xmlsec1', args, { encoding: 'utf8' });
    return { ok: status === 0, out: stdout, text: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** How many references xmlsec1 found right, as `3/3`; `refused` when the signature does not hold. */
export function judgedByXmlsec(envelope: string, signer: Identity): string {
  const { ok, text } = runXmlsec('--verify', envelope, pemOf(signer), '--pubkey-cert-pem');
  return ok ? (/References \(ok\/all\): (\d+\/\d+)/.exec(text)?.[1] ?? '?') : 'refused';
}

/** Fills in the digests and the signature of a template. */
export function signedByXmlsec(template: string, signer: Identity): string {
  const { ok, out, text } = runXmlsec('--sign', template, keyPemOf(signer), '--privkey-pem');
  if (!ok) throw new Error(text);
  return out;
}

const ofXmlCrypto = createRequire(createRequire(import.meta.url).resolve('xml-crypto'));
const { DOMParser } = ofXmlCrypto('@xmldom/xmldom') as {
  DOMParser: new () => { parseFromString: (text: string, type: string) => Document };
};
interface Document {
  getElementsByTagNameNS: (namespace: string, local: string) => ArrayLike<Parameters<SignedXml['loadSignature']>[0]>;
}

/** How many references xml-crypto found right. */
export function judgedByXmlCrypto(envelope: string, signer: Identity): string {
  const [signature] = Array.from(
    new DOMParser().parseFromString(envelope, 'text/xml').getElementsByTagNameNS(NS.ds, 'Signature'),
  );
  const verifier = new SignedXml({ publicCert: pemOf(signer), idMode: 'wssecurity', getCertFromKeyInfo: () => null });
  verifier.loadSignature(signature);
  try {
    if (!verifier.checkSignature(envelope)) return 'refused';
  } catch {
    return 'refused';
  }
  const all = verifier.getSignedReferences().length;
  return `${all}/${all}`;
}

/** Signs the parts named by local name, as xml-crypto would, into the Security header. */
export function signedByXmlCrypto(
  envelope: string,
  signer: Identity,
  parts: readonly string[],
  prefixes: string[] = [],
): string {
  const signing = new SignedXml({
    privateKey: keyPemOf(signer),
    idMode: 'wssecurity',
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: NS.exclusiveC14n,
    inclusiveNamespacesPrefixList: prefixes,
  });
  for (const part of parts) {
    signing.addReference({
      xpath: `//*[local-name(.)='${part}']`,
      transforms: [NS.exclusiveC14n],
      digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
      inclusiveNamespacesPrefixList: prefixes,
    });
  }
  signing.computeSignature(envelope, {
    prefix: 'ds',
    location: { reference: "//*[local-name(.)='Security']", action: 'append' },
  });
  return signing.getSignedXml();
}
