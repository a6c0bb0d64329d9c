#!/usr/bin/env node
// Writes what is derived from the program: the settings table of README.md, .env.example, docs/errors.md and the table of docs/flows.md.
// test/docs.test.ts fails while any of them is out of date.
import { readFileSync, writeFileSync } from 'node:fs';
import './build.js';

const { generatedDocuments } = await import('../dist/cli/generated-documents.js');
const root = new URL('..', import.meta.url);

for (const { path, content } of generatedDocuments((file) => readFileSync(new URL(file, root), 'utf8'))) {
  writeFileSync(new URL(path, root), content);
  console.log(path);
}
