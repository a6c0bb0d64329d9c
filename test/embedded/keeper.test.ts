import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type KeptPostgres, startKept } from '../../src/embedded/kept-postgres.ts';
import { isRunning } from '../../src/embedded/process-identity.ts';

/** The keeper with stand-ins for PostgreSQL that behave worse than it does. */
describe.skipIf(process.platform === 'win32')('a server that', () => {
  let folder: string;
  let kept: KeptPostgres | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keeper-'));
  });
  afterEach(async () => {
    await kept?.stop();
    kept = undefined;
    await rm(folder, { recursive: true });
  });

  async function keep(program: string, limits = { fastMs: 5000, immediateMs: 5000 }): Promise<KeptPostgres> {
    await rm(join(folder, 'log'), { force: true });
    kept = await startKept({
      command: process.execPath,
      parameters: ['-e', `${program}; console.log('up'); setInterval(() => undefined, 1000)`],
      cwd: folder,
      env: { PATH: process.env['PATH'] },
      identity: {},
      logFile: join(folder, 'log'),
      logBytesMax: 10_000,
      ...limits,
    });
    await expect
      .poll(() => statSync(join(folder, 'log'), { throwIfNoEntry: false })?.size, { timeout: 5000 })
      .toBeGreaterThan(0);
    return kept;
  }

  it('does not heed the first signal gets the second, and one that heeds neither is killed', async () => {
    const deaf = `process.on('SIGINT', () => undefined)`;
    const first = await keep(`${deaf}; process.on('SIGQUIT', () => process.exit(7))`, {
      fastMs: 100,
      immediateMs: 5000,
    });
    await first.stop();
    await expect(first.ended).resolves.toBe('exit code 7');
    const second = await keep(`${deaf}; process.on('SIGQUIT', () => undefined)`, { fastMs: 100, immediateMs: 100 });
    await second.stop();
    await expect(second.ended).resolves.toBe('signal SIGKILL');
    expect(isRunning(second.pid)).toBe(false);
  });

  it('writes without end fills two log files of bounded size, which only the owner may read', async () => {
    const server = await keep(`for (let i = 0; i < 300; i++) console.error('x'.repeat(999))`);
    await expect
      .poll(() => statSync(join(folder, 'log.1'), { throwIfNoEntry: false })?.size, { timeout: 5000 })
      .toBeGreaterThan(0);
    await server.stop();
    const sizes = ['log', 'log.1'].map((name) => statSync(join(folder, name)).size);
    // One chunk of a pipe may go over the limit.
    for (const size of sizes) expect(size).toBeLessThan(10_000 + 2 * 65_536);
    expect(statSync(join(folder, 'log')).mode & 0o777).toBe(0o600);
  });

  it('does not exist is an error that says so', async () => {
    const order = {
      command: join(folder, 'nothing'),
      parameters: [],
      cwd: folder,
      env: {},
      identity: {},
      logFile: join(folder, 'log'),
      logBytesMax: 1,
      fastMs: 1,
      immediateMs: 1,
    };
    await expect(startKept(order)).rejects.toMatchObject({ code: 'embedded-unavailable' });
  });
});
