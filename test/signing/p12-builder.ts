import { createCipheriv, createHmac, type KeyObject, pbkdf2Sync, randomBytes, type X509Certificate } from 'node:crypto';
import forge from 'node-forge';

/** How one part of a PKCS#12 is protected. `declared` is the iteration count that is written, `used` the one that is applied. */
export interface Protection {
  readonly cipher: 'aes' | '3des' | 'rc2-40' | 'none';
  readonly declared?: number;
  readonly used?: number;
}

export interface P12Options {
  readonly keys?: readonly KeyObject[];
  readonly certificates?: readonly X509Certificate[];
  readonly passphrase: string;
  readonly keyProtection?: Protection;
  readonly certificateProtection?: Protection;
  /** Puts the keys into the encrypted part too, where only decryption shows their parameters. */
  readonly keysInsideEncryption?: boolean;
  /** Writes the container in BER of indefinite length, its content in pieces. */
  readonly chunked?: boolean;
  readonly mac?: { readonly digest?: 'sha1' | 'sha256'; readonly declared?: number; readonly used?: number } | 'none';
}

const { asn1 } = forge;
const { SEQUENCE, OCTETSTRING, INTEGER, OID: OBJECT_ID, NULL, SET } = asn1.Type;

/** Builds a PKCS#12, sound or broken in exactly one way, independently of the code that reads it. */
export function buildP12(options: P12Options): Buffer {
  const aes: Protection = { cipher: 'aes' };
  const keyBags = (options.keys ?? []).map((key) => keyBag(key, options.passphrase, options.keyProtection ?? aes));
  const certificateBags = (options.certificates ?? []).map(certificateBag);
  const inside = options.keysInsideEncryption ? [...keyBags, ...certificateBags] : certificateBags;
  const plain = options.keysInsideEncryption ? [] : keyBags;
  const content = der(
    sequence([
      contentInfo(OIDS.data, octets(der(sequence(plain)))),
      encryptedSafe(der(sequence(inside)), options.passphrase, options.certificateProtection ?? aes),
    ]),
  );
  const mac = options.mac === 'none' ? [] : [macData(content, options.passphrase, options.mac ?? {})];
  if (options.chunked) return chunked(content, mac);
  return der(sequence([integer(3), contentInfo(OIDS.data, octets(content)), ...mac]));
}

function chunked(content: Buffer, mac: forge.asn1.Asn1[]): Buffer {
  const indefinite = (tag: number, ...inside: Buffer[]): Buffer =>
    Buffer.concat([Buffer.from([tag, 0x80]), ...inside, Buffer.from([0, 0])]);
  const pieces = [content.subarray(0, 700), content.subarray(700, 1500), content.subarray(1500)];
  const octetString = indefinite(0x24, ...pieces.map((piece) => der(octets(piece))));
  const authSafe = indefinite(0x30, der(oid(OIDS.data)), indefinite(0xa0, octetString));
  return indefinite(0x30, der(integer(3)), authSafe, ...mac.map(der));
}

/** Elements nested `depth` deep behind what looks like the beginning of a PKCS#12. */
export function deepDer(depth: number): Buffer {
  const layers: Buffer[] = [];
  for (let length = 0, layer = 0; layer < depth; layer += 1) {
    const header = Buffer.alloc(6);
    header.writeUInt16BE(0x3084, 0);
    header.writeUInt32BE(length, 2);
    layers.push(header);
    length += header.length;
  }
  return Buffer.concat(layers.reverse());
}

const OIDS = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  x509: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacSha256: '1.2.840.113549.2.9',
  aes256: '2.16.840.1.101.3.4.1.42',
  '3des': '1.2.840.113549.1.12.1.3',
  'rc2-40': '1.2.840.113549.1.12.1.6',
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
} as const;

function keyBag(key: KeyObject, passphrase: string, protection: Protection): forge.asn1.Asn1 {
  const pkcs8 = key.export({ type: 'pkcs8', format: 'der' });
  if (protection.cipher === 'none') return sequence([oid(OIDS.keyBag), zero([fromDer(pkcs8)])]);
  const { algorithm, data } = encrypt(pkcs8, passphrase, protection);
  return sequence([oid(OIDS.shroudedKeyBag), zero([sequence([algorithm, octets(data)])])]);
}

function certificateBag({ raw }: X509Certificate): forge.asn1.Asn1 {
  const name = asn1.create(asn1.Class.UNIVERSAL, SET, true, [
    sequence([
      oid(OIDS.friendlyName),
      asn1.create(asn1.Class.UNIVERSAL, SET, true, [
        asn1.create(asn1.Class.UNIVERSAL, asn1.Type.BMPSTRING, false, '\0k\0e\0y'),
      ]),
    ]),
  ]);
  return sequence([oid(OIDS.certificateBag), zero([sequence([oid(OIDS.x509), zero([octets(raw)])])]), name]);
}

function encryptedSafe(bags: Buffer, passphrase: string, protection: Protection): forge.asn1.Asn1 {
  if (protection.cipher === 'none') return contentInfo(OIDS.data, octets(bags));
  const { algorithm, data } = encrypt(bags, passphrase, protection);
  const implicit = asn1.create(asn1.Class.CONTEXT_SPECIFIC, asn1.Type.NONE, false, data.toString('binary'));
  return contentInfo(OIDS.encryptedData, sequence([integer(0), sequence([oid(OIDS.data), algorithm, implicit])]));
}

function encrypt(
  plain: Buffer,
  passphrase: string,
  { cipher, used = 2048, declared = used }: Protection,
): { algorithm: forge.asn1.Asn1; data: Buffer } {
  const salt = randomBytes(8);
  if (cipher === 'aes') {
    const iv = randomBytes(16);
    const encrypting = createCipheriv('aes-256-cbc', pbkdf2Sync(passphrase, salt, used, 32, 'sha256'), iv);
    const derivation = sequence([octets(salt), integer(declared), sequence([oid(OIDS.hmacSha256), none()])]);
    return {
      algorithm: sequence([
        oid(OIDS.pbes2),
        sequence([sequence([oid(OIDS.pbkdf2), derivation]), sequence([oid(OIDS.aes256), octets(iv)])]),
      ]),
      data: Buffer.concat([encrypting.update(plain), encrypting.final()]),
    };
  }
  const key = derive(passphrase, salt, 1, used, cipher === '3des' ? 24 : 5);
  const iv = derive(passphrase, salt, 2, used, 8);
  const encrypting =
    cipher === '3des' ? forge.cipher.createCipher('3DES-CBC', key) : forge.rc2.createEncryptionCipher(key, 40);
  (encrypting.start as (iv: unknown) => void)(cipher === '3des' ? { iv } : iv);
  encrypting.update(forge.util.createBuffer(plain.toString('binary')));
  encrypting.finish();
  return {
    algorithm: sequence([oid(OIDS[cipher as '3des']), sequence([octets(salt), integer(declared)])]),
    data: Buffer.from(encrypting.output.getBytes(), 'binary'),
  };
}

function macData(
  content: Buffer,
  passphrase: string,
  { digest = 'sha256', used = 2048, declared = used }: Exclude<P12Options['mac'], 'none' | undefined>,
): forge.asn1.Asn1 {
  const salt = randomBytes(8);
  const key = derive(passphrase, salt, 3, used, digest === 'sha1' ? 20 : 32, digest);
  const code = createHmac(digest, Buffer.from(key.getBytes(), 'binary')).update(content).digest();
  return sequence([sequence([sequence([oid(OIDS[digest]), none()]), octets(code)]), octets(salt), integer(declared)]);
}

function derive(
  passphrase: string,
  salt: Buffer,
  purpose: number,
  iterations: number,
  bytes: number,
  digest: 'sha1' | 'sha256' = 'sha1',
): forge.util.ByteBuffer {
  const buffer = forge.util.createBuffer(salt.toString('binary'));
  return forge.pkcs12.generateKey(passphrase, buffer, purpose, iterations, bytes, forge.md[digest].create());
}

const sequence = (children: forge.asn1.Asn1[]) => asn1.create(asn1.Class.UNIVERSAL, SEQUENCE, true, children);
const zero = (children: forge.asn1.Asn1[]) => asn1.create(asn1.Class.CONTEXT_SPECIFIC, asn1.Type.NONE, true, children);
const none = () => asn1.create(asn1.Class.UNIVERSAL, NULL, false, '');
const octets = (value: Buffer) => asn1.create(asn1.Class.UNIVERSAL, OCTETSTRING, false, value.toString('binary'));
const oid = (value: string) => asn1.create(asn1.Class.UNIVERSAL, OBJECT_ID, false, asn1.oidToDer(value).getBytes());
const contentInfo = (type: string, content: forge.asn1.Asn1) => sequence([oid(type), zero([content])]);
const fromDer = (bytes: Buffer) => asn1.fromDer(bytes.toString('binary'));
const der = (element: forge.asn1.Asn1) => Buffer.from(asn1.toDer(element).getBytes(), 'binary');

/** Any number of octets: 2³¹ does not fit what node-forge writes. */
function integer(value: number): forge.asn1.Asn1 {
  const digits = value.toString(16);
  const padded = digits.length % 2 === 0 ? digits : `0${digits}`;
  const bytes = Buffer.from(Number.parseInt(padded.slice(0, 2), 16) >= 0x80 ? `00${padded}` : padded, 'hex');
  return asn1.create(asn1.Class.UNIVERSAL, INTEGER, false, bytes.toString('binary'));
}
