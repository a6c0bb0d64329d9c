import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { type Place, unsupported } from './unsupported.ts';

/** No contract file is near this; a larger one is a mistake, and is not read. */
export const CONTRACT_FILE_BYTES_MAX = 16 * 1024 * 1024;

/** More folders beside a file than this are no contract, but somebody's whole disk. */
const FOLDERS_MAX = 20;

/** A file of a contract: its path inside the folder, with forward slashes, and its text. */
export interface ContractFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The folder that a contract may be read from, and nothing outside it: not by URL, not by an absolute path, not by `..`, and
 * not through a symbolic link. A contract comes from outside, and an import could otherwise read any file of this machine.
 */
export class ContractFolder {
  private readonly root: string;

  private readonly schemas: string | undefined;

  /**
   * @param schemas a folder inside it, with schemas that a contract imports from elsewhere.
   * @throws GatewayError `contract-unsupported` when a folder does not exist.
   */
  constructor(root: string, schemas?: string) {
    this.root = realPath(root) ?? this.refuse({ file: root, line: 1 }, 'this folder does not exist');
    this.schemas = schemas === undefined ? undefined : this.nameOf(schemas);
  }

  /** The schema files of the folder that a person named for what a contract imports from elsewhere. */
  given(): readonly string[] {
    return this.schemas === undefined ? [] : this.schemaFiles(this.schemas).files;
  }

  /** The name, inside the folder, of a file that a person pointed at. */
  nameOf(file: string): string {
    const place = { file, line: 1 };
    const real = realPath(file) ?? this.refuse(place, 'this file does not exist');
    return this.inside(real, place);
  }

  /** The name, inside the folder, of what a `schemaLocation` or `location` at some place points to. */
  follow(location: string, place: Place): string {
    const found = this.locate(location, place);
    return 'missing' in found ? this.refuse(place, found.missing) : found.name;
  }

  /** As {@link follow}, but says of a file that is not there (or on a network) what is to be said of it. */
  locate(location: string, place: Place): { readonly name: string } | { readonly missing: string } {
    if (/^[a-z][a-z0-9+.-]*:/i.test(location))
      return { missing: `it imports ${location}; only files in the folder are read` };
    if (isAbsolute(location) || location.startsWith('\\'))
      this.refuse(place, `it imports the absolute path ${location}`);
    const target = resolve(this.root, dirname(place.file), decoded(location, place));
    // The path as written must stay inside as well: what is missing outside must not be told apart from what exists there.
    if (!isInside(this.root, target)) this.refuse(place, outside(location));
    const real = realPath(target);
    if (real === undefined) return { missing: `${location}, which it imports, is missing` };
    if (!isInside(this.root, real)) this.refuse(place, outside(location));
    return { name: this.inside(real, place) };
  }

  /** Reads a file by its name. @throws GatewayError `contract-unsupported` when it is too large or not text. */
  read(name: string): ContractFile {
    const path = join(this.root, name);
    const place = { file: name, line: 1 };
    const { size } = statSync(path);
    if (size > CONTRACT_FILE_BYTES_MAX) this.refuse(place, `larger than ${CONTRACT_FILE_BYTES_MAX / 1024 / 1024} MiB`);
    return { name, text: decodeXml(readFileSync(path), place) };
  }

  /** The schema files that stand beside a file, or in a folder beside it, in the order of their names. */
  neighbours(name: string): string[] {
    const folder = dirname(name);
    const beside = this.schemaFiles(folder === '.' ? '' : folder);
    if (beside.files.length > 0 || beside.folders.length > FOLDERS_MAX) return beside.files;
    return beside.folders.flatMap((inner) => this.schemaFiles(inner).files);
  }

  private schemaFiles(folder: string): { readonly files: string[]; readonly folders: string[] } {
    const entries = readdirSync(join(this.root, folder), { withFileTypes: true });
    const named = (wanted: typeof entries): string[] =>
      wanted.map((entry) => (folder === '' ? entry.name : `${folder}/${entry.name}`)).sort();
    return {
      files: named(entries.filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith('.xsd'))),
      folders: named(entries.filter((entry) => entry.isDirectory())),
    };
  }

  private inside(real: string, place: Place): string {
    if (!isInside(this.root, real)) this.refuse(place, outside(place.file));
    return relative(this.root, real).split(sep).join('/');
  }

  private refuse(place: Place, what: string): never {
    throw unsupported(place, what);
  }
}

function outside(location: string): string {
  return `${location} lies outside the folder of the contract; when that is right, name the folder that holds both (--root)`;
}

function isInside(root: string, path: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep);
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** A schemaLocation is a URI reference: `%20` is a space. */
function decoded(location: string, place: Place): string {
  try {
    return decodeURIComponent(location.replaceAll('\\', '/').replace(/#.*$/, ''));
  } catch {
    throw unsupported(place, `${location} is not a file name`);
  }
}

/** Text in the encoding that the file says: UTF-8 unless it begins with another mark or declaration. */
function decodeXml(bytes: Buffer, place: Place): string {
  const declared = /^<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.-]{1,40})["']/.exec(
    bytes.toString('latin1', 0, 200),
  )?.[1];
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : undefined;
  try {
    return new TextDecoder(utf16 ?? declared ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unsupported(place, `its text is not ${declared ?? utf16 ?? 'UTF-8'}`);
  }
}
