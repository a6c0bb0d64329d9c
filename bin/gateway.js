#!/usr/bin/env node
// The `gateway` command. From a fresh clone there is no dist/ yet: it is compiled on first use, and again when a source is newer.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'dist', '.tsbuildinfo');
const sources = join(root, 'src');

/** True when a source file changed after the last compilation. An installed image has no src/ and is never stale. */
function stale() {
  if (!existsSync(sources)) return false;
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  return readdirSync(sources, { recursive: true }).some((file) => statSync(join(sources, file)).mtimeMs > built);
}

if (stale()) await import('../scripts/build.js');
const { main } = await import('../dist/main.js');
await main(process.argv);
