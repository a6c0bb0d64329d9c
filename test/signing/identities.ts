import { createPublicKey, generateKeyPairSync, type KeyObject, sign, X509Certificate } from 'node:crypto';
import forge from 'node-forge';

/** A key with its certificate, as tests need them: good ones, and each of the bad ones. */
export interface Identity {
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly certificate: X509Certificate;
}

export interface IdentityOptions {
  readonly name: string;
  readonly issuer?: Identity;
  readonly authority?: boolean;
  readonly bits?: number;
  readonly key?: KeyObject;
  readonly from?: Date;
  readonly until?: Date;
  readonly usages?: 'server' | 'client';
}

const DAY_MS = 24 * 60 * 60 * 1000;
let serial = 0;

export function daysFrom(now: Date, days: number): Date {
  return new Date(now.getTime() + days * DAY_MS);
}

export function makeKey(bits = 2048): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: bits }).privateKey;
}

/** Issues a certificate; without an issuer it signs itself. */
export function makeIdentity(options: IdentityOptions): Identity {
  const privateKey = options.key ?? makeKey(options.bits);
  const certificate = forge.pki.createCertificate();
  serial += 1;
  certificate.serialNumber = `4${serial.toString(16).padStart(7, '0')}`;
  certificate.validity.notBefore = options.from ?? daysFrom(new Date(), -1);
  certificate.validity.notAfter = options.until ?? daysFrom(new Date(), 365);
  certificate.setSubject([{ name: 'commonName', value: options.name }]);
  certificate.setIssuer([{ name: 'commonName', value: options.issuer?.name ?? options.name }]);
  certificate.setExtensions([
    { name: 'basicConstraints', cA: options.authority ?? false, critical: true },
    ...(options.authority ? [{ name: 'keyUsage', keyCertSign: true, critical: true }] : []),
    ...(options.usages === 'server' ? [{ name: 'extKeyUsage', serverAuth: true }] : []),
    ...(options.usages === 'client' ? [{ name: 'extKeyUsage', clientAuth: true }] : []),
  ]);
  const der = signCertificate(certificate, privateKey, options.issuer?.privateKey ?? privateKey);
  return { name: options.name, privateKey, certificate: new X509Certificate(der) };
}

/** node-forge knows RSA only: the public key goes in as OpenSSL writes it, and OpenSSL signs. */
function signCertificate(certificate: forge.pki.Certificate, key: KeyObject, issuerKey: KeyObject): Buffer {
  const { asn1, pki } = forge;
  const parse = (bytes: Buffer) => asn1.fromDer(bytes.toString('binary'));
  certificate.publicKey = PLACEHOLDER;
  certificate.signatureOid = certificate.siginfo.algorithmOid = pki.oids['sha256WithRSAEncryption'] as string;
  const tbs = (pki as unknown as TbsMaker).getTBSCertificate(certificate);
  (tbs.value as forge.asn1.Asn1[])[6] = parse(createPublicKey(key).export({ type: 'spki', format: 'der' }));
  const signature = sign('sha256', Buffer.from(asn1.toDer(tbs).getBytes(), 'binary'), issuerKey);
  const algorithm = (tbs.value as forge.asn1.Asn1[])[2] as forge.asn1.Asn1;
  const bits = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.BITSTRING, false, `\0${signature.toString('binary')}`);
  const whole = asn1.create(asn1.Class.UNIVERSAL, asn1.Type.SEQUENCE, true, [tbs, algorithm, bits]);
  return Buffer.from(asn1.toDer(whole).getBytes(), 'binary');
}

const PLACEHOLDER = forge.pki.setRsaPublicKey(new forge.jsbn.BigInteger('15'), new forge.jsbn.BigInteger('3'));

/** Missing in the types of node-forge. */
interface TbsMaker {
  getTBSCertificate(certificate: forge.pki.Certificate): forge.asn1.Asn1;
}
