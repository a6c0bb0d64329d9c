import { inEachLanguage, type Localised } from '../domain/language.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';

/** The codes of the catalogue that a keystore or a file of certificates can end in. */
export type KeystoreCode =
  | 'keystore-unreadable'
  | 'keystore-passphrase'
  | 'keystore-refused'
  | 'certificate-expired'
  | 'certificate-not-yet-valid';

/** A defect, before it is known in which file: what is wrong, in words. Never a passphrase, never key material. */
export class KeystoreDefect extends Error {
  readonly code: KeystoreCode;
  readonly text: Localised;

  constructor([code, text]: readonly [KeystoreCode, Localised], cause?: unknown) {
    super(text.en, { cause });
    this.name = 'KeystoreDefect';
    this.code = code;
    this.text = text;
  }
}

/** Where a file came from: the environment variable that names it, and its path. */
export interface KeystorePlace {
  readonly label: string;
  readonly path: string;
}

/** The error a person sees: the variable, the path, the defect. */
export function errorAt({ label, path }: KeystorePlace, { code, text, cause }: KeystoreDefect): GatewayError {
  const at = (sentence: string): string => `${label} (${path}): ${sentence}`;
  return new GatewayError(code, {
    detail: inEachLanguage((language) => at(text[language])),
    cause,
  });
}

const unreadable = (fr: string, nl: string, en: string, de: string) =>
  ['keystore-unreadable', { fr, nl, en, de }] as const;
const refused = (fr: string, nl: string, en: string, de: string) => ['keystore-refused', { fr, nl, en, de }] as const;

/** How an old or exotic file becomes one that everything reads; shown with each defect that it mends. */
export const CONVERT =
  'openssl pkcs12 -legacy -in OLD.p12 -nodes -out all.pem; openssl pkcs12 -export -in all.pem -out NEW.p12; rm all.pem';

/** Every defect of a file itself. */
export const FILE_DEFECTS = {
  missing: unreadable(
    'le fichier n’existe pas',
    'het bestand bestaat niet',
    'the file does not exist',
    'die Datei besteht nicht',
  ),
  dangling: unreadable(
    'ce lien symbolique mène à un fichier qui n’existe pas',
    'deze symbolische koppeling wijst naar een bestand dat niet bestaat',
    'this symbolic link leads to a file that does not exist',
    'dieser symbolische Link führt zu einer Datei, die es nicht gibt',
  ),
  forbidden: unreadable(
    'ce compte n’a pas le droit de lire le fichier',
    'deze account mag het bestand niet lezen',
    'this account may not read the file',
    'dieses Konto darf die Datei nicht lesen',
  ),
  notFile: unreadable('ceci n’est pas un fichier', 'dit is geen bestand', 'this is not a file', 'dies ist keine Datei'),
  empty: unreadable('le fichier est vide', 'het bestand is leeg', 'the file is empty', 'die Datei ist leer'),
  large: (bytesMax: number) =>
    unreadable(
      `le fichier dépasse ${bytesMax} octets`,
      `het bestand is groter dan ${bytesMax} bytes`,
      `the file is larger than ${bytesMax} bytes`,
      `die Datei ist größer als ${bytesMax} Bytes`,
    ),
  other: (reason: string) =>
    unreadable(
      `lecture impossible (${reason})`,
      `lezen mislukt (${reason})`,
      `reading failed (${reason})`,
      `Lesen fehlgeschlagen (${reason})`,
    ),
} as const;

/** Every defect of a PKCS#12 as a container. */
export const CONTAINER_DEFECTS = {
  truncated: unreadable(
    'le fichier est tronqué : il annonce plus d’octets qu’il n’en contient',
    'het bestand is afgebroken: het kondigt meer bytes aan dan het bevat',
    'the file is cut short: it announces more bytes than it has',
    'die Datei ist abgeschnitten: sie kündigt mehr Bytes an, als sie enthält',
  ),
  tooDeep: unreadable(
    'le fichier est imbriqué plus profondément que ne l’est un PKCS#12',
    'het bestand is dieper genest dan een PKCS#12 ooit is',
    'the file is nested deeper than any PKCS#12 is',
    'die Datei ist tiefer verschachtelt, als ein PKCS#12 es je ist',
  ),
  notPkcs12: unreadable(
    'ce fichier n’est pas un PKCS#12',
    'dit bestand is geen PKCS#12',
    'this file is not a PKCS#12 (.p12, .pfx)',
    'diese Datei ist kein PKCS#12 (.p12, .pfx)',
  ),
  pem: unreadable(
    'ceci est un fichier PEM ; réunissez clé et certificats avec `openssl pkcs12 -export`',
    'dit is een PEM-bestand; voeg sleutel en certificaten samen met `openssl pkcs12 -export`',
    'this is a PEM file; put key and certificates together with `openssl pkcs12 -export`',
    'dies ist eine PEM-Datei; führen Sie Schlüssel und Zertifikate mit `openssl pkcs12 -export` zusammen',
  ),
  javaKeystore: unreadable(
    'ceci est un magasin Java (JKS) ; convertissez-le avec `keytool -importkeystore -deststoretype PKCS12`',
    'dit is een Java-sleutelbestand (JKS); zet het om met `keytool -importkeystore -deststoretype PKCS12`',
    'this is a Java keystore (JKS); convert it with `keytool -importkeystore -deststoretype PKCS12`',
    'dies ist ein Java-Schlüsselspeicher (JKS); wandeln Sie ihn mit `keytool -importkeystore -deststoretype PKCS12` um',
  ),
  passphrase: [
    'keystore-passphrase',
    {
      fr: 'le mot de passe ne correspond pas au fichier (ou le fichier a été altéré)',
      nl: 'het wachtwoord past niet bij het bestand (of het bestand is gewijzigd)',
      en: 'the passphrase does not fit the file (or the file was altered)',
      de: 'das Passwort passt nicht zur Datei (oder die Datei wurde verändert)',
    },
  ] as const,
  noMac: refused(
    'aucun code d’intégrité (MAC) ne protège le fichier : son contenu a pu être remplacé ; exportez-le à nouveau',
    'geen integriteitscode (MAC) beschermt het bestand: de inhoud kan vervangen zijn; exporteer het opnieuw',
    'no integrity code (MAC) protects the file: its content may have been replaced; export it again',
    'kein Integritätscode (MAC) schützt die Datei: ihr Inhalt kann ausgetauscht worden sein; exportieren Sie sie erneut',
  ),
  iterations: (kind: string, found: number, max: number) =>
    refused(
      `trop d’itérations de dérivation (${kind} : ${found}, au plus ${max} pour tout le fichier)`,
      `te veel iteraties voor de sleutelafleiding (${kind}: ${found}, hoogstens ${max} voor het hele bestand)`,
      `too many iterations of key derivation (${kind}: ${found}, at most ${max} in the whole file)`,
      `zu viele Iterationen der Schlüsselableitung (${kind}: ${found}, höchstens ${max} in der ganzen Datei)`,
    ),
  algorithm: (oid: string) =>
    refused(
      `algorithme non accepté (${oid}) ; convertissez : ${CONVERT}`,
      `algoritme niet aanvaard (${oid}); zet om: ${CONVERT}`,
      `algorithm not accepted (${oid}); convert: ${CONVERT}`,
      `Algorithmus nicht zugelassen (${oid}); wandeln Sie um: ${CONVERT}`,
    ),
  tooManyBags: refused(
    'le fichier contient plus de clés et de certificats que ne le fait un magasin de clés',
    'het bestand bevat meer sleutels en certificaten dan een sleutelbestand ooit doet',
    'the file has more keys and certificates than a keystore ever has',
    'die Datei enthält mehr Schlüssel und Zertifikate als je ein Schlüsselspeicher',
  ),
  content: unreadable(
    'le contenu déchiffré n’est pas lisible',
    'de ontsleutelde inhoud is niet leesbaar',
    'the decrypted content is not readable',
    'der entschlüsselte Inhalt ist nicht lesbar',
  ),
} as const;

/** Every defect of the key and of the certificates inside. */
export const IDENTITY_DEFECTS = {
  noKey: refused(
    'aucune clé privée dans le fichier (certificats seuls ?)',
    'geen private sleutel in het bestand (alleen certificaten?)',
    'there is no private key in the file (certificates only?)',
    'kein privater Schlüssel in der Datei (nur Zertifikate?)',
  ),
  severalKeys: (count: number) =>
    refused(
      `${count} clés privées dans le fichier : exportez seulement celle à utiliser`,
      `${count} private sleutels in het bestand: exporteer alleen de te gebruiken sleutel`,
      `${count} private keys in the file: export only the one to use`,
      `${count} private Schlüssel in der Datei: exportieren Sie nur den zu verwendenden`,
    ),
  noCertificate: refused(
    'aucun certificat du fichier ne correspond à la clé privée',
    'geen enkel certificaat in het bestand past bij de private sleutel',
    'no certificate of the file belongs to the private key',
    'kein Zertifikat der Datei gehört zum privaten Schlüssel',
  ),
  keyUnreadable: refused(
    'la clé privée n’est pas lisible',
    'de private sleutel is niet leesbaar',
    'the private key is not readable',
    'der private Schlüssel ist nicht lesbar',
  ),
  certificateUnreadable: refused(
    'un certificat du fichier n’est pas lisible',
    'een certificaat in het bestand is niet leesbaar',
    'a certificate of the file is not readable',
    'ein Zertifikat der Datei ist nicht lesbar',
  ),
  keySize: (bits: number, min: number) =>
    refused(
      `clé RSA de ${bits} bits, au moins ${min} sont exigés : demandez un nouveau certificat`,
      `RSA-sleutel van ${bits} bits, minstens ${min} vereist: vraag een nieuw certificaat`,
      `RSA key of ${bits} bits, at least ${min} are required: ask for a new certificate`,
      `RSA-Schlüssel von ${bits} Bits, mindestens ${min} sind verlangt: beantragen Sie ein neues Zertifikat`,
    ),
  keyType: (type: string, needed: string) =>
    refused(
      `clé de type ${type} : il faut ${needed}`,
      `sleutel van type ${type}: ${needed} is vereist`,
      `key of type ${type}: ${needed} is needed`,
      `Schlüssel vom Typ ${type}: ${needed} ist nötig`,
    ),
  chainBroken: (subject: string, issuer: string) =>
    refused(
      `la chaîne ne tient pas : « ${subject} » n’est pas signé par le « ${issuer} » du fichier`,
      `de keten klopt niet: “${subject}” is niet ondertekend door de “${issuer}” uit het bestand`,
      `the chain does not hold: "${subject}" is not signed by the "${issuer}" of the file`,
      `die Kette stimmt nicht: „${subject}“ ist nicht vom „${issuer}“ der Datei unterzeichnet`,
    ),
  issuerNotAuthority: (subject: string, issuer: string) =>
    refused(
      `« ${subject} » est émis par « ${issuer} », qui n’est pas une autorité`,
      `“${subject}” is uitgegeven door “${issuer}”, die geen autoriteit is`,
      `"${subject}" was issued by "${issuer}", which is not an authority`,
      `„${subject}“ wurde von „${issuer}“ ausgestellt, das keine Zertifizierungsstelle ist`,
    ),
  chainTooLong: (max: number) =>
    refused(
      `la chaîne compte plus de ${max} certificats`,
      `de keten telt meer dan ${max} certificaten`,
      `the chain has more than ${max} certificates`,
      `die Kette hat mehr als ${max} Zertifikate`,
    ),
  expired: (subject: string, date: string) =>
    [
      'certificate-expired',
      {
        fr: `« ${subject} » est échu depuis le ${date}`,
        nl: `“${subject}” is vervallen sinds ${date}`,
        en: `"${subject}" expired on ${date}`,
        de: `„${subject}“ ist seit dem ${date} abgelaufen`,
      },
    ] as const,
  notYetValid: (subject: string, date: string) =>
    [
      'certificate-not-yet-valid',
      {
        fr: `« ${subject} » est valable à partir du ${date}`,
        nl: `“${subject}” is geldig vanaf ${date}`,
        en: `"${subject}" is valid from ${date}`,
        de: `„${subject}“ ist ab dem ${date} gültig`,
      },
    ] as const,
} as const;

/** Every defect of a file of certificates. */
export const CERTIFICATES_DEFECTS = {
  none: unreadable(
    'aucun certificat dans le fichier (PEM : « -----BEGIN CERTIFICATE----- », ou DER)',
    'geen certificaat in het bestand (PEM: “-----BEGIN CERTIFICATE-----”, of DER)',
    'no certificate in the file (PEM: "-----BEGIN CERTIFICATE-----", or DER)',
    'kein Zertifikat in der Datei (PEM: „-----BEGIN CERTIFICATE-----“, oder DER)',
  ),
  privateKey: refused(
    'ce fichier contient une clé privée, qui n’a rien à faire parmi des certificats à reconnaître',
    'dit bestand bevat een private sleutel, die niet thuishoort bij te vertrouwen certificaten',
    'this file holds a private key, which has no place among certificates to trust',
    'diese Datei enthält einen privaten Schlüssel, der unter vertrauenswürdigen Zertifikaten nichts zu suchen hat',
  ),
  unreadableAt: (position: number) =>
    unreadable(
      `le certificat n° ${position} du fichier n’est pas lisible`,
      `certificaat nr. ${position} van het bestand is niet leesbaar`,
      `certificate number ${position} of the file is not readable`,
      `Zertifikat Nr. ${position} der Datei ist nicht lesbar`,
    ),
  tooMany: (max: number) =>
    refused(
      `plus de ${max} certificats dans le fichier`,
      `meer dan ${max} certificaten in het bestand`,
      `more than ${max} certificates in the file`,
      `mehr als ${max} Zertifikate in der Datei`,
    ),
  noAuthority: (subject: string) =>
    refused(
      `« ${subject} » n’est pas une autorité : donnez le certificat de l’autorité qui l’a émis`,
      `“${subject}” is geen autoriteit: geef het certificaat van de autoriteit die het uitgaf`,
      `"${subject}" is not an authority: give the certificate of the authority that issued it`,
      `„${subject}“ ist keine Zertifizierungsstelle: geben Sie das Zertifikat der Stelle, die es ausgestellt hat`,
    ),
} as const;
