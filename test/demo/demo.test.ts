import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../src/flows/catalogue.ts';
import { newFolder, usedDataDir } from '../support/data-dir.ts';
import { type CommandEnd, gateway } from '../support/gateway-process.ts';

const LIBRARY = fileURLToPath(new URL('../../fixtures/contracts/wsdl/library.wsdl', import.meta.url));
const DEMO_MS = 90_000;

const asked = loadCatalogue()
  .all()
  .filter(({ kind }) => kind !== 'notification');

async function demo(env: Readonly<Record<string, string>> = {}): Promise<CommandEnd> {
  return gateway(['demo'], { env: { DATA_DIR: await usedDataDir(), PORT: '0', NETWORK_PORT: '0', ...env } });
}

/** Each line of the table in which a flow stands: an outcome, a status, a duration and where in the log. */
function rowOf(flow: string, { stdout }: CommandEnd): string | undefined {
  const [, table = ''] = stdout.split(/^flow .*log index$/m);
  return table.split('\n').find((line) => line.startsWith(`${flow} `));
}

describe('gateway demo', () => {
  let fine: CommandEnd;
  let planted: CommandEnd;
  beforeAll(async () => {
    const flows = join(newFolder(), 'flows');
    await gateway(['contracts', 'import', LIBRARY, '--out', flows]);
    [fine, planted] = await Promise.all([demo(), demo({ FLOWS_DIR: flows })]);
  }, DEMO_MS);

  it('ends well, and has every flow of the catalogue answered', () => {
    expect({ code: fine.code, stderr: fine.stderr }).toEqual({ code: 0, stderr: '' });
    expect(asked.length).toBeGreaterThan(70);
    const unanswered = asked.filter(({ id }) => !/ answered .* \d+ ms +\d+$/.test(rowOf(id, fine) ?? ''));
    expect(unanswered.map(({ id }) => id)).toEqual([]);
    expect(fine.stdout).not.toContain('✗');
  });

  it('shows the household, the mutation and the log, and where to look further', () => {
    expect(rowOf('integrations', fine)).toContain('open (3 of 3)');
    expect(rowOf('mutations', fine)).toContain('answered');
    expect(fine.stdout).toMatch(/✓ log verified: \d+ entries, \d+ exchanges, 0 faults/);
    for (const place of ['REST', 'Queues', 'BCSS'])
      expect(fine.stdout).toMatch(new RegExp(`^${place} +https?://`, 'm'));
    expect(fine.stdout).toContain(`All ${asked.length + 2} as they should be.`);
  });

  it('fails for a flow that has no example, says so, and shows the others all the same', () => {
    expect(planted.code).toBe(1);
    const reasons = [...planted.stdout.matchAll(/^NOT AS IT SHOULD BE {2}(.*)$/gm)].map(([, reason]) => reason);
    expect(reasons).toEqual(
      ['library.find-books', 'library.lend-book'].map(
        (flow) => `${flow}: no example: fixtures/${flow}/request.json is missing`,
      ),
    );
    expect(planted.stdout).not.toContain('as they should be');
    expect(rowOf('identify-person', planted)).toContain('answered');
  });
});
