import { spawnSync } from 'node:child_process';

/** True when a program is on this machine; when it is not, says so once, since its tests are skipped. */
export function installed(program: string): boolean {
  const found = spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
  if (!found) process.stderr.write(`${program} is not installed: the tests that compare with it are skipped\n`);
  return found;
}
