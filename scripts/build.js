#!/usr/bin/env node
// Compiles src/ to dist/ (incremental, so a second run takes a moment) and puts the SQL files beside the code that reads them.
// Types are judged by `npm run types`: whoever only wants to run the gateway does not wait for it.
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

try {
  execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
} catch {
  process.exit(1);
}
for (const file of readdirSync(join(root, 'src'), { recursive: true })) {
  if (file.endsWith('.sql')) cpSync(join(root, 'src', file), join(root, 'dist', file));
}
// tsc leaves the stamp alone when nothing changed in substance; bin/gateway.js compares it with the sources' times.
utimesSync(join(root, 'dist', '.tsbuildinfo'), new Date(), new Date());
