import type { Config } from '../config.ts';
import type { Localised } from '../domain/language.ts';
import { keyWeakness, passwordWeakness, type SecretWeakness } from '../domain/secret-strength.ts';

/** A secret that can be guessed: which setting it is, and why, without the secret. */
export interface WeakSecret {
  readonly name: string;
  readonly why: Localised;
}

/** A password that somebody else has issued is taken with less: eight random characters. */
const ISSUED_BITS_MIN = 40;

/** Every secret among the settings that can be guessed, measured and not looked up in a list. */
export function weakSecrets(config: Config): WeakSecret[] {
  return [
    ...weakKey('LOG_KEK', config.logKek),
    ...weakKey('CHECKPOINT_KEY', keyBytes(config.checkpointKey)),
    ...weakPassword('BCSS_CLIENT_P12_PASSPHRASE', config.clientP12Passphrase?.()),
    ...weakPassword('SIGNING_P12_PASSPHRASE', config.signingP12Passphrase?.()),
    ...weakPassword('NETWORK_P12_PASSPHRASE', config.networkP12Passphrase?.()),
    ...weakPassword('BCSS_BASIC_PASSWORD', config.basicPassword, [config.basicUser], ISSUED_BITS_MIN),
    ...weakPassword('BOOTSTRAP_API_KEY', config.bootstrapApiKey),
    ...weakUrl('DATABASE_URL', config.databaseUrl),
    ...weakUrl('DATABASE_ADMIN_URL', config.databaseAdminUrl),
    ...weakUrl('QUEUE_URL', config.queueUrl),
  ];
}

/** What is wrong with one password. @param names what it may not simply repeat: who logs in, where */
export function weakPassword(
  name: string,
  password: string | undefined,
  names: readonly (string | undefined)[] = [],
  bitsMin?: number,
): WeakSecret[] {
  if (password === undefined) return [];
  const plain = password.toLowerCase();
  if (names.some((other) => other !== undefined && other !== '' && other.toLowerCase() === plain))
    return [{ name, why: withRemedy(SAME_AS_NAME) }];
  const weakness = passwordWeakness(password, bitsMin);
  return weakness === undefined ? [] : [{ name, why: withRemedy(wordsFor(weakness)) }];
}

function weakKey(name: string, key: Uint8Array | undefined): WeakSecret[] {
  const weakness = key && keyWeakness(key);
  return weakness === undefined ? [] : [{ name, why: withRemedy(wordsFor(weakness)) }];
}

function weakUrl(name: string, url: string | undefined): WeakSecret[] {
  if (url === undefined) return [];
  const { user, passwords, hosts, path } = credentialsIn(url);
  // Redis knows one secret and nothing else: whoever reaches it without one reads, delays and invents work.
  if (passwords.length === 0) return /^rediss?[:+]/.test(url) ? [{ name, why: withRemedy(NO_PASSWORD) }] : [];
  const names = [user, path, ...hosts];
  return passwords.flatMap((password) => weakPassword(name, password, names)).slice(0, 1);
}

interface Credentials {
  readonly user: string | undefined;
  /** In the usual place, and in the query, where drivers look too. */
  readonly passwords: readonly string[];
  readonly hosts: readonly string[];
  readonly path: string;
}

/** URLs of Redis name several hosts, which the general form does not know: taken apart by hand. */
function credentialsIn(url: string): Credentials {
  const [, userinfo, hosts = '', path = '', query = ''] =
    /^[a-z+]+:\/\/(?:([^@/?#]*)@)?([^/?#]*)\/?([^?#]*)(?:\?([^#]*))?/.exec(url) ?? [];
  const [user, ...password] = (userinfo ?? '').split(':');
  const asked = new URLSearchParams(query);
  return {
    user: decoded(user ?? '') || (asked.get('user') ?? asked.get('username') ?? undefined),
    passwords: [decoded(password.join(':')), ...asked.getAll('password')].filter((text) => text !== ''),
    hosts: hosts.split(',').map((host) => host.replace(/:\d+$/, '')),
    path: decoded(path),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Bytes of a key that is given as 32 bytes in hex or base64; other forms carry more than a key. */
function keyBytes(text: string | undefined): Buffer | undefined {
  if (text === undefined) return undefined;
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[A-Za-z0-9+/_-]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}

const SAME_AS_NAME: Localised = {
  fr: 'est le nom de l’utilisateur, de la machine ou de la base',
  nl: 'is de naam van de gebruiker, de machine of de databank',
  en: 'is the name of the user, the host or the database',
  de: 'ist der Name des Benutzers, des Rechners oder der Datenbank',
};

const NO_PASSWORD: Localised = {
  fr: 'n’a pas de mot de passe',
  nl: 'heeft geen wachtwoord',
  en: 'has no password',
  de: 'hat kein Passwort',
};

function wordsFor(weakness: SecretWeakness): Localised {
  switch (weakness.kind) {
    case 'empty':
      return { fr: 'est vide', nl: 'is leeg', en: 'is empty', de: 'ist leer' };
    case 'few-characters': {
      const { different } = weakness;
      return {
        fr: `n’a que ${different} signes différents, ou presque toujours le même`,
        nl: `heeft maar ${different} verschillende tekens, of bijna altijd hetzelfde`,
        en: `has only ${different} different characters, or nearly always the same one`,
        de: `hat nur ${different} verschiedene Zeichen oder fast immer dasselbe`,
      };
    }
    case 'repeats': {
      const { period } = weakness;
      return {
        fr: `se répète après ${period} signes`,
        nl: `herhaalt zich na ${period} tekens`,
        en: `repeats itself after ${period} characters`,
        de: `wiederholt sich nach ${period} Zeichen`,
      };
    }
    case 'counts':
      return {
        fr: 'est une suite régulière',
        nl: 'is een regelmatige reeks',
        en: 'is a regular sequence',
        de: 'ist eine regelmäßige Folge',
      };
    case 'text':
      return {
        fr: 'est un texte et non 32 octets tirés au hasard',
        nl: 'is een tekst en geen 32 willekeurige bytes',
        en: 'is a text and not 32 random bytes',
        de: 'ist ein Text und nicht 32 zufällige Bytes',
      };
    case 'too-few-bits': {
      const { bits, bitsMin } = weakness;
      return {
        fr: `se devine en 2^${bits} essais ; il en faut 2^${bitsMin}`,
        nl: `is in 2^${bits} pogingen te raden; het moeten er 2^${bitsMin} zijn`,
        en: `can be guessed in 2^${bits} attempts; it should take 2^${bitsMin}`,
        de: `ist in 2^${bits} Versuchen zu erraten; es sollten 2^${bitsMin} sein`,
      };
    }
  }
}

/** Each says how to make a good one. */
function withRemedy({ fr, nl, en, de }: Localised): Localised {
  return {
    fr: `${fr} ; « gateway keys generate » en tire un bon au hasard`,
    nl: `${nl}; "gateway keys generate" maakt een goede`,
    en: `${en}; \`gateway keys generate\` makes a good one`,
    de: `${de}; „gateway keys generate“ erzeugt ein gutes`,
  };
}
