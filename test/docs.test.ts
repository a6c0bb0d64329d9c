import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generatedDocuments } from '../src/cli/generated-documents.ts';

const read = (path: string): string => readFileSync(join(import.meta.dirname, '..', path), 'utf8');

describe('documents derived from the program', () => {
  it.each(generatedDocuments(read))('$path is what node scripts/generate-docs.js writes', ({ path, content }) => {
    expect(read(path)).toBe(content);
  });
});

describe('what a reader is pointed to', () => {
  const documents = [
    'README.md',
    'CONTRIBUTING.md',
    'SECURITY.md',
    'CHANGELOG.md',
    ...readdirSync(join(import.meta.dirname, '../docs'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.md'))
      .map((path) => join('docs', path)),
  ];

  it.each(documents)('%s links to files that exist', (document) => {
    const targets = [...read(document).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
      ([, target]) => target ?? '',
    );

    const missing = targets.filter((target) => !existsSync(join(import.meta.dirname, '..', dirname(document), target)));

    expect(missing).toEqual([]);
  });

  it('every command of the readme is one of package.json or of the program', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read('README.md').matchAll(/npm run ([a-z-]+)/g)].map(([, name]) => name ?? '');

    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    expect(named).toContain('demo');
  });
});
