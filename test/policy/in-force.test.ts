import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { loadPolicy } from '../../src/policy/policy.ts';
import { holdPolicy, type PolicyHolder } from '../../src/policy/policy-holder.ts';
import { recordVersion } from '../../src/policy/version-record.ts';
import { listExceptions } from '../../src/policy/exceptions.ts';
import { CENTRE, newExchange, OTHER_CENTRE, TestLedger } from '../support/ledger.ts';
import { until } from '../support/until.ts';
import { FLOW_IDS, SHIPPED } from './shipped.ts';

const SOUND = readFileSync(fileURLToPath(new URL('../../fixtures/hostile/policy/sound.yaml', import.meta.url)), 'utf8');
const OTHER = SOUND.replace('18:00', '19:00');

describe('a table in force', () => {
  let folder = '';
  let path = '';
  let holder: PolicyHolder;
  let told: string[] = [];
  let recording: () => Promise<void> = () => Promise.resolve();

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'policy-'));
    path = join(folder, 'policy.yaml');
    writeFileSync(path, SOUND);
    // A list of its own: a look that the holder of the test before had begun ends in its own time.
    const tellings: string[] = [];
    told = tellings;
    recording = () => Promise.resolve();
    holder = await holdPolicy({
      path,
      load: () => loadPolicy(path, { flows: FLOW_IDS }),
      pollMs: 20,
      beforeUse: () => recording(),
      onReplaced: () => tellings.push('replaced'),
      onRefused: () => tellings.push('refused'),
    });
  });
  afterEach(() => {
    holder.stop();
    rmSync(folder, { recursive: true });
  });

  const isOpenUntil = () => holder.current().document.hours['office']?.[0]?.to;

  it('follows a file that is rewritten, and one that is renamed into its place', async () => {
    writeFileSync(path, OTHER);
    await until(() => isOpenUntil() === '19:00');
    writeFileSync(`${path}.new`, SOUND);
    renameSync(`${path}.new`, path);
    await until(() => isOpenUntil() === '18:00');
    expect(told).toEqual(['replaced', 'replaced']);
  });

  it('follows a link that is moved', async () => {
    for (const [name, text] of [
      ['a', OTHER],
      ['b', SOUND],
    ] as const) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'policy.yaml'), text);
      symlinkSync(join(folder, name, 'policy.yaml'), `${path}.link`);
      renameSync(`${path}.link`, path);
      await until(() => isOpenUntil() === (name === 'a' ? '19:00' : '18:00'));
    }
  });

  it.each([
    ['a wrong one', (file: string) => replaceBy(file, 'policy: 2')],
    ['half of one', (file: string) => replaceBy(file, OTHER.slice(0, 300))],
    ['none', (file: string) => rmSync(file)],
  ])('stays when the file becomes %s; that is told once, and over when it is right again', async (_name, spoil) => {
    const { version } = holder.current();
    spoil(path);
    await until(() => holder.isStale());
    await holder.reload();
    await holder.reload();
    expect(told).toEqual(['refused']);
    expect(holder.current().version).toBe(version);
    writeFileSync(path, OTHER);
    await until(() => !holder.isStale());
    expect(isOpenUntil()).toBe('19:00');
  });

  it('comes into force only when the log has it', async () => {
    recording = () => Promise.reject(new Error('the database is away'));
    writeFileSync(path, OTHER);
    await until(() => holder.isStale());
    expect(isOpenUntil()).toBe('18:00');
    recording = () => Promise.resolve();
    await until(() => isOpenUntil() === '19:00');
  });

  it('is not replaced by a comment', async () => {
    writeFileSync(path, `# a comment\n${SOUND}`);
    await holder.reload();
    expect(told).toEqual([]);
  });
});

describe('the log', () => {
  let ledger: TestLedger;
  beforeAll(async () => {
    ledger = await TestLedger.open();
  });
  afterAll(() => ledger.close());

  it('has each version once per centre, with what changed, however many processes load it', async () => {
    const other = { ...SHIPPED, version: 'v2', document: { ...SHIPPED.document, hours: { office: [] } } };
    const record = (policy: typeof SHIPPED) =>
      recordVersion(ledger.database.pool('accept', 4), ledger.archive, policy, [CENTRE, OTHER_CENTRE]);
    const first = await Promise.all(Array.from({ length: 5 }, () => record(SHIPPED)));
    expect(first.filter(Boolean)).toHaveLength(1);
    expect(await record(other)).toBe(true);
    expect(await record(SHIPPED)).toBe(false);
    const entries = await ledger.logPool.query<{ index: never; policy: string; organisation: string }>(
      "SELECT index, policy, organisation FROM gateway.entry WHERE kind = 'policy' ORDER BY index",
    );
    expect(entries.map(({ policy, organisation }) => [policy, organisation])).toEqual([
      [SHIPPED.version, CENTRE],
      [SHIPPED.version, OTHER_CENTRE],
      ['v2', CENTRE],
      ['v2', OTHER_CENTRE],
    ]);
    const { details } = (await ledger.archive.read(ledger.logPool, entries[2]!.index)) ?? {};
    expect(details).toMatchObject({ version: 'v2', before: SHIPPED.version });
    expect(details?.['changes']).toContainEqual(expect.stringMatching(/^- hours \/ office: removed/));
  });

  it('reports what was allowed in spite of the table, of one centre, page by page', async () => {
    for (const [organisation, code] of [
      [CENTRE, 'break-glass'],
      [CENTRE, undefined],
      [CENTRE, 'bootstrap'],
      [OTHER_CENTRE, 'bootstrap'],
    ] as const) {
      const exchange = newExchange({ organisation });
      await ledger.tryAccept({ ...exchange, entry: { ...exchange.entry, ...(code && { code }) } });
    }
    const period = { organisation: CENTRE, since: new Date(0), until: new Date(Date.now() + 60_000) };
    const found = await listExceptions(ledger.desk, { ...period, limit: 9 });
    expect(found.map(({ exception }) => exception)).toEqual(['break-glass', 'bootstrap']);
    const page = await listExceptions(ledger.desk, { ...period, limit: 9, after: found[0]!.index });
    expect(page.map(({ exception }) => exception)).toEqual(['bootstrap']);
    expect(await listExceptions(ledger.desk, { ...period, until: new Date(0), limit: 9 })).toEqual([]);
  });
});

/** At once: a look at the moment between emptying a file and writing it would find another fault. */
function replaceBy(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
