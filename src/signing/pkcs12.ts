import { type BerElement, BerRefused, octetsOf, oidOf, readBer, readBerFile, TAG } from './ber.ts';
import { CONTAINER_DEFECTS, KeystoreDefect } from './keystore-defects.ts';
import {
  decrypt,
  type Encryption,
  type Mac,
  macFits,
  type Passphrase,
  readEncryption,
  readMac,
} from './pkcs12-encryption.ts';

/** What is inside a PKCS#12, undecoded: keys as PKCS#8, certificates exactly as they were put in. */
export interface Pkcs12Content {
  readonly keys: readonly Buffer[];
  readonly certificates: readonly Buffer[];
  /** Names of outdated ciphers that protect the file. */
  readonly oldCiphers: readonly string[];
}

/**
 * Opens a PKCS#12 (RFC 7292) with a passphrase.
 *
 * The order is what makes it safe on a hostile file: bounded reading, then every iteration count in sight against its limit, then
 * the integrity code, and only then decryption; what decryption reveals goes through the same steps. One reading decides both what
 * is checked and what is used.
 *
 * @throws {@link KeystoreDefect}
 */
export async function openPkcs12(file: Buffer, passphrase: string): Promise<Pkcs12Content> {
  const { content, mac } = readContainer(binaryOf(file));
  const budget = new DerivationBudget();
  budget.spend(mac);
  const safes = readSafes(content);
  for (const safe of safes) if (safe.encryption !== undefined) budget.spend(safe.encryption);
  const bags = safes.flatMap((safe) => (safe.encryption === undefined ? readBags(safe.data) : []));
  spendOnKeys(budget, bags);

  const fitting = (passphrase === '' ? ['', null] : [passphrase]).filter((form) => macFits(mac, content, form));
  if (fitting.length === 0) throw new KeystoreDefect(CONTAINER_DEFECTS.passphrase);
  const form = fitting[0] as Passphrase;

  for (const { encryption, data } of safes) {
    if (encryption === undefined) continue;
    const found = readBags(await decrypt(encryption, data, form));
    spendOnKeys(budget, found);
    bags.push(...found);
  }
  if (bags.length > BAGS_MAX) throw new KeystoreDefect(CONTAINER_DEFECTS.tooManyBags);

  const keys: Buffer[] = [];
  for (const bag of bags) {
    if (bag.kind === 'key') keys.push(bag.encryption ? await decrypt(bag.encryption, bag.data, form) : bag.data);
  }
  const encryptions = [...safes, ...bags].map(({ encryption }) => encryption);
  return {
    keys,
    certificates: bags.filter(({ kind }) => kind === 'certificate').map(({ data }) => data),
    oldCiphers: [...new Set(encryptions.flatMap((used) => (used?.kind === 'pkcs12' ? [used.name] : [])))],
  };
}

/** More keys and certificates than any keystore for one purpose has. */
const BAGS_MAX = 64;

/**
 * Iterations that all derivations of one file may declare together, so that neither one large count nor many small ones can hold
 * the start. Measured: PBKDF2 in node:crypto 0.3 µs (SHA-256) to 0.6 µs (SHA-512) each, the PKCS#12 function in JavaScript 3 µs.
 * OpenSSL writes 2 048, Windows 2 000, Java 10 000 (once 100 000 for the MAC and 50 000 for each part).
 */
const ITERATIONS_MAX = { pbes2: 3_000_000, pkcs12: 600_000 } as const;

class DerivationBudget {
  private readonly spent = { pbes2: 0, pkcs12: 0 };

  spend(derivation: Encryption | Mac): void {
    const kind = 'kind' in derivation ? derivation.kind : 'pkcs12';
    this.spent[kind] += derivation.iterations;
    if (derivation.iterations < 1) throw new KeystoreDefect(CONTAINER_DEFECTS.notPkcs12);
    if (this.spent[kind] > ITERATIONS_MAX[kind])
      throw new KeystoreDefect(
        CONTAINER_DEFECTS.iterations(kind === 'pbes2' ? 'PBKDF2' : 'PKCS#12', this.spent[kind], ITERATIONS_MAX[kind]),
      );
  }
}

const OID = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  nestedBags: '1.2.840.113549.1.12.10.1.6',
  x509Certificate: '1.2.840.113549.1.9.22.1',
} as const;

const JAVA_KEYSTORE = 0xfeedfeed;
const VERSION_3 = Buffer.from([TAG.integer, 1, 3]);

const ARMOUR = /^-----BEGIN PKCS12-----|-----END PKCS12-----$/g;

/** The file itself, where it was given as base64: secret stores, and GnuTLS, which puts its own lines around it. */
function binaryOf(file: Buffer): Buffer {
  const text = file.toString('latin1').trim().replace(ARMOUR, '').replace(/\s+/g, '');
  return /^MI[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : file;
}

/** PFX ::= SEQUENCE { version, authSafe ContentInfo, macData OPTIONAL } */
function readContainer(file: Buffer): { content: Buffer; mac: Mac } {
  refuseOtherFormats(file);
  return reading(CONTAINER_DEFECTS.notPkcs12, () => {
    const [version, authSafe, macData] = within(readBerFile(file), TAG.sequence);
    if (version?.raw.equals(VERSION_3) !== true) throw malformed();
    const [type, wrapped] = within(authSafe, TAG.sequence);
    if (type === undefined || wrapped === undefined) throw malformed();
    // `signedData` here would be a container sealed with a certificate instead of a passphrase.
    if (oidOf(type) !== OID.data) throw new KeystoreDefect(CONTAINER_DEFECTS.algorithm(oidOf(type)));
    const content = octetsOf(within(wrapped, TAG.zero)[0] ?? raise());
    if (macData === undefined) throw new KeystoreDefect(CONTAINER_DEFECTS.noMac);
    return { content, mac: readMac(macData) };
  });
}

/** Names what else it may be. What does not begin like a PKCS#12 is none; only what does can be cut short or nested too deep. */
function refuseOtherFormats(file: Buffer): void {
  if (file[0] === TAG.sequence) {
    const lengthOctets = (file[1] ?? 0) > 0x80 ? (file[1] as number) - 0x80 : 0;
    const inside = file.subarray(2 + lengthOctets);
    if (inside[0] === TAG.sequence || inside.subarray(0, VERSION_3.length).equals(VERSION_3)) return;
  }
  if (file.includes('-----BEGIN ')) throw new KeystoreDefect(CONTAINER_DEFECTS.pem);
  if (file.length >= 4 && file.readUInt32BE(0) === JAVA_KEYSTORE)
    throw new KeystoreDefect(CONTAINER_DEFECTS.javaKeystore);
  throw new KeystoreDefect(CONTAINER_DEFECTS.notPkcs12);
}

interface Safe {
  readonly encryption: Encryption | undefined;
  readonly data: Buffer;
}

/** AuthenticatedSafe ::= SEQUENCE OF ContentInfo, each plain (`data`) or encrypted under the passphrase (`encryptedData`). */
function readSafes(content: Buffer): Safe[] {
  return reading(CONTAINER_DEFECTS.notPkcs12, () =>
    within(readBer(content), TAG.sequence).map((contentInfo) => {
      const [type, wrapped] = within(contentInfo, TAG.sequence);
      if (type === undefined || wrapped === undefined) throw malformed();
      const inner = within(wrapped, TAG.zero)[0] ?? raise();
      if (oidOf(type) === OID.data) return { encryption: undefined, data: octetsOf(inner) };
      if (oidOf(type) !== OID.encryptedData) throw new KeystoreDefect(CONTAINER_DEFECTS.algorithm(oidOf(type)));
      const [, algorithm, encrypted] = within(inner.children[1], TAG.sequence);
      if (algorithm === undefined || encrypted === undefined) throw malformed();
      if (encrypted.tag !== TAG.zeroOctets && encrypted.tag !== TAG.zero) throw malformed();
      return { encryption: readEncryption(algorithm), data: octetsOf(encrypted) };
    }),
  );
}

interface Bag {
  readonly kind: 'key' | 'certificate';
  readonly encryption: Encryption | undefined;
  readonly data: Buffer;
}

/** SafeContents ::= SEQUENCE OF SafeBag. Revocation lists and secrets are passed over: nothing here uses them. */
function readBags(safeContents: Buffer): Bag[] {
  return reading(CONTAINER_DEFECTS.content, () => within(readBer(safeContents), TAG.sequence).flatMap(readBag));
}

function readBag(bag: BerElement): Bag[] {
  const [type, wrapped] = within(bag, TAG.sequence);
  if (type === undefined || wrapped === undefined) throw malformed();
  const value = within(wrapped, TAG.zero)[0] ?? raise();
  switch (oidOf(type)) {
    case OID.keyBag:
      return [{ kind: 'key', encryption: undefined, data: value.raw }];
    case OID.shroudedKeyBag: {
      const [algorithm, encrypted] = within(value, TAG.sequence);
      if (algorithm === undefined || encrypted === undefined) throw malformed();
      return [{ kind: 'key', encryption: readEncryption(algorithm), data: octetsOf(encrypted) }];
    }
    case OID.certificateBag: {
      const [certificateType, certificate] = within(value, TAG.sequence);
      if (certificateType === undefined || oidOf(certificateType) !== OID.x509Certificate) return [];
      return [
        { kind: 'certificate', encryption: undefined, data: octetsOf(within(certificate, TAG.zero)[0] ?? raise()) },
      ];
    }
    case OID.nestedBags:
      // Bounded by the depth of the reader.
      return within(value, TAG.sequence).flatMap(readBag);
    default:
      return [];
  }
}

function spendOnKeys(budget: DerivationBudget, bags: readonly Bag[]): void {
  for (const { encryption } of bags) if (encryption !== undefined) budget.spend(encryption);
}

function within(element: BerElement | undefined, tag: number): readonly BerElement[] {
  if (element?.tag !== tag) throw malformed();
  return element.children;
}

const malformed = (): BerRefused => new BerRefused('malformed');

function raise(): never {
  throw malformed();
}

/** Runs a reader; what it finds unreadable becomes the defect of the container, the more telling faults their own. */
function reading<T>(otherwise: ConstructorParameters<typeof KeystoreDefect>[0], read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BerRefused)) throw error;
    if (error.fault === 'truncated') throw new KeystoreDefect(CONTAINER_DEFECTS.truncated, error);
    if (error.fault === 'too-deep') throw new KeystoreDefect(CONTAINER_DEFECTS.tooDeep, error);
    throw new KeystoreDefect(otherwise, error);
  }
}
