import { randomBytes } from 'node:crypto';

/** Makes identifiers and random numbers; handed in, so that a failing property replays from its seed. */
export interface Ids {
  /** A UUIDv7 (RFC 9562): ascending with time, 74 random bits, not guessable. */
  uuid(): string;
  /** A number in [0, 1). */
  random(): number;
}

/** Identifiers from the system's random source. */
export const systemIds: Ids = {
  uuid: () => uuidV7(Date.now(), randomBytes(10)),
  random: () => randomBytes(4).readUInt32BE() / 2 ** 32,
};

/** The UUIDv7 of a time (milliseconds since 1970) and ten random bytes. */
export function uuidV7(ms: number, random: Buffer): string {
  const hex = ms.toString(16).padStart(12, '0') + random.toString('hex');
  const variant = ((parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
