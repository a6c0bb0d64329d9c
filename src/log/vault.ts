import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Encryption of what the log holds. Each part of each entry has a data key of its own (AES-256-GCM, random nonce), wrapped by a
 * key-encryption key of its organisation and year; destroying the wrapped key destroys the content and leaves every proof about
 * the entry standing. The nonce is random, not derived from a row: a restored database must never repeat one.
 */
export class Vault {
  private readonly root: Buffer;
  /** Names the root key in `kek` columns, so that a second one can follow it. */
  private readonly rootName: string;
  private readonly keks = new Map<string, Buffer>();
  private readonly peppers = new Map<string, Buffer>();

  /** @param root 32 random bytes (LOG_KEK), which never enter the database. */
  constructor(root: Buffer) {
    if (root.length !== KEY_BYTES) throw new RangeError('the log key has 32 bytes');
    this.root = root;
    this.rootName = createHash('sha256').update('name').update(root).digest('hex').slice(0, 8);
  }

  /** The key-encryption key that entries of this organisation and time are wrapped with. */
  kekName(organisation: string, at: Date): string {
    return `${this.rootName}/${organisation}/${at.getUTCFullYear()}`;
  }

  /** Encrypts one part of an entry. */
  seal(plaintext: Uint8Array, place: Place): SealedPart {
    const key = randomBytes(KEY_BYTES);
    const aad = associatedData(place);
    return { sealed: encrypt(plaintext, key, aad), wrappedKey: encrypt(key, this.kek(place.kek), aad) };
  }

  /**
   * Decrypts one part of an entry.
   *
   * @throws {@link VaultError} when the bytes, their place or the key are not the ones that were sealed.
   */
  open(sealed: Buffer, wrappedKey: Buffer, place: Place): Buffer {
    const aad = associatedData(place);
    return decrypt(sealed, decrypt(wrappedKey, this.kek(place.kek), aad), aad);
  }

  /** Keyed hash of a person's number: the same within a year, unlinkable to the number without the key. */
  personHash(ssin: string, year: number): Buffer {
    const pepper = this.derived(this.peppers, `person/${year}`);
    return createHmac('sha256', pepper).update(ssin).digest().subarray(0, HASH_BYTES);
  }

  /** Keyed hash of a person's number that does not change with the year, for the order of what concerns one person. */
  personLane(ssin: string): Buffer {
    return createHmac('sha256', this.derived(this.peppers, 'lane')).update(ssin).digest().subarray(0, HASH_BYTES);
  }

  /** Keyed hash of a centre's own reference of a file; that of another centre's file of the same name is another one. */
  fileHash(reference: string, organisation: string): Buffer {
    const hash = createHmac('sha256', this.derived(this.peppers, 'file')).update(`${organisation}\n${reference}`);
    return hash.digest().subarray(0, HASH_BYTES);
  }

  /**
   * The hashes under which a person may be found in a period. A day more at either end: the year of a hash is that of the clock of
   * whoever wrote the entry, and on New Year's Eve it may not be the database's.
   */
  personHashes(ssin: string, since: Date, until: Date): Buffer[] {
    const last = new Date(until.getTime() + DAY_MS).getUTCFullYear();
    const hashes: Buffer[] = [];
    for (let year = new Date(since.getTime() - DAY_MS).getUTCFullYear(); year <= last; year += 1) {
      hashes.push(this.personHash(ssin, year));
    }
    return hashes;
  }

  /** Encrypts a secret of ours that lives in a mutable table, such as a webhook's signing secret. */
  sealSecret(secret: string, owner: string): Buffer {
    return encrypt(Buffer.from(secret), this.derived(this.keks, 'secrets'), Buffer.from(owner));
  }

  /** Decrypts what {@link sealSecret} made for the same owner. */
  openSecret(sealed: Buffer, owner: string): string {
    return decrypt(sealed, this.derived(this.keks, 'secrets'), Buffer.from(owner)).toString();
  }

  private kek(name: string): Buffer {
    if (!name.startsWith(`${this.rootName}/`)) throw new VaultError('sealed under another log key');
    return this.derived(this.keks, `kek/${name}`);
  }

  private derived(cache: Map<string, Buffer>, info: string): Buffer {
    let key = cache.get(info);
    if (key === undefined) {
      key = Buffer.from(hkdfSync('sha256', this.root, '', info, KEY_BYTES));
      cache.set(info, key);
    }
    return key;
  }
}

/** Where a sealed part belongs; bound into it, so that it cannot be moved to another entry unnoticed. */
export interface Place {
  readonly entryId: string;
  readonly kind: string;
  readonly organisation: string;
  readonly part: 'details' | 'body';
  readonly kek: string;
}

/** One encrypted part and the key that opens it, itself encrypted. */
export interface SealedPart {
  /** nonce ‖ ciphertext ‖ tag */
  readonly sealed: Buffer;
  readonly wrappedKey: Buffer;
}

/** Content that cannot be opened. */
export class VaultError extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(`log content: ${what}`, options);
    this.name = 'VaultError';
  }
}

const DAY_MS = 24 * 60 * 60_000;
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HASH_BYTES = 16;

function associatedData({ entryId, kind, organisation, part }: Place): Buffer {
  return Buffer.from(`${entryId}\n${kind}\n${organisation}\n${part}`);
}

function encrypt(plaintext: Uint8Array, key: Buffer, aad: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(sealed: Buffer, key: Buffer, aad: Buffer): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new VaultError('too short');
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES)).setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new VaultError('altered, moved, or sealed under another key', { cause });
  }
}
