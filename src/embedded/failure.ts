import { inEachLanguage, type Localised } from '../domain/language.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';

/** The embedded database cannot start: the one error of this room, with the cause in words. */
export function unavailable(detail: Localised, cause?: unknown): GatewayError {
  return new GatewayError('embedded-unavailable', { detail, cause });
}

/**
 * Turns what the operating system said about a path into that error; what is no such error comes back as it was.
 *
 * @param path the file or folder at which it happened.
 */
export function unavailableAt(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  const words = Object.hasOwn(SYSTEM_WORDS, code) ? SYSTEM_WORDS[code as keyof typeof SYSTEM_WORDS] : undefined;
  if (words === undefined || error instanceof GatewayError) return error;
  return unavailable(
    { fr: `${path} : ${words.fr}`, nl: `${path}: ${words.nl}`, en: `${path}: ${words.en}`, de: `${path}: ${words.de}` },
    error,
  );
}

/** Turns the last lines of initdb or postgres into that error: a known cause in words, and what the program said. */
export function unavailableAfter(output: string, cause?: unknown): GatewayError {
  const said = lastLines(output);
  const known = PROGRAM_WORDS.find(([pattern]) => pattern.test(output))?.[1];
  const words = known ?? {
    fr: 'PostgreSQL a refusé de démarrer',
    nl: 'PostgreSQL weigerde te starten',
    en: 'PostgreSQL refused to start',
    de: 'PostgreSQL hat den Start verweigert',
  };
  const quote = (text: string): string => (said === '' ? text : `${text} (${said})`);
  return unavailable(
    inEachLanguage((language) => quote(words[language])),
    cause,
  );
}

/** DATA_DIR cannot hold what is kept in it besides the database. */
export function dataDirUnusable(path: string, cause: unknown): GatewayError {
  const reason = (cause as NodeJS.ErrnoException | undefined)?.code ?? 'ENOENT';
  return new GatewayError('config-invalid', {
    detail: {
      fr: `DATA_DIR : ${path} ne peut être lu ou écrit (${reason})`,
      nl: `DATA_DIR: ${path} kan niet gelezen of geschreven worden (${reason})`,
      en: `DATA_DIR: ${path} cannot be read or written (${reason})`,
      de: `DATA_DIR: ${path} kann nicht gelesen oder geschrieben werden (${reason})`,
    },
    cause,
  });
}

const LINES_MAX = 3;
const CHARACTERS_MAX = 600;

function lastLines(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .slice(-LINES_MAX)
    .join(' | ')
    .slice(-CHARACTERS_MAX);
}

const SYSTEM_WORDS = {
  EACCES: {
    fr: 'ce compte n’a pas le droit d’y écrire',
    nl: 'deze account mag hier niet schrijven',
    en: 'this account may not write here',
    de: 'dieses Konto darf hier nicht schreiben',
  },
  EPERM: {
    fr: 'le système refuse cette opération à ce compte',
    nl: 'het systeem weigert deze bewerking aan deze account',
    en: 'the system refuses this operation to this account',
    de: 'das System verweigert diesem Konto diesen Vorgang',
  },
  EROFS: {
    fr: 'disque en lecture seule',
    nl: 'schijf is alleen-lezen',
    en: 'the disk is read-only',
    de: 'der Datenträger ist schreibgeschützt',
  },
  ENOSPC: { fr: 'le disque est plein', nl: 'de schijf is vol', en: 'the disk is full', de: 'der Datenträger ist voll' },
  EDQUOT: {
    fr: 'le quota du disque est atteint',
    nl: 'het schijfquotum is bereikt',
    en: 'the disk quota is reached',
    de: 'das Kontingent des Datenträgers ist erreicht',
  },
  ENOTDIR: {
    fr: 'une partie du chemin n’est pas un dossier',
    nl: 'een deel van het pad is geen map',
    en: 'a part of the path is not a folder',
    de: 'ein Teil des Pfades ist kein Ordner',
  },
  ENAMETOOLONG: {
    fr: 'le chemin est trop long',
    nl: 'het pad is te lang',
    en: 'the path is too long',
    de: 'der Pfad ist zu lang',
  },
} as const satisfies Record<string, Localised>;

/** What initdb and postgres say, and what it means here. Found by provoking each, or in their sources. */
const PROGRAM_WORDS: readonly (readonly [RegExp, Localised])[] = [
  [/No space left on device|Disk quota exceeded|File too large/, SYSTEM_WORDS.ENOSPC],
  [/Read-only file system/, SYSTEM_WORDS.EROFS],
  [
    /could not look up effective user ID/,
    {
      fr: 'le compte de ce processus n’a pas d’entrée dans /etc/passwd, ce qu’exige PostgreSQL',
      nl: 'de account van dit proces heeft geen regel in /etc/passwd, wat PostgreSQL vereist',
      en: 'the account of this process has no entry in /etc/passwd, which PostgreSQL requires',
      de: 'das Konto dieses Prozesses hat keinen Eintrag in /etc/passwd, was PostgreSQL verlangt',
    },
  ],
  [
    /could not bind|Address already in use/,
    { fr: 'le port est occupé', nl: 'de poort is bezet', en: 'the port is in use', de: 'der Port ist belegt' },
  ],
  [
    /database files are incompatible|which is not compatible with this version/,
    {
      fr: 'les données viennent d’une autre version de PostgreSQL',
      nl: 'de gegevens komen van een andere versie van PostgreSQL',
      en: 'the data belong to another version of PostgreSQL',
      de: 'die Daten stammen von einer anderen PostgreSQL-Version',
    },
  ],
  [
    /lock file "postmaster.pid" already exists|pre-existing shared memory block/,
    {
      fr: 'un autre PostgreSQL travaille déjà sur ces données',
      nl: 'een andere PostgreSQL werkt al op deze gegevens',
      en: 'another PostgreSQL works on these data',
      de: 'ein anderes PostgreSQL arbeitet bereits mit diesen Daten',
    },
  ],
  [
    /could not (create|map|resize) .*shared memory/,
    {
      fr: 'le système n’accorde pas la mémoire partagée nécessaire',
      nl: 'het systeem geeft niet het nodige gedeelde geheugen',
      en: 'the system does not grant the shared memory that is needed',
      de: 'das System gewährt den nötigen gemeinsamen Speicher nicht',
    },
  ],
  [
    /error while loading shared libraries|Library not loaded|version `GLIBC/,
    {
      fr: 'une bibliothèque du système manque à PostgreSQL (il faut glibc 2.27 ou plus récent ; Alpine ne convient pas)',
      nl: 'PostgreSQL mist een systeembibliotheek (glibc 2.27 of recenter vereist; Alpine volstaat niet)',
      en: 'PostgreSQL misses a library of the system (glibc 2.27 or newer is needed; Alpine does not do)',
      de: 'PostgreSQL fehlt eine Systembibliothek (glibc 2.27 oder neuer ist nötig; Alpine genügt nicht)',
    },
  ],
  [
    /could not locate a valid checkpoint record|PANIC/,
    {
      fr: 'les fichiers de la base sont endommagés : restaurez une sauvegarde',
      nl: 'de bestanden van de databank zijn beschadigd: zet een back-up terug',
      en: 'the files of the database are damaged: restore a backup',
      de: 'die Dateien der Datenbank sind beschädigt: stellen Sie eine Sicherung wieder her',
    },
  ],
  [
    /administrative permissions is not permitted/,
    {
      fr: 'PostgreSQL refuse un compte administrateur : démarrez avec un compte ordinaire',
      nl: 'PostgreSQL weigert een beheerdersaccount: start met een gewone account',
      en: 'PostgreSQL refuses an administrator: start with an ordinary account',
      de: 'PostgreSQL lehnt ein Administratorkonto ab: starten Sie mit einem gewöhnlichen Konto',
    },
  ],
  [/Permission denied/, SYSTEM_WORDS.EACCES],
];
