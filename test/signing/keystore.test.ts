import { execFileSync } from 'node:child_process';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import { certificateFacts } from '../../src/signing/certificate-facts.ts';
import { KeystoreDefect } from '../../src/signing/keystore-defects.ts';
import { type Keystore, type KeystorePurpose, readKeystore } from '../../src/signing/keystore.ts';
import { openPkcs12 } from '../../src/signing/pkcs12.ts';
import { sharedKeyWarnings } from '../../src/signing/shared-keys.ts';
import { daysFrom, type Identity, makeIdentity, makeKey } from './identities.ts';
import { buildP12, deepDer } from './p12-builder.ts';
import { patient } from '../support/patient.ts';

const PASSPHRASE = 'a passphrase of the test';
const NOW = new Date();
const folder = mkdtempSync(join(tmpdir(), 'keystore-'));
let files = 0;

let root: Identity;
let intermediate: Identity;
let leaf: Identity;

beforeAll(() => {
  root = makeIdentity({ name: 'Test root', authority: true });
  intermediate = makeIdentity({ name: 'Test intermediate', authority: true, issuer: root });
  leaf = makeIdentity({ name: 'Test centre', issuer: intermediate, until: daysFrom(NOW, 364.5) });
});
afterAll(() => rmSync(folder, { recursive: true }));

function put(bytes: Buffer | string, mode = 0o600): string {
  files += 1;
  const path = join(folder, `${files}.p12`);
  writeFileSync(path, bytes, { mode });
  chmodSync(path, mode);
  return path;
}

function p12Of(identity: Identity, ...chain: Identity[]): Buffer {
  return buildP12({
    keys: [identity.privateKey],
    certificates: [identity, ...chain].map(({ certificate }) => certificate),
    passphrase: PASSPHRASE,
  });
}

async function read(path: string, passphrase = PASSPHRASE, purpose: KeystorePurpose = 'signing'): Promise<Keystore> {
  return readKeystore({ label: 'SIGNING_P12', path, passphrase, purpose }, NOW);
}

/** The refusal of a file: its code and its text, after checking what every refusal must hold to. */
async function refusalOf(path: string, passphrase = PASSPHRASE, purpose: KeystorePurpose = 'signing'): Promise<string> {
  const start = performance.now();
  const error: unknown = await read(path, passphrase, purpose).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(performance.now() - start).toBeLessThan(patient(1000));
  expect(error).toBeInstanceOf(GatewayError);
  const { code, detail, message, cause } = error as GatewayError;
  for (const text of Object.values(detail ?? {})) expect(text).toContain(`SIGNING_P12 (${path})`);
  expect(`${message} ${String(cause)}`).not.toContain(passphrase);
  return `${code}: ${detail?.en ?? ''}`;
}

describe('a sound PKCS#12', () => {
  it('gives the key, its certificate and the chain, byte for byte as they were put in', async () => {
    const keystore = await read(put(p12Of(leaf, root, intermediate)));
    expect(keystore.certificate.raw).toEqual(leaf.certificate.raw);
    expect(keystore.chain.map(({ raw }) => raw)).toEqual([intermediate.certificate.raw, root.certificate.raw]);
    expect(keystore.warnings).toEqual([]);
    const signature = createSign('sha256').update('x').sign(keystore.privateKey);
    expect(signature).toEqual(createSign('sha256').update('x').sign(leaf.privateKey));
    expect(keystore.pem.cert.match(/BEGIN CERTIFICATE/g)).toHaveLength(3);
  });

  it('may hide its keys in the encrypted part, or protect nothing but its integrity', async () => {
    const certificates = [leaf.certificate, intermediate.certificate];
    const hidden = buildP12({
      keys: [leaf.privateKey],
      certificates,
      passphrase: PASSPHRASE,
      keysInsideEncryption: true,
    });
    const open = buildP12({
      keys: [leaf.privateKey],
      certificates,
      passphrase: PASSPHRASE,
      keyProtection: { cipher: 'none' },
      certificateProtection: { cipher: 'none' },
    });
    for (const bytes of [hidden, open]) expect((await read(put(bytes))).warnings).toEqual([]);
  });

  it.each(['', 'été €', '  spaces  '])('opens with the passphrase "%s"', async (passphrase) => {
    const bytes = buildP12({ keys: [leaf.privateKey], certificates: [leaf.certificate], passphrase });
    await expect(read(put(bytes), passphrase)).resolves.toBeDefined();
  });

  it('may be written in chunks of lengths not known beforehand, as browsers and old Java do', async () => {
    const options = { keys: [leaf.privateKey], certificates: [leaf.certificate], passphrase: PASSPHRASE };
    expect((await read(put(buildP12({ ...options, chunked: true })))).certificate.raw).toEqual(leaf.certificate.raw);
    const cut = buildP12({ ...options, chunked: true }).subarray(0, -1);
    expect(await refusalOf(put(cut))).toMatch(/^keystore-unreadable: .*cut short/);
  });

  it.each<[string, (der: Buffer) => Buffer]>([
    ['a line end after it', (der) => Buffer.concat([der, Buffer.from('\n')])],
    ['Windows line ends and spaces after it', (der) => Buffer.concat([der, Buffer.from('\r\n \t\r\n')])],
    ['base64, as secret stores have it', (der) => Buffer.from(`${der.toString('base64')}\n`)],
    ['base64 in lines', (der) => Buffer.from(der.toString('base64').replace(/.{76}/g, '$&\r\n'))],
    [
      'the lines of GnuTLS around it',
      (der) => Buffer.from(`-----BEGIN PKCS12-----\n${der.toString('base64')}\n-----END PKCS12-----\n`),
    ],
  ])('may have been given with %s', async (_what, given) => {
    for (const chunked of [false, true]) {
      const der = buildP12({
        keys: [leaf.privateKey],
        certificates: [leaf.certificate],
        passphrase: PASSPHRASE,
        chunked,
      });
      expect((await read(put(given(der)))).certificate.raw).toEqual(leaf.certificate.raw);
    }
  });

  it('with anything but a line end after it is refused', async () => {
    for (const rest of ['x', '\n\0', '\n0', '\u00a0']) {
      const bytes = Buffer.concat([p12Of(leaf), Buffer.from(rest)]);
      expect(await refusalOf(put(bytes))).toMatch(/^keystore-unreadable: /);
      expect(await refusalOf(put(Buffer.from(bytes.toString('base64'))))).toMatch(/^keystore-unreadable: /);
    }
  });

  it('uses the newest of two certificates that belong to one key, and says so', async () => {
    const renewed = makeIdentity({
      name: 'Renewed',
      issuer: intermediate,
      key: leaf.privateKey,
      until: daysFrom(NOW, 700),
    });
    const keystore = await read(put(p12Of(leaf, renewed, intermediate)));
    expect(keystore.certificate.raw).toEqual(renewed.certificate.raw);
    expect(keystore.warnings).toEqual([expect.stringContaining('2 certificates')]);
  });
});

describe('a file that is no PKCS#12 to read', () => {
  it('that does not exist, is a folder, or is a link to nothing is named as such', async () => {
    const dangling = join(folder, 'dangling.p12');
    symlinkSync(join(folder, 'nothing'), dangling);
    expect(await refusalOf(join(folder, 'absent.p12'))).toMatch(/^keystore-unreadable: .*does not exist/);
    expect(await refusalOf(dangling)).toMatch(/^keystore-unreadable: .*symbolic link/);
    expect(await refusalOf(folder)).toMatch(/^keystore-unreadable: .*not a file/);
    expect(await refusalOf(put(''))).toMatch(/^keystore-unreadable: .*empty/);
  });

  it.skipIf(process.platform === 'win32')('that is a pipe is refused, not waited for', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(await refusalOf(pipe)).toMatch(/^keystore-unreadable: .*not a file/);
  });

  it('of another format is told how to convert it', async () => {
    expect(await refusalOf(put('just text'))).toMatch(/^keystore-unreadable: .*not a PKCS#12/);
    expect(await refusalOf(put(leaf.certificate.toString()))).toMatch(/^keystore-unreadable: .*PEM/);
    expect(await refusalOf(put(Buffer.from('feedfeed00000002', 'hex')))).toMatch(/^keystore-unreadable: .*keytool/);
    expect(await refusalOf(put(leaf.certificate.raw))).toMatch(/^keystore-unreadable: .*not a PKCS#12/);
  });

  it('cut short anywhere is refused, never half read', async () => {
    const whole = p12Of(leaf, intermediate);
    expect(await refusalOf(put(whole.subarray(0, whole.length - 1)))).toMatch(/^keystore-unreadable: .*cut short/);
    for (const length of [1, 2, 5, 30, whole.length >> 1])
      expect(await refusalOf(put(whole.subarray(0, length)))).toMatch(/^keystore-unreadable: /);
  });

  it('nested 10 000 deep is refused before anything is built from it', async () => {
    expect(await refusalOf(put(deepDer(10_000)))).toMatch(/^keystore-unreadable: .*nested deeper/);
  });

  it('with any one byte changed is a keystore or a named defect, at every place of the file', async () => {
    const once = { used: 1 } as const;
    const whole = buildP12({
      keys: [leaf.privateKey],
      certificates: [leaf.certificate],
      passphrase: PASSPHRASE,
      mac: once,
      keyProtection: { cipher: 'aes', ...once },
      certificateProtection: { cipher: 'aes', ...once },
    });
    const oddities: unknown[] = [];
    for (let at = 0; at < whole.length; at += 1) {
      // "Has elements inside", the lowest and the highest bit, and all of them: what turns one tag or length into another.
      for (const change of [0x20, 0x01, 0x80, 0xff]) {
        const altered = Buffer.from(whole);
        altered[at] = (altered[at] as number) ^ change;
        const thrown = await openPkcs12(altered, PASSPHRASE).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (thrown !== undefined && !(thrown instanceof KeystoreDefect)) oddities.push({ at, change, thrown });
      }
    }
    expect(oddities).toEqual([]);
  });

  it('with any bytes changed is refused or unchanged in what matters, and nothing else is thrown', async () => {
    const whole = p12Of(leaf, intermediate);
    const bytes = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(bytes, async ([at, change]) => {
        const altered = Buffer.from(whole);
        altered[at] = (altered[at] as number) ^ change;
        const outcome = await read(put(altered)).catch((error: unknown) => error);
        if (outcome instanceof GatewayError) expect(outcome.code).toMatch(/^keystore-/);
        else expect((outcome as Keystore).certificate.raw).toEqual(leaf.certificate.raw);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a PKCS#12 that should not be opened', () => {
  it('with another passphrase says that it is the passphrase', async () => {
    expect(await refusalOf(put(p12Of(leaf)), 'another passphrase')).toMatch(/^keystore-passphrase: /);
    expect(await refusalOf(put(p12Of(leaf)), 'zz')).toMatch(/^keystore-passphrase: /);
  });

  it('whose integrity code is missing is refused, even with the right passphrase', async () => {
    const bytes = buildP12({
      keys: [leaf.privateKey],
      certificates: [leaf.certificate],
      passphrase: PASSPHRASE,
      mac: 'none',
    });
    expect(await refusalOf(put(bytes))).toMatch(/^keystore-refused: .*MAC/);
  });

  it.each([
    ['the integrity code', { mac: { used: 1, declared: 2 ** 31 } }],
    ['the encrypted part', { certificateProtection: { cipher: 'aes', used: 1, declared: 2 ** 31 } }],
    ['the key', { keyProtection: { cipher: 'aes', used: 1, declared: 2 ** 31 } }],
    ['the key, in the old form', { keyProtection: { cipher: '3des', used: 1, declared: 2 ** 31 } }],
    [
      'a key hidden in the encrypted part',
      { keyProtection: { cipher: 'aes', used: 1, declared: 2 ** 31 }, keysInsideEncryption: true },
    ],
    ['a count of nine octets', { mac: { used: 1, declared: 2 ** 66 } }],
  ] as const)('that declares 2³¹ iterations for %s is refused without deriving', async (_part, options) => {
    const certificates = [leaf.certificate];
    const bytes = buildP12({ keys: [leaf.privateKey], certificates, passphrase: PASSPHRASE, ...options });
    expect(await refusalOf(put(bytes))).toMatch(/^keystore-refused: .*iterations/);
  });

  it('that spreads its iterations over many keys is refused all the same', async () => {
    const keys = Array.from({ length: 8 }, () => leaf.privateKey);
    const keyProtection = { cipher: 'aes', used: 1, declared: 500_000 } as const;
    const bytes = buildP12({ keys, certificates: [leaf.certificate], passphrase: PASSPHRASE, keyProtection });
    expect(await refusalOf(put(bytes))).toMatch(/^keystore-refused: .*iterations/);
  });
});

describe('a PKCS#12 of the nineties', () => {
  it.each(['3des', 'rc2-40'] as const)(
    'protected with %s is read, with a warning that says how to convert',
    async (cipher) => {
      const bytes = buildP12({
        keys: [leaf.privateKey],
        certificates: [leaf.certificate, intermediate.certificate],
        passphrase: PASSPHRASE,
        keyProtection: { cipher: '3des' },
        certificateProtection: { cipher },
        mac: { digest: 'sha1' },
      });
      const keystore = await read(put(bytes));
      expect(keystore.certificate.raw).toEqual(leaf.certificate.raw);
      expect(keystore.warnings).toEqual([expect.stringMatching(/outdated .*3DES.*openssl pkcs12 -legacy/)]);
    },
  );
});

describe('what is inside', () => {
  it('must be one private key', async () => {
    const [certificates, passphrase] = [[leaf.certificate], PASSPHRASE];
    const keys = [leaf.privateKey, intermediate.privateKey];
    expect(await refusalOf(put(buildP12({ keys, certificates, passphrase })))).toMatch(
      /^keystore-refused: .*2 private keys/,
    );
    expect(await refusalOf(put(buildP12({ certificates, passphrase })))).toMatch(/^keystore-refused: .*no private key/);
  });

  it('must have the certificate of that key', async () => {
    const [keys, passphrase] = [[leaf.privateKey], PASSPHRASE];
    const certificates = [intermediate.certificate];
    for (const bytes of [buildP12({ keys, passphrase }), buildP12({ keys, certificates, passphrase })])
      expect(await refusalOf(put(bytes))).toMatch(/^keystore-refused: .*no certificate of the file belongs/);
  });

  it('must be an RSA key of 2 048 bits or more; TLS may also have an elliptic curve', async () => {
    const weak = makeIdentity({ name: 'Weak', bits: 1024 });
    expect(await refusalOf(put(p12Of(weak)))).toMatch(/^keystore-refused: .*1024 bits/);
    expect(await refusalOf(put(p12Of(weak)), PASSPHRASE, 'tls-client')).toMatch(/^keystore-refused: .*1024 bits/);
    const curve = makeIdentity({
      name: 'Curve',
      key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
      issuer: root,
    });
    expect(await refusalOf(put(p12Of(curve, root)))).toMatch(/^keystore-refused: .*key of type ec: RSA is needed/);
    await expect(read(put(p12Of(curve, root)), PASSPHRASE, 'tls-client')).resolves.toMatchObject({ warnings: [] });
  });

  it('with an issuer that did not sign is refused; so is a leaf in the place of an authority', async () => {
    const impostor = makeIdentity({ name: 'Test intermediate', authority: true, issuer: root });
    expect(await refusalOf(put(p12Of(leaf, impostor)))).toMatch(
      /^keystore-refused: .*chain does not hold: "Test centre"/,
    );
    const underLeaf = makeIdentity({ name: 'Under a leaf', issuer: leaf });
    expect(await refusalOf(put(p12Of(underLeaf, leaf, intermediate)))).toMatch(
      /^keystore-refused: .*"Under a leaf" was issued by "Test centre", which is not an authority/,
    );
  });

  it('finds the right one of two authorities of the same name', async () => {
    const rekeyed = makeIdentity({ name: 'Test intermediate', authority: true, issuer: root });
    const keystore = await read(put(p12Of(leaf, rekeyed, intermediate)));
    expect(keystore.chain.map(({ raw }) => raw)).toEqual([intermediate.certificate.raw]);
  });

  it('without the intermediate certificate is accepted with a warning that names it', async () => {
    const { warnings } = await read(put(p12Of(leaf)));
    expect(warnings).toEqual([expect.stringContaining('no certificate of the issuer "Test intermediate"')]);
  });

  it('that does not belong to the chain, or is out of date in it, is a warning', async () => {
    const stranger = makeIdentity({ name: 'Stranger', authority: true });
    const old = makeIdentity({
      name: 'Old authority',
      authority: true,
      from: daysFrom(NOW, -50),
      until: daysFrom(NOW, -5),
    });
    const own = makeIdentity({ name: 'Own', issuer: old });
    const { warnings } = await read(put(p12Of(own, old, stranger)));
    expect(warnings).toEqual([
      expect.stringContaining('1 certificate(s) of the file do not belong to the chain'),
      expect.stringContaining('"Old authority" of the chain expired on'),
    ]);
  });
});

describe('the dates of the certificate', () => {
  it('refuse an expired and a future one with the date, and warn 30 days before the end', async () => {
    const expired = makeIdentity({ name: 'Past', from: daysFrom(NOW, -40), until: daysFrom(NOW, -2) });
    const future = makeIdentity({ name: 'Future', from: daysFrom(NOW, 2), until: daysFrom(NOW, 40) });
    const soon = makeIdentity({ name: 'Soon', until: daysFrom(NOW, 29.5) });
    const later = makeIdentity({ name: 'Later', until: daysFrom(NOW, 30.5) });
    const day = (days: number) => daysFrom(NOW, days).toISOString().slice(0, 10);
    expect(await refusalOf(put(p12Of(expired)))).toMatch(`certificate-expired: `);
    expect(await refusalOf(put(p12Of(expired)))).toContain(`"Past" expired on ${day(-2)}`);
    expect(await refusalOf(put(p12Of(future)))).toContain(`"Future" is valid from ${day(2)}`);
    expect((await read(put(p12Of(soon)))).warnings).toEqual([expect.stringContaining('in 29 days')]);
    expect((await read(put(p12Of(later)))).warnings).toEqual([]);
  });

  it('are facts for the readiness page, with common names only', () => {
    const facts = certificateFacts(leaf.certificate, NOW);
    expect(facts).toEqual({
      subject: 'Test centre',
      issuer: 'Test intermediate',
      serial: leaf.certificate.serialNumber,
      notAfter: new Date(leaf.certificate.validTo).toISOString(),
      daysLeft: 364,
    });
  });
});

describe('remarks for the operator', () => {
  it.skipIf(process.platform === 'win32')('tell that everybody can read the file', async () => {
    const { warnings } = await read(put(p12Of(leaf, intermediate), 0o644));
    expect(warnings).toEqual([expect.stringContaining('(mode 0644): chmod 600')]);
    expect((await read(put(p12Of(leaf, intermediate), 0o640))).warnings).toEqual([]);
  });

  it('tell that a certificate is made for something else', async () => {
    const server = makeIdentity({ name: 'Server', usages: 'server' });
    const authority = makeIdentity({ name: 'Authority', authority: true });
    expect((await read(put(p12Of(server)))).warnings).toEqual([expect.stringContaining('made for TLS')]);
    expect((await read(put(p12Of(server)), PASSPHRASE, 'tls-client')).warnings).toHaveLength(1);
    expect((await read(put(p12Of(server)), PASSPHRASE, 'tls-server')).warnings).toEqual([]);
    expect((await read(put(p12Of(authority)))).warnings).toEqual([expect.stringContaining('authority')]);
  });

  it('tell that two purposes share one key', () => {
    const keys = [
      { label: 'SIGNING_P12', privateKey: leaf.privateKey },
      { label: 'WEBHOOK_P12', privateKey: root.privateKey },
      { label: 'BCSS_CLIENT_P12', privateKey: leaf.privateKey },
    ];
    expect(sharedKeyWarnings(keys)).toEqual([expect.stringContaining('SIGNING_P12 and BCSS_CLIENT_P12')]);
    expect(sharedKeyWarnings(keys.slice(0, 2))).toEqual([]);
  });
});

const openssl = (...parameters: string[]): void => {
  execFileSync('openssl', parameters, { cwd: folder, stdio: 'ignore' });
};

function opensslHasLegacy(): boolean {
  try {
    execFileSync('openssl', ['list', '-providers', '-provider', 'legacy'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('files of OpenSSL 3 (skipped where its command is absent)', () => {
  it.skipIf(!opensslHasLegacy())(
    'are read: today’s form, the old form, and with SHA-512 and many iterations',
    async () => {
      const identity = makeIdentity({ name: 'From OpenSSL', key: makeKey() });
      writeFileSync(join(folder, 'key.pem'), identity.privateKey.export({ type: 'pkcs8', format: 'pem' }));
      writeFileSync(join(folder, 'certificate.pem'), identity.certificate.toString());
      const write = ['pkcs12', '-export', '-inkey', 'key.pem', '-in', 'certificate.pem', '-passout', 'pass:été'];
      openssl(...write, '-out', 'modern.p12');
      openssl(...write, '-out', 'legacy.p12', '-legacy');
      openssl(...write, '-out', 'strong.p12', '-macalg', 'sha512', '-iter', '100000');
      for (const name of ['modern', 'legacy', 'strong']) {
        const keystore = await read(join(folder, `${name}.p12`), 'été');
        expect(keystore.certificate.raw).toEqual(identity.certificate.raw);
        expect(keystore.warnings).toHaveLength(name === 'legacy' ? 1 : 0);
      }
    },
  );
});
