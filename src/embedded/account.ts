import { readFile, stat } from 'node:fs/promises';
import { unavailable } from './failure.ts';
import { run } from './run.ts';

/** An account that is not root. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** Accounts that every system may have for such a purpose; nothing is added to the machine. macOS writes `_postgres`. */
const CANDIDATES = ['postgres', '_postgres', 'nobody'];

/**
 * The account PostgreSQL must run as: undefined for our own. PostgreSQL refuses root, so root lends it another one: the owner of
 * the data where there are some (a `postgres` account installed later does not change hands), else `postgres`, else `nobody`.
 *
 * @param cluster the folder of the database, which need not exist.
 * @throws GatewayError `embedded-unavailable`
 */
export async function accountFor(cluster: string): Promise<Account | undefined> {
  const ours = process.getuid?.();
  if (ours === undefined) return undefined;
  const owner = await ownerOf(cluster);
  if (ours !== 0) {
    if (owner !== undefined && owner.uid !== ours) throw belongsTo(cluster, owner.uid, ours);
    return undefined;
  }
  if (owner !== undefined && owner.uid !== 0) return owner;
  const accounts = await localAccounts();
  const account = CANDIDATES.map((name) => accounts.get(name)).find((found) => found !== undefined);
  if (account === undefined)
    throw unavailable({
      fr: 'PostgreSQL refuse root, et cette machine n’a ni compte « postgres » ni compte « nobody » ; démarrez sous un compte ordinaire',
      nl: 'PostgreSQL weigert root, en deze machine heeft geen account “postgres” of “nobody”; start met een gewone account',
      en: 'PostgreSQL refuses root, and this machine has neither an account "postgres" nor "nobody"; start under an ordinary account',
      de: 'PostgreSQL lehnt root ab, und dieser Rechner hat weder ein Konto „postgres“ noch „nobody“; starten Sie mit einem gewöhnlichen Konto',
    });
  return account;
}

/** Whether the account can enter a folder. Tried, not computed: access lists and mounts count too. */
export async function canEnter(account: Account | undefined, folder: string): Promise<boolean> {
  if (account === undefined) return true;
  const { status } = await run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { account, cwd: '/' });
  return status === 0;
}

async function ownerOf(folder: string): Promise<Account | undefined> {
  try {
    const { uid, gid } = await stat(folder);
    return { name: `uid ${uid}`, uid, gid };
  } catch {
    return undefined;
  }
}

async function localAccounts(): Promise<ReadonlyMap<string, Account>> {
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return new Map(
    text.split('\n').flatMap((line) => {
      const [name, , uid, gid] = line.split(':');
      const account = { name: name ?? '', uid: Number(uid), gid: Number(gid) };
      return Number.isInteger(account.uid) && account.uid !== 0 ? [[account.name, account]] : [];
    }),
  );
}

function belongsTo(cluster: string, owner: number, ours: number): Error {
  return unavailable({
    fr: `${cluster} appartient au compte ${owner}, et ce processus est ${ours} : démarrez sous ce compte, ou choisissez un autre DATA_DIR`,
    nl: `${cluster} hoort bij account ${owner} en dit proces is ${ours}: start met die account of kies een andere DATA_DIR`,
    en: `${cluster} belongs to account ${owner}, and this process is ${ours}: start under that account, or choose another DATA_DIR`,
    de: `${cluster} gehört dem Konto ${owner}, und dieser Prozess ist ${ours}: starten Sie mit jenem Konto, oder wählen Sie ein anderes DATA_DIR`,
  });
}
