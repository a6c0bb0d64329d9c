import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { runningEmbeddedPostgres } from '../../src/embedded/postgres.ts';
import { isRunning } from '../../src/embedded/process-identity.ts';
import {
  afterwards,
  ask,
  copyOfUsedDataDir,
  isLinux,
  keepRow,
  newDataDir,
  parentOf,
  start,
  untilGone,
  usedDataDir,
} from './database.ts';
import { patient } from '../support/patient.ts';

describe('the first start', () => {
  it('makes a durable UTF-8 database that asks for a password and listens on this machine only', async () => {
    const dataDir = newDataDir();
    const postgres = await start(dataDir, { settings: {} });
    const setting = (name: string) => ask(postgres.superuserUrl, `SHOW ${name}`);
    expect(await setting('server_encoding')).toBe('UTF8');
    expect(await setting('fsync')).toBe('on');
    expect(await setting('synchronous_commit')).toBe('on');
    expect(await setting('max_connections')).toBe('100');
    expect(await setting('listen_addresses')).toBe('127.0.0.1');
    expect(await setting('unix_socket_directories')).toBe('');
    expect(await ask(postgres.superuserUrl, `SELECT 'É' ILIKE 'é'`)).toBe('true');
    expect(await ask(postgres.superuserUrl, `SELECT datlocale FROM pg_database WHERE datname = 'template1'`)).toBe(
      'C.UTF-8',
    );

    const wrong = postgres.superuserUrl.replace(/:[^:@]+@/, ':wrong@');
    await expect(ask(wrong, 'SELECT 1')).rejects.toThrow('password authentication failed');
    if (process.platform !== 'win32') {
      expect(statSync(join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600);
      expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
    }
  });

  it('takes settings of the caller, but not the ones that say where it listens', async () => {
    const settings = { fsync: 'off', work_mem: '7MB', listen_addresses: '*' };
    const { superuserUrl } = await start(await usedDataDir(), { settings });
    expect(await ask(superuserUrl, 'SHOW work_mem')).toBe('7MB');
    expect(await ask(superuserUrl, 'SHOW listen_addresses')).toBe('127.0.0.1');
  });
});

describe('a later start', () => {
  it('has the rows, the password and the port of before', async () => {
    const dataDir = await usedDataDir();
    const first = await start(dataDir);
    const question = await keepRow(first.superuserUrl);
    await first.stop();
    const second = await start(dataDir);
    expect(second.superuserUrl).toBe(first.superuserUrl);
    expect(await ask(second.superuserUrl, question)).toBe('42');
  });

  it('takes another port when the one of before is busy, and refuses a busy one that was asked for', async () => {
    const dataDir = await usedDataDir();
    const { port, stop } = await start(dataDir);
    await stop();
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
    afterwards(() => new Promise<void>((resolve) => void other.close(() => resolve())));
    await expect(start(dataDir, { port })).rejects.toMatchObject({
      code: 'embedded-unavailable',
      detail: { en: `port ${port} of 127.0.0.1 is in use by another program` },
    });
    const second = await start(dataDir);
    expect(second.port).not.toBe(port);
    expect(await ask(second.superuserUrl, 'SELECT 1')).toBe('1');
  });
});

describe('stopping', () => {
  it('ends server and keeper in a moment, with clients connected, and may be asked twice', async () => {
    const postgres = await start(await usedDataDir());
    const keeper = isLinux ? parentOf(postgres.pid) : undefined;
    const client = new pg.Client({ connectionString: postgres.superuserUrl });
    const cutOff = new Promise<Error>((resolve) => client.on('error', resolve));
    await client.connect();
    const begin = performance.now();
    await Promise.all([postgres.stop(), postgres.stop()]);
    expect(performance.now() - begin).toBeLessThan(patient(5000));
    expect((await cutOff).message).toMatch(/terminat/i);
    expect(isRunning(postgres.pid)).toBe(false);
    if (keeper !== undefined) await untilGone(keeper);
    await expect(postgres.ended).resolves.toBe('exit code 0');
    expect(postgres.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it.skipIf(!isLinux)('ends the server also when somebody killed its keeper', async () => {
    const postgres = await start(await usedDataDir());
    process.kill(parentOf(postgres.pid), 'SIGKILL');
    await expect(postgres.ended).resolves.toBe('its keeper ended');
    expect(await ask(postgres.superuserUrl, 'SELECT 1')).toBe('1');
    await postgres.stop();
    expect(isRunning(postgres.pid)).toBe(false);
  });

  it.skipIf(process.platform === 'win32')(
    'is not needed when the server was killed: that is told, and nothing is lost',
    async () => {
      const dataDir = await usedDataDir();
      const first = await start(dataDir, { settings: {} });
      const question = await keepRow(first.superuserUrl);
      process.kill(first.pid, 'SIGKILL');
      await expect(first.ended).resolves.toBe('signal SIGKILL');
      expect(first.lines.at(-1)).toEqual({ level: 'error', message: 'embedded PostgreSQL ended by itself' });
      await first.stop();
      const second = await start(dataDir);
      expect(await ask(second.superuserUrl, question)).toBe('42');
    },
  );
});

describe('a command beside a running gateway', () => {
  it('finds the server while it runs, and nothing otherwise', async () => {
    const dataDir = newDataDir();
    await expect(runningEmbeddedPostgres(dataDir)).resolves.toBeUndefined();
    const { superuserUrl, port, pid, stop } = await start(dataDir);
    await expect(runningEmbeddedPostgres(dataDir)).resolves.toEqual({ superuserUrl, port, pid });
    await stop();
    await expect(runningEmbeddedPostgres(dataDir)).resolves.toBeUndefined();
  });
});

describe('the log of the server', () => {
  it('never quotes what a client sent or stored', async () => {
    const dataDir = await copyOfUsedDataDir();
    const { superuserUrl, stop } = await start(dataDir);
    await ask(superuserUrl, 'CREATE TABLE person (ssin text PRIMARY KEY, age int CHECK (age < 150))');
    await ask(superuserUrl, `INSERT INTO person VALUES ('01020300156', 1)`);
    for (const sql of [
      `INSERT INTO person VALUES ('01020300156', 2)`,
      `INSERT INTO person VALUES ('01020300157', 151)`,
      `SELECT '01020300156x'::int`,
      `SELECT * FROM nothing_of_that_name WHERE ssin = '01020300156'`,
    ])
      await expect(ask(superuserUrl, sql)).rejects.toThrow();
    await stop();
    const log = readFileSync(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('ready to accept connections');
    expect(log).not.toContain('010203');
  });
});

describe('what cannot start says why', () => {
  it('where the folder of the database holds something else', async () => {
    const dataDir = newDataDir();
    await mkdir(join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres', 'holiday.jpg'), 'x');
    await expect(start(dataDir)).rejects.toMatchObject({
      code: 'embedded-unavailable',
      detail: { en: expect.stringContaining('is no PostgreSQL database') as string },
    });
  });

  it('where the data are of another version, or the password is gone', async () => {
    const dataDir = await copyOfUsedDataDir();
    const { stop } = await start(dataDir);
    await stop();
    const version = join(dataDir, 'postgres', 'PG_VERSION');
    const text = readFileSync(version);
    writeFileSync(version, '14\n');
    await expect(start(dataDir)).rejects.toThrow(/are of PostgreSQL 14, the programs of PostgreSQL 18/);
    writeFileSync(version, text);
    await rm(join(dataDir, 'postgres.password'));
    await expect(start(dataDir)).rejects.toThrow(/postgres\.password is missing/);
  });

  it('where a setting is wrong, in the words of the server', async () => {
    await expect(start(await usedDataDir(), { settings: { fsync: 'off', shared_buffers: 'plenty' } })).rejects.toThrow(
      /refused to start \(.*shared_buffers/,
    );
  });

  it('and leaves a folder that was made readable for others usable again', async () => {
    const dataDir = await usedDataDir();
    const { stop } = await start(dataDir);
    await stop();
    chmodSync(join(dataDir, 'postgres'), 0o755);
    const { superuserUrl } = await start(dataDir);
    expect(await ask(superuserUrl, 'SELECT 1')).toBe('1');
  });
});
