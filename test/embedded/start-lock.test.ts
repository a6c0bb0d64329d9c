import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockHolder, takeStartLock } from '../../src/embedded/start-lock.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
  path = join(folder, 'postgres.lock');
});
afterEach(() => rm(folder, { recursive: true }));

/** Higher than any system gives out. */
const NO_PROCESS = 2 ** 22 + 12_345;

it('of many that want the lock one gets it, also when a dead one held it, and nothing is left lying about', async () => {
  for (const before of [undefined, '{"pid":' + String(NO_PROCESS) + '}', 'half a li', '', '[]', 'null']) {
    if (before !== undefined) await writeFile(path, before);
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => takeStartLock(path)));
    const got = all.filter(({ status }) => status === 'fulfilled');
    expect(got).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['postgres.lock']);
    expect(await lockHolder(path)).toBe(process.pid);
    await (got[0] as PromiseFulfilledResult<{ release(): Promise<void> }>).value.release();
    expect(await readdir(folder)).toEqual([]);
  }
});

it('releasing never removes the lock of somebody else', async () => {
  const lock = await takeStartLock(path);
  await writeFile(path, '{"pid":1}');
  await lock.release();
  expect(await readFile(path, 'utf8')).toBe('{"pid":1}');
});
