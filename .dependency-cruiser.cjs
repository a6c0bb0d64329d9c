// The house: which room may open a door to which (docs/architecture.md). Each rule says why, and each has a planted violation in
// test/boundaries.test.ts, so that a rule that has gone blind is noticed.

const room = (...names) => `^src/(${names.join('|')})/`;
const packages = (...names) => `^node_modules/(${names.join('|')})(/|$)`;

/** Packages that live in one place: one place to upgrade, one to audit. */
const AT_HOME = [
  ['saxes', ['xml'], 'a second parser of messages would be a second opinion on what they say'],
  ['undici', ['transport'], 'what leaves the building leaves through one gate'],
  ['pg', ['store'], 'statements run through one door, in one role'],
  ['bullmq|ioredis', ['queue'], 'the queue is a hint, and nobody else may rely on it'],
  ['node-forge', ['signing', 'embedded'], 'keys are read and made in two places, both audited'],
  [
    'xmlbuilder2|xml-crypto',
    ['simulator'],
    'the simulator is built from other parts, so that the two cannot share a bug',
  ],
  ['fast-xml-parser', ['contracts', 'simulator'], 'a lenient parser must never decide what a reply says'],
  ['fastify|@fastify', ['http', 'app'], 'HTTP is the hall, and only the hall'],
  ['@bull-board', ['queue'], 'the board is one window'],
  ['pino|prom-client', ['telemetry'], 'what is logged and counted is decided in one place'],
  ['libxml2-wasm', ['xsd'], 'the official schemas are checked in one place'],
  ['csv-parse', ['integration'], 'files of integrations are read where their rules are'],
  ['commander', ['cli'], 'words on a command line are nobody else’s business'],
  ['ajv', ['flows', 'clients', 'organisations', 'policy'], 'files and payloads are checked where they are read'],
  ['yaml', ['policy'], 'only the policy may be written in YAML'],
];

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Rooms that need each other are one room; a circle hides which of the two decides.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-stands-alone',
      comment: 'It is the language everyone speaks: it imports nothing of ours, no package, and does no I/O.',
      severity: 'error',
      from: { path: room('domain') },
      to: { pathNot: room('domain') },
    },
    {
      name: 'pure-rooms-stay-pure',
      comment: 'Same bytes in, same bytes out: fixtures and properties can then prove them.',
      severity: 'error',
      from: { path: room('xml', 'flows', 'soap') },
      to: { path: '^src/', pathNot: room('domain', 'xml', 'flows', 'soap') },
    },
    {
      name: 'log-knows-bytes-only',
      comment: 'Proof must not depend on business code: the log receives bytes and a kind.',
      severity: 'error',
      from: { path: room('log') },
      to: { path: '^src/', pathNot: room('domain', 'log', 'store', 'telemetry') },
    },
    {
      name: 'queue-carries-ids-only',
      comment:
        'Redis is not the archive: lose it and rebuild it. No payload and no SSIN can get into a room that knows neither.',
      severity: 'error',
      from: { path: room('queue') },
      to: { path: '^src/', pathNot: room('domain', 'queue', 'telemetry') },
    },
    {
      name: 'delivery-runs-on-fakes',
      comment: 'One attempt must run in a test without a database, a queue or a server.',
      severity: 'error',
      from: { path: room('delivery') },
      to: { path: '^src/(store|queue|http|app|cli)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'simulator-shares-nothing',
      comment:
        'Gateway and simulator must not share a bug: only the vocabulary, and the types that describe flow files.',
      severity: 'error',
      from: { path: room('simulator') },
      to: {
        path: '^src/',
        pathNot: [room('domain', 'simulator'), '^src/flows/(annotated-schema|flow-file|descriptor)\\.ts$'],
      },
    },
    {
      name: 'nobody-uses-the-simulator',
      comment: 'It stands in for BCSS; the program must not lean on it. The composition starts it, tests talk to it.',
      severity: 'error',
      from: { path: '^src/', pathNot: room('simulator', 'app', 'cli') },
      to: { path: room('simulator') },
    },
    {
      name: 'doors-open-inward',
      comment: 'The hall, the composition and the command line use the rooms; no room uses them.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(http|app|demo|cli)/|^src/main\\.ts$' },
      to: { path: '^src/(http|app|demo|cli)/|^src/main\\.ts$' },
    },
    {
      name: 'hall-does-not-touch-the-cellar',
      comment:
        'A route answers through a port: who may do what is decided behind it, and the hall runs in a test without a database.',
      severity: 'error',
      from: { path: room('http') },
      to: { path: room('store', 'queue', 'transport', 'signing', 'xml', 'embedded', 'simulator') },
    },
    {
      name: 'one-reader-of-the-environment',
      comment: 'Configuration is read once and handed out; a room that reads it itself cannot be tested with another.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(app|cli)/|^src/(main|config)\\.ts$' },
      to: { path: '^src/config\\.ts$' },
    },
    {
      name: 'no-test-in-the-program',
      comment: 'What ships does not lean on what tests it.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|fixtures)/' },
    },
    ...AT_HOME.map(([names, homes, why]) => ({
      name: `at-home-${names.split('|')[0].replace('@', '')}`,
      comment: `${names.replaceAll('|', ', ')}: ${why}.`,
      severity: 'error',
      from: { path: '^src/', pathNot: room(...homes) },
      to: { path: packages(names) },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
