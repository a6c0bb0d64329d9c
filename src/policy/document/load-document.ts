import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { canonicalJson } from '../../domain/canonical-json.ts';
import type { Localised } from '../../domain/language.ts';
import { formDefects } from './check-form.ts';
import { type KnownWorld, meaningDefects } from './check-meaning.ts';
import { PolicyRefused } from './defect.ts';
import type { PolicyDocument } from './policy-document.ts';
import { POLICY_LIMITS } from './hostile-text.ts';
import { readYaml } from './read-yaml.ts';

/** A table that was read and found sound. */
export interface LoadedDocument {
  readonly document: PolicyDocument;
  /** SHA-256 of what it says, in hexadecimal digits: comments, order of keys and JSON or YAML make no other version. */
  readonly version: string;
}

/** Reads a policy file. @throws PolicyRefused with every defect of the first step that finds any */
export function loadDocument(path: string, world: KnownWorld): LoadedDocument {
  return parseDocument(readBytes(path), path, world);
}

/** As {@link loadDocument}, for bytes at hand. @param name what the refusal calls them */
export function parseDocument(bytes: Uint8Array, name: string, world: KnownWorld): LoadedDocument {
  const reading = readYaml(bytes);
  if (!reading.ok) throw new PolicyRefused(name, reading.defects);
  const inForm = formDefects(reading.file);
  if (inForm.length > 0) throw new PolicyRefused(name, inForm);
  const { $schema: _editor, ...document } = reading.file.value as PolicyDocument & { readonly $schema?: string };
  const inMeaning = meaningDefects(document, reading.file, world);
  if (inMeaning.length > 0) throw new PolicyRefused(name, inMeaning);
  return { document, version: createHash('sha256').update(canonicalJson(document)).digest('hex') };
}

/** At most one byte more than a policy may have, so that the wrong path costs no memory. */
function readBytes(path: string): Uint8Array {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    // A pipe would be waited for; a folder cannot be read.
    if (!fstatSync(file).isFile()) throw Object.assign(new Error('not a file'), { code: 'EISDIR' });
    const buffer = Buffer.alloc(POLICY_LIMITS.bytesMax + 1);
    return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, 0));
  } catch (error) {
    const { code = 'error' } = error as NodeJS.ErrnoException;
    throw new PolicyRefused(path, [{ code: 'unreadable', line: 1, column: 1, pointer: '', ...unreadable(code) }]);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

function unreadable(code: string): {
  what: Localised;
  remedy: Localised;
} {
  return {
    what: {
      fr: `le fichier ne peut être lu (${code})`,
      nl: `het bestand kan niet gelezen worden (${code})`,
      en: `the file cannot be read (${code})`,
      de: `die Datei kann nicht gelesen werden (${code})`,
    },
    remedy: {
      fr: 'vérifiez POLICY_FILE et les droits du fichier',
      nl: 'controleer POLICY_FILE en de rechten van het bestand',
      en: 'check POLICY_FILE and the rights of the file',
      de: 'prüfen Sie POLICY_FILE und die Rechte der Datei',
    },
  };
}
