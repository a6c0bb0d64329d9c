import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ImportedFile } from './import.ts';

/**
 * Writes the files of an import: all of them, or none. Each is first written under another name beside its place; only when all
 * are there do they get their names. Should one of these last steps fail, the earlier ones are taken back.
 *
 * @returns the paths that were written; files that would not change are left alone.
 * @throws what the file system says, after everything is as it was.
 */
export function writeFiles(files: readonly ImportedFile[]): readonly string[] {
  const changed = files.filter(({ change }) => change !== 'unchanged');
  const prepared: { readonly path: string; readonly temporary: string; readonly before: Buffer | undefined }[] = [];
  const renamed: typeof prepared = [];
  try {
    for (const { path, content } of changed) {
      mkdirSync(dirname(path), { recursive: true });
      const temporary = `${path}.importing`;
      prepared.push({ path, temporary, before: contentOf(path) });
      writeFileSync(temporary, content);
    }
    for (const one of prepared) {
      renameSync(one.temporary, one.path);
      renamed.push(one);
    }
  } catch (error) {
    for (const { temporary } of prepared) rmSync(temporary, { force: true });
    for (const { path, before } of renamed) {
      if (before === undefined) rmSync(path, { force: true });
      else writeFileSync(path, before);
    }
    throw error;
  }
  return changed.map(({ path }) => path);
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
