#!/usr/bin/env node
// Holds every flow against the official contracts and their samples, and prints what came of it:
//
//   npm run conformance -- --contracts <folder> [--payloads 50]
//
// The folder is laid out as BCSS's documents are in docs/flow-schema.md: soap/, ssdn/, samples/. Without one, BCSS_CONTRACTS_DIR.
// Messages are made both ways: from our schemas, for the XSD to judge; and from the XSD, for us to read whole, find right and write
// as they stood. A sample that cannot be read is named, and the others go on.
// Ends with 1 when a sample is read or written otherwise than it stands, when a message that was made is not valid, or when our
// validator and the official schema differ about one for a reason that is not known.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { contracts: { type: 'string' }, payloads: { type: 'string', default: '50' } },
});
const contracts = resolve(values.contracts ?? process.env.BCSS_CONTRACTS_DIR ?? join(root, '../shared/contracts'));
const payloads = Number(values.payloads);

if (!existsSync(join(contracts, 'soap/catalogue.json')))
  fail(`no contracts in ${contracts}: give a folder with --contracts`);
if (!Number.isInteger(payloads) || payloads < 1) fail('--payloads is a number of messages per root element, 1 or more');

const out = mkdtempSync(join(tmpdir(), 'conformance-'));
try {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const { status } = spawnSync(process.execPath, [vitest, 'run', 'test/conformance', '--reporter=dot'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, BCSS_CONTRACTS_DIR: contracts, CONTRACTS_CAMPAIGN: String(payloads), CONFORMANCE_OUT: out },
  });
  const files = readdirSync(out).map((file) => JSON.parse(readFileSync(join(out, file), 'utf8')));
  printTable(files, status === 0);
  process.exitCode = status === 0 ? 0 : 1;
} finally {
  rmSync(out, { recursive: true });
}

/** One line per operation, and one for all. */
function printTable(files, isWhole) {
  const flows = [...new Set(files.flatMap((file) => Object.keys(file)))].sort();
  const rows = flows.map((flow) => ({ flow, ...Object.assign({}, ...files.map((file) => file[flow])) }));
  const sum = (pick) => rows.reduce((total, row) => total + (pick(row) ?? 0), 0);
  const both = (name) => [sum((row) => row[name]?.[0]), sum((row) => row[name]?.[1])];
  const [agreed, explained, unexplained] = ['agreed', 'explained', 'unexplained'].map((name) =>
    sum((row) => row[name]),
  );
  const all = {
    flow: `${flows.length} flows`,
    samples: both('samples'),
    made: both('made'),
    fromXsd: both('fromXsd'),
    agreed,
    explained,
    unexplained,
  };
  const cells = [...rows, all].map(cellsOf);
  const head = [
    'flow',
    'sample checks',
    'made messages',
    'from the XSD',
    'verdicts compared',
    'differences explained',
    'not explained',
  ];
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column].length)));
  const line = (row) =>
    row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]))).join('  ');
  console.log([line(head), ...cells.slice(0, -1).map(line), '', line(cells.at(-1))].join('\n'));
  console.log(isWhole ? '\nEvery flow conforms.' : '\nNot every flow conforms: what failed is named above.');
}

function cellsOf({ flow, samples, made, fromXsd, agreed, explained, unexplained }) {
  const of = (pair) => (pair === undefined ? '—' : `${pair[0]} of ${pair[1]}`);
  const number = (value) => (value === undefined ? '—' : String(value));
  const compared = agreed === undefined ? undefined : agreed + explained + unexplained;
  return [flow, of(samples), of(made), of(fromXsd), number(compared), number(explained), number(unexplained)];
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
