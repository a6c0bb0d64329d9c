import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { daysFrom, type IdentityOptions, makeIdentity } from '../signing/identities.ts';
import { buildP12 } from '../signing/p12-builder.ts';
import { newDataDir, newFolder } from '../support/data-dir.ts';
import { type CommandEnd, gateway } from '../support/gateway-process.ts';
import { until } from '../support/until.ts';

const SECRET = 'kept-from-everybody-1234567890';

/** A start that fails: a code, one message that names the setting, and neither a stack nor a secret. */
function expectRefusal({ code, stdout, stderr }: CommandEnd, problem: string, setting: string): void {
  expect(code).toBe(1);
  expect(stderr).toContain(`[${problem}]`);
  expect(stderr).toContain(setting);
  expect(stderr).toMatch(/^ {2}→ \S/m);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stdout + stderr).not.toContain(SECRET);
}

/** The passphrase of the keystores below, which is no less secret. */
const PASSPHRASE = 'opens-the-keystore-0987654321';

/** A real keystore with a certificate of these days. */
function keystore(days: Pick<IdentityOptions, 'from' | 'until'>): string {
  const { privateKey, certificate } = makeIdentity({ name: 'CPAS FICTIVILLE', ...days });
  const file = join(newFolder(), 'keystore.p12');
  const content = buildP12({ keys: [privateKey], certificates: [certificate], passphrase: PASSPHRASE });
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}

const start = (env: Readonly<Record<string, string>>): Promise<CommandEnd> =>
  gateway(['serve'], { env: { DATA_DIR: newDataDir(), PORT: '0', NETWORK_PORT: '0', ...env } });

describe('a gateway that cannot start', () => {
  it('in production says everything that is missing at once', async () => {
    const end = await start({ NODE_ENV: 'production', BCSS_CLIENT_P12_PASSPHRASE: SECRET });
    expectRefusal(end, 'production-unsafe', 'DATABASE_URL');
    for (const name of ['SIGNING_P12', 'LOG_KEK', 'ORGANISATIONS_FILE']) expect(end.stderr).toContain(name);
  });

  it('names a setting that is no number', async () => {
    expectRefusal(await start({ PORT: SECRET }), 'config-invalid', 'PORT');
  });

  it('says that the database is away, and not with which password it asked', async () => {
    const end = await start({ DATABASE_URL: `postgres://gateway:${SECRET}@127.0.0.1:1/gateway` });
    expectRefusal(end, 'database-unreachable', 'DATABASE_URL');
  });

  it('names the keystore that is none', async () => {
    const file = join(newFolder(), 'client.p12');
    writeFileSync(file, 'not a keystore', { mode: 0o600 });
    const end = await start({ BCSS_CLIENT_P12: file, BCSS_CLIENT_P12_PASSPHRASE: SECRET });
    expect(end.code).toBe(1);
    expect(end.stderr).toContain('BCSS_CLIENT_P12');
    expect(end.stderr).not.toMatch(/^\s+at /m);
    expect(end.stderr).not.toContain(SECRET);
  });

  it('names the keystore that another passphrase opens', async () => {
    const end = await start({ BCSS_CLIENT_P12: keystore({}), BCSS_CLIENT_P12_PASSPHRASE: SECRET });
    expectRefusal(end, 'keystore-passphrase', 'BCSS_CLIENT_P12');
    expect(end.stderr).not.toContain(PASSPHRASE);
  });

  it.each(['SIGNING_P12', 'BCSS_CLIENT_P12'])(
    'names %s when its certificate has expired, and since when',
    async (name) => {
      const file = keystore({ from: daysFrom(new Date(), -400), until: daysFrom(new Date(), -35) });
      const end = await start({ [name]: file, [`${name}_PASSPHRASE`]: PASSPHRASE });
      expectRefusal(end, 'certificate-expired', name);
      expect(end.stderr).toContain(daysFrom(new Date(), -35).toISOString().slice(0, 10));
      expect(end.stderr).not.toContain(PASSPHRASE);
    },
  );

  it('names the file of a broken flow', async () => {
    const flows = join(newFolder(), 'flows');
    mkdirSync(flows);
    writeFileSync(join(flows, 'broken.json'), '{"$schema":');
    expectRefusal(await start({ FLOWS_DIR: flows }), 'schemas-invalid', 'broken.json');
  });

  it('names the port that somebody else has', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await until(() => taken.listening);
    const { port } = taken.address() as { port: number };
    try {
      const end = await start({ PORT: String(port) });
      expect(end.code).toBe(1);
      expect(end.stderr).toContain(String(port));
      expect(end.stderr).not.toMatch(/^\s+at /m);
    } finally {
      taken.close();
    }
  });
});
