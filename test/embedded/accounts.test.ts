import { execFileSync } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, cpSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagedFolder } from '../../src/embedded/binaries.ts';
import {
  afterwards,
  ask,
  copyOfUsedDataDir,
  isLinux,
  isRoot,
  keepRow,
  newDataDir,
  QUICK,
  start,
  usedDataDir,
} from './database.ts';
import { compileRooms, removeRooms, startInOwnProcess } from './own-process.ts';

const NOBODY = 65_534;
/** The programs have 60 MB, and a machine may be busy. */
const COPYING_MS = 120_000;

/** Everything here lends or takes accounts, which only root can do. CI runs it in a container; on a laptop it is skipped. */
describe.skipIf(!isRoot || !isLinux)('started as root', () => {
  it('runs the server under another account, which owns the data and nothing else', async () => {
    const dataDir = newDataDir();
    const { pid } = await start(dataDir);
    expect(statSync(`/proc/${pid}`).uid).not.toBe(0);
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(statSync(`/proc/${pid}`).uid);
    for (const name of ['.', 'postgres.password', 'postgres.lock', 'postgres.log'])
      expect(statSync(join(dataDir, name)).uid).toBe(0);
  });

  it('keeps the account that owns the data, and takes over data that were restored as root', async () => {
    const dataDir = await copyOfUsedDataDir();
    const first = await start(dataDir);
    await first.stop();
    execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, join(dataDir, 'postgres')]);
    const second = await start(dataDir);
    expect(statSync(`/proc/${second.pid}`).uid).toBe(NOBODY);
    await second.stop();
    execFileSync('chown', ['-R', '0:0', join(dataDir, 'postgres')]);
    const third = await start(dataDir);
    expect(statSync(`/proc/${third.pid}`).uid).not.toBe(0);
    expect(await ask(third.superuserUrl, 'SELECT 1')).toBe('1');
  });

  it('works in a home directory that only root may enter, and changes no rights of it', async () => {
    const dataDir = newDataDir();
    const home = dirname(dataDir);
    chmodSync(home, 0o700);
    const first = await start(dataDir);
    const question = await keepRow(first.superuserUrl);
    await first.stop();
    const second = await start(dataDir);
    expect(await ask(second.superuserUrl, question)).toBe('42');

    // A process of the server that dies makes it read all its files again.
    process.kill(
      Number(await ask(second.superuserUrl, 'SELECT pid FROM pg_stat_activity ORDER BY backend_start LIMIT 1')),
      'SIGKILL',
    );
    await expect.poll(() => ask(second.superuserUrl, question).catch(() => ''), { timeout: 10_000 }).toBe('42');
    expect(await ask(second.superuserUrl, 'SELECT pg_reload_conf()')).toBe('true');
    expect(await ask(second.superuserUrl, 'SHOW listen_addresses')).toBe('127.0.0.1');
    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'postgres')).uid).not.toBe(0);
  });

  it(
    'copies programs that the account may not read, once, and runs the copy',
    async () => {
      const dataDir = await copyOfUsedDataDir();
      const home = join(dirname(dataDir), 'home');
      const copies = join(dirname(dataDir), 'copies');
      cpSync(await packagedFolder(), join(home, 'native'), { recursive: true, verbatimSymlinks: true });
      chmodSync(home, 0o700);
      mkdirSync(copies);
      chmodSync(dirname(dataDir), 0o755);
      const options = { binariesFolder: join(home, 'native'), binariesCopyTo: [join(home, 'unreadable'), copies] };
      const first = await start(dataDir, options);
      expect(await ask(first.superuserUrl, 'SELECT 1')).toBe('1');
      await first.stop();
      const [copy, ...more] = readdirSync(copies);
      expect(more).toEqual([]);
      const made = statSync(join(copies, copy!)).ino;

      const second = await start(dataDir, options);
      await second.stop();
      expect(statSync(join(copies, copy!)).ino).toBe(made);

      // A file that a sweeper of temporary folders took away, and a folder that somebody else may have prepared.
      rmSync(join(copies, copy!, 'share', 'postgresql', 'postgres.bki'));
      const third = await start(dataDir, options);
      await third.stop();
      chownSync(join(copies, copy!), NOBODY, NOBODY);
      const fourth = await start(dataDir, options);
      await fourth.stop();
      expect(statSync(join(copies, copy!)).uid).toBe(0);
    },
    COPYING_MS,
  );

  it('says so when there is no place for a readable copy', async () => {
    const dataDir = await usedDataDir();
    const home = join(dirname(dataDir), 'home');
    cpSync(join(await packagedFolder(), 'bin'), join(home, 'bin'), { recursive: true });
    chmodSync(home, 0o700);
    const options = { binariesFolder: home, binariesCopyTo: [join(home, 'nowhere')] };
    await expect(start(dataDir, options)).rejects.toThrow(/cannot run .*nor a copy elsewhere/);
  });

  it('says in words that the disk is full', async (context) => {
    const dataDir = newDataDir();
    mkdirSync(dataDir);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', dataDir], { stdio: 'ignore' });
    } catch {
      context.skip('this container may not mount');
    }
    afterwards(() => void execFileSync('umount', [dataDir]));
    await expect(start(dataDir)).rejects.toMatchObject({
      code: 'embedded-unavailable',
      detail: { fr: expect.stringContaining('le disque est plein') as string },
    });
    expect(readdirSync(dataDir).filter((name) => name.startsWith('postgres.new'))).toEqual([]);
  });
});

const nodeIsForAll = ((): boolean => {
  try {
    accessSync(process.execPath, constants.X_OK);
    return isRoot && isLinux && statSync(process.execPath).mode % 2 === 1;
  } catch {
    return false;
  }
})();

describe.skipIf(!nodeIsForAll)('started as an ordinary user', () => {
  let rooms: string;
  beforeAll(() => {
    rooms = compileRooms();
  });
  afterAll(() => removeRooms(rooms));

  it('runs the server under that account', async () => {
    const dataDir = newDataDir();
    chmodSync(dirname(dataDir), 0o755);
    mkdirSync(dataDir);
    chownSync(dataDir, NOBODY, NOBODY);
    const own = await startInOwnProcess(rooms, { dataDir, settings: QUICK }, NOBODY);
    expect(own.report.error).toBeUndefined();
    expect(statSync(`/proc/${own.report.pid}`).uid).toBe(NOBODY);
    expect(await ask(own.report.superuserUrl, 'SELECT 1')).toBe('1');
    await own.end('SIGTERM');
  });

  it(
    'completes a private copy of programs that were installed without their links',
    async () => {
      const dataDir = newDataDir();
      chmodSync(dirname(dataDir), 0o755);
      mkdirSync(dataDir);
      chownSync(dataDir, NOBODY, NOBODY);
      const folder = join(dirname(dataDir), 'native');
      cpSync(await packagedFolder(), folder, {
        recursive: true,
        filter: (path) => !/\.so\.\d+$/.test(path) || !/lib(pq|icu\w+)\.so/.test(path),
      });
      const own = await startInOwnProcess(rooms, { dataDir, settings: QUICK, binariesFolder: folder }, NOBODY);
      expect(own.report.error).toBeUndefined();
      await own.end('SIGTERM');
      expect(readdirSync(dataDir).some((name) => name.startsWith('cpas-bcss-gateway-postgres-'))).toBe(true);
    },
    COPYING_MS,
  );

  it('says which path it may not write, and whose the data are', async () => {
    const dataDir = newDataDir();
    chmodSync(dirname(dataDir), 0o755);
    const unwritable = await startInOwnProcess(rooms, { dataDir }, NOBODY);
    expect(unwritable.report.error).toMatch(/embedded-unavailable: .*this account may not write here/);
    expect(unwritable.report.error).toContain(dataDir);

    const { stop } = await start(dataDir);
    await stop();
    chownSync(dataDir, NOBODY, NOBODY);
    if (statSync(join(dataDir, 'postgres')).uid !== NOBODY) {
      const foreign = await startInOwnProcess(rooms, { dataDir }, NOBODY);
      expect(foreign.report.error).toMatch(/belongs to account \d+, and this process is 65534/);
    }
  });

  it('says that its account is unknown to the system', async () => {
    const dataDir = newDataDir();
    chmodSync(dirname(dataDir), 0o777);
    const own = await startInOwnProcess(rooms, { dataDir }, 54_321);
    expect(own.report.error).toContain('no entry in /etc/passwd');
  });
});
