import { randomBytes } from 'node:crypto';
import { Archive } from '../../src/log/archive.ts';
import { Vault } from '../../src/log/vault.ts';
import { systemClock } from '../../src/telemetry/clock.ts';
import { systemIds } from '../../src/telemetry/ids.ts';

/** An archive with a key of its own. */
export function testArchive(): { readonly archive: Archive; readonly vault: Vault } {
  const vault = new Vault(randomBytes(32));
  return { vault, archive: new Archive(vault, systemClock, systemIds) };
}
