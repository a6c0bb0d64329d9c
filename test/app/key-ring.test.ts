import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type KeyRing, openKeyRing } from '../../src/app/key-ring.ts';
import { refuseDevelopmentKeys } from '../../src/app/production.ts';
import { loadConfig } from '../../src/config.ts';
import { type DevelopmentKeys, ensureDevelopmentKeys } from '../../src/embedded/development-keys.ts';
import { Organisations, type OrganisationSettings } from '../../src/organisations/organisations.ts';
import { systemClock } from '../../src/telemetry/clock.ts';
import { type Identity, makeIdentity } from '../signing/identities.ts';
import { buildP12 } from '../signing/p12-builder.ts';
import { newFolder } from '../support/data-dir.ts';
import { CENTRE, OTHER_CENTRE } from '../support/ledger.ts';
import { logLines } from '../support/log-lines.ts';
import { ORGANISATION, OTHER_ORGANISATION } from '../support/organisations.ts';

const PASSPHRASE = 'for the keys of one centre';
let folder = '';
let development: DevelopmentKeys;
const own: Identity = makeIdentity({ name: 'CPAS A signing' });
const ownClient: Identity = makeIdentity({ name: 'CPAS A client', usages: 'client' });
const rings: KeyRing[] = [];

beforeAll(async () => {
  folder = newFolder();
  development = await ensureDevelopmentKeys(join(folder, 'data'));
  writeFileSync(join(folder, 'passphrase'), `${PASSPHRASE}\r\n`);
  for (const [name, { privateKey, certificate }] of Object.entries({ own, ownClient })) {
    const p12 = buildP12({ keys: [privateKey], certificates: [certificate], passphrase: PASSPHRASE });
    writeFileSync(join(folder, `${name}.p12`), p12, { mode: 0o600 });
  }
});

afterEach(() => {
  for (const ring of rings.splice(0)) ring.stop();
});

function files(name: string, passphraseFile = 'passphrase') {
  return { file: join(folder, `${name}.p12`), passphraseFile: join(folder, passphraseFile) };
}

async function ringWith(keys: OrganisationSettings['keys'], lines = logLines()): Promise<KeyRing> {
  const organisations = new Organisations([ORGANISATION, OTHER_ORGANISATION], new Map([[CENTRE, { keys }]]));
  const config = loadConfig({});
  const ring = await openKeyRing({ config, organisations, development, clock: systemClock, log: lines.log });
  rings.push(ring);
  return ring;
}

/** Whose certificate stands in a seal. */
async function signerOf(ring: KeyRing, organisation?: string): Promise<string> {
  const security = await ring.sealer(organisation).seal('<Body Id="body"/>', 'body', new Date());
  return /BinarySecurityToken[^>]*>([^<]+)</.exec(security)?.[1] ?? '';
}

const tokenOf = ({ certificate }: Pick<Identity, 'certificate'>): string => certificate.raw.toString('base64');

describe('the keys of a centre', () => {
  it('sign and connect for that centre, and the gateway’s for everybody else', async () => {
    const ring = await ringWith({ signing: files('own'), client: files('ownClient') });
    expect(await signerOf(ring, CENTRE)).toBe(tokenOf(own));
    expect(await signerOf(ring, OTHER_CENTRE)).toBe(tokenOf(ring.signing.current()));
    expect(await signerOf(ring)).toBe(tokenOf(ring.signing.current()));
    expect(ring.clientOf(CENTRE).current().certificate.raw).toEqual(ownClient.certificate.raw);
    expect(ring.clientOf(OTHER_CENTRE)).toBe(ring.client);
    expect(ring.clientOf()).toBe(ring.client);
  });

  it('may be its own for one purpose only', async () => {
    const ring = await ringWith({ signing: files('own') });
    expect(await signerOf(ring, CENTRE)).toBe(tokenOf(own));
    expect(ring.clientOf(CENTRE)).toBe(ring.client);
  });

  it('are counted down by the name of the centre, and are among the signers', async () => {
    const ring = await ringWith({ signing: files('own'), client: files('ownClient') });
    const days = ring.daysLeft();
    expect(days[`signing of ${CENTRE}`]).toBeGreaterThan(360);
    expect(days[`client of ${CENTRE}`]).toBeGreaterThan(360);
    expect(ring.signers().map(({ raw }) => raw)).toEqual([ring.signing.current().certificate.raw, own.certificate.raw]);
  });

  it('stop the start when they cannot be used, naming centre and file', async () => {
    await expect(ringWith({ signing: files('absent') })).rejects.toMatchObject({ code: 'keystore-unreadable' });
    await expect(ringWith({ signing: files('own', 'own.p12') })).rejects.toMatchObject({ code: 'keystore-passphrase' });
    const missing = ringWith({ client: files('ownClient', 'no-such-file') });
    await expect(missing).rejects.toMatchObject({
      code: 'keystore-unreadable',
      detail: { en: expect.stringContaining(`passphrase of client of ${CENTRE}`) as string },
    });
  });

  it('are warned about when two purposes hold one', async () => {
    const lines = logLines();
    await ringWith({ signing: files('own'), client: files('own') }, lines);
    expect(JSON.stringify(lines.of('key.shared'))).toContain(`signing of ${CENTRE} and client of ${CENTRE}`);
  });

  it('must not be generated ones in production', async () => {
    const { p12, passphraseFile } = development.signing;
    const ring = await ringWith({ signing: { file: p12, passphraseFile } });
    const config = { ...loadConfig({}), environment: 'production' as const };
    expect(() => refuseDevelopmentKeys(config, ring)).toThrow(
      `signing of ${CENTRE} is a generated development certificate`,
    );
  });
});
