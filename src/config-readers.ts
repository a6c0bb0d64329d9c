import { userSsinDefect } from './domain/ssin.ts';
import { isIP } from 'node:net';

/** A text that could not be read; the message says what was expected, never what was there. */
export class NotValid extends Error {}

/** What was given for a setting, and a way to read it again: a file may say something else later. */
export interface SettingText {
  readonly text: string | undefined;
  /** @throws GatewayError `config-invalid` when the file is gone. */
  readonly again: () => string;
}

type Reader<Value> = (given: SettingText) => Value;

export const text =
  (): Reader<string | undefined> =>
  ({ text }) =>
    text;

export const textOr =
  (fallback: string): Reader<string> =>
  ({ text }) =>
    text ?? fallback;

/** A secret that is asked for whenever it is needed. A renewed key file usually comes with a new passphrase. */
export const followed: Reader<(() => string) | undefined> = ({ text, again }) =>
  text === undefined ? undefined : again;

export const integer =
  (fallback: number, min: number, max: number): Reader<number> =>
  ({ text }) => {
    if (text === undefined) return fallback;
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max) throw new NotValid(`a whole number from ${min} to ${max}`);
    return value;
  };

export const oneOf =
  <const Word extends string>(words: readonly Word[]): Reader<Word | undefined> =>
  ({ text }) => {
    if (text === undefined) return undefined;
    const word = words.find((known) => known === text);
    if (word === undefined) throw new NotValid(words.join(' | '));
    return word;
  };

/** A URL of one of the schemes. Those of Redis may name several hosts, which the general form does not know. */
export const url =
  (...schemes: readonly string[]): Reader<string | undefined> =>
  ({ text }) => {
    if (text === undefined) return undefined;
    const [, scheme, rest = ''] = /^([a-z+]+):\/\/(\S+)$/.exec(text) ?? [];
    const isWhole = scheme?.includes('+') === true ? rest !== '' : URL.canParse(text);
    if (scheme === undefined || !schemes.includes(scheme) || !isWhole)
      throw new NotValid(`a URL: ${schemes.join('://…, ')}://…`);
    return text;
  };

/** Words between commas; empty ones do not count. */
function words(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** IP addresses, separated by commas. */
export const addresses: Reader<readonly string[]> = ({ text }) => {
  const given = words(text);
  if (!given.every((address) => isIP(address) !== 0)) throw new NotValid('IP addresses, separated by commas');
  return given;
};

/** SHA-256 fingerprints as `openssl` or a browser write them, separated by commas; in small hex digits. */
export const fingerprints: Reader<readonly string[] | undefined> = ({ text }) => {
  if (text === undefined) return undefined;
  const given = words(text).map((word) => word.replaceAll(':', '').toLowerCase());
  if (given.length === 0 || !given.every((fingerprint) => /^[0-9a-f]{64}$/.test(fingerprint)))
    throw new NotValid('SHA-256 fingerprints of 64 hex digits, separated by commas');
  return given;
};

/** Networks, separated by commas. */
export const networks: Reader<readonly string[] | undefined> = ({ text }) => {
  if (text === undefined) return undefined;
  const given = words(text);
  if (!given.every(isNetwork)) throw new NotValid('networks such as 10.1.0.0/16 or fd00::/8, separated by commas');
  return given;
};

function isNetwork(cidr: string): boolean {
  const [, address = '', prefix = ''] = /^([^/]+)\/(\d{1,3})$/.exec(cidr) ?? [];
  const family = isIP(address);
  return family !== 0 && Number(prefix) <= (family === 4 ? 32 : 128);
}

/** 32 bytes in hex or base64. */
export const key32: Reader<Buffer | undefined> = ({ text }) => {
  if (text === undefined) return undefined;
  const isHex = /^[0-9a-f]{64}$/i.test(text);
  // Node reads past whatever is no base64; a key with a slip of the pen in it would be another key.
  const isBase64 = /^[A-Za-z0-9+/]{43}=?$|^[A-Za-z0-9_-]{43}=?$/.test(text);
  if (!isHex && !isBase64) throw new NotValid('32 bytes in hex or base64');
  return Buffer.from(text, isHex ? 'hex' : 'base64');
};

const SECONDS_MAX = 7 * 86_400;

/** Numbers of seconds, separated by commas; at least one. */
export const seconds: Reader<readonly number[] | undefined> = ({ text }) => {
  if (text === undefined) return undefined;
  const values = words(text).map((word) => (/^\d+(?:\.\d+)?$/.test(word) ? Number(word) : NaN));
  if (values.length === 0 || !values.every((value) => value <= SECONDS_MAX))
    throw new NotValid(`seconds, separated by commas, each at most ${SECONDS_MAX}`);
  return values;
};

const DAYS_MAX = 365;

/** Whole numbers of days, separated by commas; at least one. */
export const days =
  (fallback: readonly number[]): Reader<readonly number[]> =>
  ({ text }) => {
    if (text === undefined) return fallback;
    const values = words(text).map((word) => (/^\d{1,3}$/.test(word) ? Number(word) : NaN));
    if (values.length === 0 || !values.every((value) => value <= DAYS_MAX))
      throw new NotValid(`whole numbers of days, separated by commas, each at most ${DAYS_MAX}`);
    return [...new Set(values)];
  };

/** The id of a person at a keyboard, or of a program, in the form of an SSIN. */
export const userSsin: Reader<string | undefined> = ({ text }) => {
  if (text === undefined) return undefined;
  if (userSsinDefect(text) !== undefined)
    throw new NotValid('expected eleven digits, the last two of them check digits');
  return text;
};
