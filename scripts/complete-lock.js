#!/usr/bin/env node
// Adds to package-lock.json the optional platform packages that the registry at hand did not offer when the lock was written.
// Why: `npm install` leaves such packages out of the lock, and `npm ci` then refuses the lock as incomplete ("Missing … from lock file")
// on every other machine. An entry with the exact version that its parent asks for, marked optional, is what npm itself would have written.
import { readFileSync, writeFileSync } from 'node:fs';

const OPERATING_SYSTEMS = {
  win32: 'win32',
  darwin: 'darwin',
  linux: 'linux',
  freebsd: 'freebsd',
  android: 'android',
  openharmony: 'openharmony',
};
const PROCESSORS = {
  x64: 'x64',
  arm64: 'arm64',
  ia32: 'ia32',
  arm: 'arm',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
};

const path = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(path, 'utf8'));

/** The place in the tree where `name` would be found from `from`, or undefined. */
function resolve(name, from) {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    const place = `${base === '' ? '' : `${base}/`}node_modules/${name}`;
    if (place in lock.packages) return place;
    if (base === '') return undefined;
    if (!base.includes('/node_modules/')) base = '';
  }
}

const pick = (table, words) => words.map((word) => table[word]).find((value) => value !== undefined);

let added = 0;
for (const [from, entry] of Object.entries({ ...lock.packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (from === '' || !/^\d/.test(version) || resolve(name, from)) continue;
    const words = name.split(/[-/]/);
    const os = pick(OPERATING_SYSTEMS, words);
    const cpu = pick(PROCESSORS, words) ?? (words.includes('arm') ? 'arm' : undefined);
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(entry.dev && { dev: true }),
      optional: true,
      ...(os && { os: [os] }),
      ...(cpu && { cpu: [cpu] }),
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`package-lock.json: ${added} optional platform packages added`);
