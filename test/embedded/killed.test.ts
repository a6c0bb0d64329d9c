import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRunning } from '../../src/embedded/process-identity.ts';
import {
  afterwards,
  ask,
  isLinux,
  isRoot,
  keepRow,
  newDataDir,
  parentOf,
  QUICK,
  start,
  untilGone,
  usedDataDir,
} from './database.ts';
import { beginInOwnProcess, compileRooms, type OwnProcess, removeRooms, startInOwnProcess } from './own-process.ts';

/** Process numbers and parents are read from /proc here; on other systems these cases are not covered. */
describe.skipIf(!isLinux)('a gateway in a process of its own', () => {
  let rooms: string;
  beforeAll(() => {
    rooms = compileRooms();
  });
  afterAll(() => removeRooms(rooms));

  async function startApart(dataDir: string, options: object = { settings: {} }): Promise<OwnProcess> {
    const own = await startInOwnProcess(rooms, { dataDir, ...options });
    afterwards(() => void own.process.kill('SIGKILL'));
    return own;
  }

  it('that is killed takes its server with it, and the next one has what was committed', async () => {
    const dataDir = newDataDir();
    const own = await startApart(dataDir);
    const keeper = parentOf(own.report.pid);
    const question = await keepRow(own.report.superuserUrl);
    await own.end('SIGKILL');
    await untilGone(own.report.pid);
    await untilGone(keeper);
    const { superuserUrl } = await start(dataDir);
    expect(await ask(superuserUrl, question)).toBe('42');
  });

  it('that is killed in the middle of its first start leaves nothing that looks like a database', async () => {
    const dataDir = newDataDir();
    const child = beginInOwnProcess(rooms, { dataDir });
    const names = () => readdirSync(dataDir).filter((name) => name.startsWith('postgres.new-'));
    await expect.poll(() => existsSync(dataDir) && names().length, { timeout: 20_000, interval: 5 }).toBe(1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { superuserUrl } = await start(dataDir);
    expect(await ask(superuserUrl, 'SELECT 1')).toBe('1');
    expect(names()).toEqual([]);
  });

  it('that is killed can be started again at once', async () => {
    const dataDir = await usedDataDir();
    const own = await startApart(dataDir);
    const question = await keepRow(own.report.superuserUrl);
    await own.end('SIGKILL');
    const { superuserUrl, pid } = await start(dataDir);
    expect(pid).not.toBe(own.report.pid);
    expect(await ask(superuserUrl, question)).toBe('42');
  });

  it('whose keeper is killed too leaves a server, which the next start ends first', async () => {
    const dataDir = await usedDataDir();
    const own = await startApart(dataDir);
    const question = await keepRow(own.report.superuserUrl);
    process.kill(parentOf(own.report.pid), 'SIGKILL');
    await own.end('SIGKILL');
    expect(isRunning(own.report.pid)).toBe(true);
    const postgres = await start(dataDir);
    expect(isRunning(own.report.pid)).toBe(false);
    expect(postgres.lines[0]).toEqual({
      level: 'warn',
      message: 'ended the PostgreSQL that an earlier gateway left running',
    });
    expect(await ask(postgres.superuserUrl, question)).toBe('42');
  });

  it('keeps its server through Ctrl-C until it stops it itself, and then nothing is left', async () => {
    const own = await startApart(await usedDataDir(), { settings: QUICK });
    const keeper = parentOf(own.report.pid);
    // What a terminal does: the signal goes to every process of the group.
    process.kill(-own.process.pid!, 'SIGINT');
    process.kill(keeper, 'SIGTERM');
    process.kill(keeper, 'SIGHUP');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await ask(own.report.superuserUrl, 'SELECT 1')).toBe('1');
    await own.end('SIGTERM');
    expect(isRunning(own.report.pid)).toBe(false);
    await untilGone(keeper);
  });

  it('has its data directory for itself: a second one is told the first one’s number', async () => {
    const dataDir = await usedDataDir();
    const own = await startApart(dataDir, { settings: QUICK });
    await expect(start(dataDir)).rejects.toMatchObject({
      code: 'embedded-unavailable',
      detail: { en: expect.stringContaining(`process ${own.process.pid!}`) as string },
    });
    expect(await ask(own.report.superuserUrl, 'SELECT 1')).toBe('1');
    await own.end('SIGTERM');
    const here = await start(dataDir);
    const second = await startApart(dataDir, { settings: QUICK });
    expect(second.report.error).toMatch(`embedded-unavailable: `);
    expect(second.report.error).toContain(`process ${process.pid}`);
    await second.end();
    await expect(start(dataDir)).rejects.toThrow(`process ${process.pid} (this one)`);
    expect(await ask(here.superuserUrl, 'SELECT 1')).toBe('1');
  });

  it('that starts many times at once gives one server and as many refusals', async () => {
    const dataDir = newDataDir();
    const all = await Promise.all(Array.from({ length: 4 }, () => startApart(dataDir, { settings: QUICK })));
    const running = all.filter(({ report }) => report.error === undefined);
    expect(running).toHaveLength(1);
    for (const { report } of all)
      expect(report.error ?? 'a gateway uses this folder').toContain('a gateway uses this folder');
    await running[0]!.end('SIGTERM');
  });

  it('never takes a stranger for the server, though it has its number', async () => {
    const dataDir = await usedDataDir();
    const first = await start(dataDir);
    const { uid, gid } = ownerOf(first.pid);
    await first.stop();
    // A process of the same account, so that signals would reach it; PostgreSQL alone would refuse to start for ever.
    const stranger = spawn('sleep', ['60'], { cwd: '/', stdio: 'ignore', ...(isRoot && { uid, gid }) });
    afterwards(() => void stranger.kill('SIGKILL'));
    writeFileSync(
      join(dataDir, 'postgres', 'postmaster.pid'),
      `${stranger.pid!}\n${join(dataDir, 'postgres')}\n1700000000\n${first.port}\n\n127.0.0.1\n\nready   \n`,
    );
    const { superuserUrl } = await start(dataDir);
    expect(await ask(superuserUrl, 'SELECT 1')).toBe('1');
    expect(isRunning(stranger.pid!)).toBe(true);
  });

  it('never takes a stranger for the gateway that held the folder, though it has its number', async () => {
    const dataDir = await usedDataDir();
    const { stop } = await start(dataDir);
    await stop();
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    afterwards(() => void stranger.kill('SIGKILL'));
    writeFileSync(join(dataDir, 'postgres.lock'), JSON.stringify({ pid: stranger.pid, start: 'another boot 12345' }));
    const { superuserUrl } = await start(dataDir);
    expect(await ask(superuserUrl, 'SELECT 1')).toBe('1');
  });
});

function ownerOf(pid: number): { uid: number; gid: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const id = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  return { uid: id('Uid'), gid: id('Gid') };
}
