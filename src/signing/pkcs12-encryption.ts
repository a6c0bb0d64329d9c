import { createDecipheriv, createHmac, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';
import { type BerElement, countOf, octetsOf, oidOf, TAG } from './ber.ts';
import { CONTAINER_DEFECTS, KeystoreDefect } from './keystore-defects.ts';

/**
 * The password-based encryption and integrity of PKCS#12 (RFC 7292, RFC 8018). Today's form, PBES2, runs in node:crypto and off the
 * event loop. The forms of the nineties need node-forge: OpenSSL 3 no longer has RC2, and no Node has the PKCS#12 key derivation.
 */
export type Encryption =
  | {
      readonly kind: 'pbes2';
      readonly digest: string;
      readonly cipher: string;
      readonly keyBytes: number;
      readonly salt: Buffer;
      readonly iv: Buffer;
      readonly iterations: number;
    }
  | {
      readonly kind: 'pkcs12';
      /** For the warning. */
      readonly name: string;
      readonly cipher: 'des-ede3-cbc' | 'rc2';
      readonly keyBytes: number;
      readonly salt: Buffer;
      readonly iterations: number;
    };

/** The integrity code over the whole content. */
export interface Mac {
  readonly digest: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  readonly value: Buffer;
  readonly salt: Buffer;
  readonly iterations: number;
}

const PBES2 = '1.2.840.113549.1.5.13';
const PBKDF2 = '1.2.840.113549.1.5.12';

const PRF_DIGESTS: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.2.7', 'sha1'],
  ['1.2.840.113549.2.9', 'sha256'],
  ['1.2.840.113549.2.10', 'sha384'],
  ['1.2.840.113549.2.11', 'sha512'],
]);

const PBES2_CIPHERS: ReadonlyMap<string, { cipher: string; keyBytes: number }> = new Map([
  ['2.16.840.1.101.3.4.1.2', { cipher: 'aes-128-cbc', keyBytes: 16 }],
  ['2.16.840.1.101.3.4.1.22', { cipher: 'aes-192-cbc', keyBytes: 24 }],
  ['2.16.840.1.101.3.4.1.42', { cipher: 'aes-256-cbc', keyBytes: 32 }],
]);

/** Accepted with a warning: certificate offices still deliver them, and they protect the file at rest only. RC4 never was common. */
const OLD_CIPHERS: ReadonlyMap<string, { name: string; cipher: 'des-ede3-cbc' | 'rc2'; keyBytes: number }> = new Map([
  ['1.2.840.113549.1.12.1.3', { name: '3DES', cipher: 'des-ede3-cbc', keyBytes: 24 }],
  ['1.2.840.113549.1.12.1.5', { name: 'RC2-128', cipher: 'rc2', keyBytes: 16 }],
  ['1.2.840.113549.1.12.1.6', { name: 'RC2-40', cipher: 'rc2', keyBytes: 5 }],
]);

const MAC_DIGESTS: ReadonlyMap<string, Mac['digest']> = new Map([
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/** Reads an AlgorithmIdentifier of encryption; derives nothing. */
export function readEncryption(algorithm: BerElement): Encryption {
  const [oid, parameters] = parts(algorithm);
  const name = oidOf(oid);
  if (name === PBES2) return readPbes2(parameters);
  const old = OLD_CIPHERS.get(name);
  if (old === undefined) throw new KeystoreDefect(CONTAINER_DEFECTS.algorithm(name));
  const [salt, iterations] = parts(parameters);
  return { kind: 'pkcs12', ...old, salt: octetsOf(salt), iterations: countOf(iterations) };
}

function readPbes2(parameters: BerElement): Encryption {
  const [derivation, scheme] = parts(parameters);
  const [derivationOid, derivationParameters] = parts(derivation);
  if (oidOf(derivationOid) !== PBKDF2) throw new KeystoreDefect(CONTAINER_DEFECTS.algorithm(oidOf(derivationOid)));
  const [salt, iterations] = parts(derivationParameters);
  // RFC 8018: without a PRF it is HMAC-SHA1; a key length may stand before it.
  const prf = derivationParameters.children.slice(2).find(({ tag }) => tag === TAG.sequence)?.children[0];
  const digest = prf === undefined ? 'sha1' : PRF_DIGESTS.get(oidOf(prf));
  if (digest === undefined) throw new KeystoreDefect(CONTAINER_DEFECTS.algorithm(oidOf(prf as BerElement)));
  const [schemeOid, iv] = parts(scheme);
  const cipher = PBES2_CIPHERS.get(oidOf(schemeOid));
  if (cipher === undefined) throw new KeystoreDefect(CONTAINER_DEFECTS.algorithm(oidOf(schemeOid)));
  return { kind: 'pbes2', digest, ...cipher, salt: octetsOf(salt), iv: octetsOf(iv), iterations: countOf(iterations) };
}

/** Reads MacData; derives nothing. PBMAC1 (OpenSSL 3.4, on request) is refused with the way to convert. */
export function readMac(macData: BerElement): Mac {
  const [digestInfo, salt] = parts(macData);
  const iterations = macData.children[2];
  const [algorithm, value] = parts(digestInfo);
  // Its parameters, which say nothing, may be missing.
  const [name] = algorithm.children;
  if (name === undefined) throw new KeystoreDefect(CONTAINER_DEFECTS.notPkcs12);
  const oid = oidOf(name);
  const digest = MAC_DIGESTS.get(oid);
  if (digest === undefined) throw new KeystoreDefect(CONTAINER_DEFECTS.algorithm(oid));
  return {
    digest,
    value: octetsOf(value),
    salt: octetsOf(salt),
    iterations: iterations === undefined ? 1 : countOf(iterations),
  };
}

/** A passphrase in the form the key derivation takes; null is the "no passphrase" that some programs write for an empty one. */
export type Passphrase = string | null;

/** Whether the passphrase gives the integrity code of the content. */
export function macFits({ digest, value, salt, iterations }: Mac, content: Buffer, passphrase: Passphrase): boolean {
  const bytes = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 }[digest];
  const key = deriveOld(passphrase, salt, PURPOSE.mac, iterations, bytes, digest);
  const code = createHmac(digest, key).update(content).digest();
  return value.length === code.length && timingSafeEqual(value, code);
}

const derivePbkdf2 = promisify(pbkdf2);

/**
 * Decrypts, after the integrity code has shown that the passphrase is right.
 *
 * @throws {@link KeystoreDefect} when the result is not padded as it should be.
 */
export async function decrypt(encryption: Encryption, data: Buffer, passphrase: Passphrase): Promise<Buffer> {
  const { keyBytes, salt, iterations } = encryption;
  try {
    if (encryption.kind === 'pbes2') {
      const { digest, cipher, iv } = encryption;
      const key = await derivePbkdf2(passphrase ?? '', salt, iterations, keyBytes, digest);
      return decipher(cipher, key, iv, data);
    }
    const key = deriveOld(passphrase, salt, PURPOSE.key, iterations, keyBytes, 'sha1');
    const iv = deriveOld(passphrase, salt, PURPOSE.iv, iterations, 8, 'sha1');
    return encryption.cipher === 'rc2' ? decipherRc2(key, iv, data) : decipher(encryption.cipher, key, iv, data);
  } catch (error) {
    throw new KeystoreDefect(CONTAINER_DEFECTS.content, error);
  }
}

function decipher(cipher: string, key: Buffer, iv: Buffer, data: Buffer): Buffer {
  const deciphering = createDecipheriv(cipher, key, iv);
  return Buffer.concat([deciphering.update(data), deciphering.final()]);
}

function decipherRc2(key: Buffer, iv: Buffer, data: Buffer): Buffer {
  const deciphering = forge.rc2.createDecryptionCipher(forgeBuffer(key), key.length * 8);
  deciphering.start(forgeBuffer(iv), null as never);
  deciphering.update(forgeBuffer(data));
  if (!deciphering.finish()) throw new Error('padding');
  return Buffer.from(deciphering.output.getBytes(), 'binary');
}

function forgeBuffer(bytes: Buffer): forge.util.ByteStringBuffer {
  return forge.util.createBuffer(bytes.toString('binary'));
}

/** What a derived value is for (RFC 7292, B.3). */
const PURPOSE = { key: 1, iv: 2, mac: 3 } as const;

function deriveOld(
  passphrase: Passphrase,
  salt: Buffer,
  purpose: number,
  iterations: number,
  bytes: number,
  digest: Mac['digest'],
): Buffer {
  const derived = forge.pkcs12.generateKey(
    passphrase,
    forgeBuffer(salt),
    purpose,
    iterations,
    bytes,
    forge.md[digest].create(),
  );
  return Buffer.from(derived.getBytes(), 'binary');
}

function parts({ children }: BerElement): [BerElement, BerElement] {
  const [first, second] = children;
  if (first === undefined || second === undefined) throw new KeystoreDefect(CONTAINER_DEFECTS.notPkcs12);
  return [first, second];
}
