import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult, type IViolation } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const rules = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as RuleSet;

interface RuleSet {
  readonly forbidden: readonly { readonly name: string; readonly comment: string }[];
}

/** One door opened the wrong way per rule: the file that does it, and what it imports. */
const PLANTED: Readonly<Record<string, readonly [file: string, imports: string]>> = {
  'no-circles': ['src/store/circle-a.ts', './circle-b.ts'],
  'domain-stands-alone': ['src/domain/planted.ts', '../telemetry/clock.ts'],
  'pure-rooms-stay-pure': ['src/flows/planted.ts', '../store/pool.ts'],
  'log-knows-bytes-only': ['src/log/planted.ts', '../flows/flow.ts'],
  'queue-carries-ids-only': ['src/queue/planted.ts', '../log/archive.ts'],
  'delivery-runs-on-fakes': ['src/delivery/planted.ts', '../store/pool.ts'],
  'simulator-shares-nothing': ['src/simulator/planted.ts', '../flows/flow.ts'],
  'nobody-uses-the-simulator': ['src/intake/planted.ts', '../simulator/simulator.ts'],
  'doors-open-inward': ['src/audit/planted.ts', '../http/hall.ts'],
  'hall-does-not-touch-the-cellar': ['src/http/planted.ts', '../store/pool.ts'],
  'one-reader-of-the-environment': ['src/webhooks/planted.ts', '../config.ts'],
  'no-test-in-the-program': ['src/status/planted.ts', '../../test/support.ts'],
  'at-home-saxes': ['src/soap/planted-saxes.ts', 'saxes'],
  'at-home-undici': ['src/webhooks/planted-undici.ts', 'undici'],
  'at-home-pg': ['src/intake/planted-pg.ts', 'pg'],
  'at-home-bullmq': ['src/delivery/planted-bullmq.ts', 'bullmq'],
  'at-home-node-forge': ['src/transport/planted-forge.ts', 'node-forge'],
  'at-home-xmlbuilder2': ['src/soap/planted-builder.ts', 'xmlbuilder2'],
  'at-home-fast-xml-parser': ['src/delivery/planted-parser.ts', 'fast-xml-parser'],
  'at-home-fastify': ['src/mutations/planted-fastify.ts', 'fastify'],
  'at-home-bull-board': ['src/http/planted-board.ts', '@bull-board/api'],
  'at-home-pino': ['src/intake/planted-pino.ts', 'pino'],
  'at-home-libxml2-wasm': ['src/soap/planted-libxml2.ts', 'libxml2-wasm'],
  'at-home-csv-parse': ['src/intake/planted-csv.ts', 'csv-parse'],
  'at-home-commander': ['src/http/planted-commander.ts', 'commander'],
  'at-home-ajv': ['src/intake/planted-ajv.ts', 'ajv'],
  'at-home-yaml': ['src/flows/planted-yaml.ts', 'yaml'],
};

/** What the planted files import, where it is not a package. */
const NEIGHBOURS = [
  'src/telemetry/clock.ts',
  'src/store/pool.ts',
  'src/flows/flow.ts',
  'src/log/archive.ts',
  'src/simulator/simulator.ts',
  'src/http/hall.ts',
  'src/config.ts',
  'test/support.ts',
];

let tree: string;
let violations: readonly IViolation[];

beforeAll(async () => {
  tree = mkdtempSync(join(tmpdir(), 'gateway-house-'));
  const write = (file: string, content: string): void => {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), content);
  };
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  write('tsconfig.json', '{"compilerOptions":{"module":"NodeNext","allowImportingTsExtensions":true}}');
  write('src/store/circle-b.ts', "import { x } from './circle-a.ts';\nexport const y = () => x;\n");
  for (const file of NEIGHBOURS) write(file, 'export const x = 1;\n');
  for (const [file, imports] of Object.values(PLANTED)) {
    write(file, `import * as planted from '${imports}';\nexport const x = planted;\n`);
  }
  const { options, forbidden } = rules as unknown as { options: object; forbidden: never };
  const { output } = await cruise(['src'], {
    ...options,
    validate: true,
    ruleSet: { forbidden },
    baseDir: tree,
    tsConfig: { fileName: join(tree, 'tsconfig.json') },
    // The packages are the repository's own, behind a link.
    preserveSymlinks: true,
  });
  ({ violations } = (output as ICruiseResult).summary);
}, 60_000);

afterAll(() => rmSync(tree, { recursive: true, force: true }));

describe('the boundaries of the house', () => {
  it.each(rules.forbidden)('$name catches a door that opens the wrong way', ({ name }) => {
    const planted = PLANTED[name];
    expect(planted, 'a rule without a planted violation').toBeDefined();
    expect(violations.filter((violation) => violation.rule.name === name).map(({ from }) => from)).toContain(
      planted?.[0],
    );
  });

  it.each(rules.forbidden)('$name says why it exists', ({ comment }) => {
    expect(comment.length).toBeGreaterThan(30);
  });

  it('plants nothing for a rule that is gone', () => {
    expect(Object.keys(PLANTED).filter((name) => !rules.forbidden.some((rule) => rule.name === name))).toEqual([]);
  });
});
