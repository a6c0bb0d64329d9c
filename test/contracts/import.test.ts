import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type ImportOptions, importContracts } from '../../src/contracts/import.ts';
import { type Manifest, readManifest } from '../../src/contracts/manifest.ts';
import { writeFiles } from '../../src/contracts/write-files.ts';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import { completeSsin } from '../../src/domain/ssin.ts';
import { loadCatalogue } from '../../src/flows/catalogue.ts';
import { fixture, refusalOf } from './fixture.ts';

const temporary = mkdtempSync(join(tmpdir(), 'import-'));
afterAll(() => rmSync(temporary, { recursive: true }));
let folders = 0;
const newFolder = (): string => join(temporary, `schemas-${(folders += 1)}`);

const library = fixture('wsdl/library.wsdl');
const none: Manifest = { contracts: [] };

function imported(files: readonly string[], options: Partial<ImportOptions> = {}): Record<string, string> {
  const out = options.out ?? newFolder();
  const { files: made } = importContracts(files, { manifest: none, ...options, out });
  return Object.fromEntries(made.map(({ path, content }) => [relative(out, path), content]));
}

describe('an unknown WSDL', () => {
  it('becomes working flows with ids, types and first descriptors by rule', () => {
    const out = newFolder();
    const result = importContracts([library], { out, manifest: none });
    expect(result.flows).toEqual([
      { flow: 'library.find-books', service: 'Library', version: 'v3', operation: 'findBooks', described: false },
      { flow: 'library.lend-book', service: 'Library', version: 'v3', operation: 'lendBook', described: false },
    ]);
    expect(result.files.map(({ path }) => relative(out, path))).toEqual([
      'types/library.v3.json',
      'flows/library.find-books.json',
      'flows/library.find-books.flow.json',
      'flows/library.lend-book.json',
      'flows/library.lend-book.flow.json',
    ]);
    writeFiles(result.files);
    const flow = loadCatalogue([join(out, 'flows')]).get('library.find-books');
    expect(flow.path).toBe('LibraryService/v3/consult');
    expect(flow.check({ criteria: { ssin: completeSsin('010101001') } })).toEqual([]);
    expect(flow.check({ criteria: {} })).toMatchObject([{ pointer: '/criteria/ssin', rule: 'required' }]);
  });

  it('gets a cautious descriptor: verb, filled parts, subject, echo and legal contexts', () => {
    const files = imported([library]);
    expect(JSON.parse(files['flows/library.find-books.flow.json'] ?? '')).toEqual({
      titles: {
        fr: 'Library: find books',
        nl: 'Library: find books',
        en: 'Library: find books',
        de: 'Library: find books',
      },
      status: 'imported',
      kind: 'consultation',
      subject: ['/criteria/ssin', '/criteria/companion/*/ssin'],
      found: ['/**/ssin'],
      echo: [{ request: '/criteria/ssin', reply: '/criteria/ssin' }],
      legalContext: { allowed: ['loans', 'returns'] },
      fill: { '/informationCustomer': 'customer', '/informationCBSS': 'omit', '/legalContext': 'legal-context' },
      qualityCodes: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    });
    expect(JSON.parse(files['flows/library.lend-book.flow.json'] ?? '')).toMatchObject({ kind: 'declaration' });
  });

  it('brings only the types that its messages reach, by name, told apart where two namespaces share one', () => {
    const types = JSON.parse(imported([library])['types/library.v3.json'] ?? '') as { $defs: object };
    expect(Object.keys(types.$defs)).toEqual([
      'Common.PeriodType',
      'CompanionType',
      'CriteriaType',
      'Fault',
      'FindBooksRequest',
      'FindBooksResponse',
      'InformationCBSSType',
      'InformationCustomerType',
      'LegalContextType',
      'LendBookRequest',
      'LendBookResponse',
      'Library.PeriodType',
      'SsinType',
    ]);
  });

  it('carries no documentation, and gives the same bytes each time', () => {
    const first = imported([library]);
    expect(imported([library])).toEqual(first);
    for (const content of Object.values(first)) {
      expect(content.endsWith('}\n')).toBe(true);
      expect(JSON.stringify(JSON.parse(content), undefined, 2) + '\n').toBe(content);
    }
  });

  it('gets a version in its ids when another version has them, and keeps them when imported again', () => {
    const out = newFolder();
    const manifest: Manifest = {
      contracts: [
        {
          transport: 'soap',
          namespace: 'urn:example:intf:LibraryService:v2',
          service: 'Library',
          version: 'v2',
          folder: 'x',
          files: ['x.wsdl'],
          operations: { findBooks: 'library.find-books' },
        },
      ],
    };
    const flows = (): string[] => importContracts([library], { out, manifest }).flows.map(({ flow }) => flow);
    expect(flows()).toEqual(['library.find-books.v3', 'library.lend-book']);
    writeFiles(importContracts([library], { out, manifest }).files);
    expect(flows()).toEqual(['library.find-books.v3', 'library.lend-book']);
  });

  it('keeps the ids of the manifest when it is a new copy of a version that the manifest knows', () => {
    const manifest: Manifest = {
      contracts: [
        {
          transport: 'soap',
          namespace: 'urn:example:intf:LibraryService:v3',
          service: 'Library',
          version: 'v3',
          folder: 'x',
          files: ['x.wsdl'],
          operations: { findBooks: 'books' },
        },
      ],
    };
    const { flows } = importContracts([library], { out: newFolder(), manifest });
    expect(flows.map(({ flow }) => flow)).toEqual(['books', 'library.lend-book']);
  });

  it('of a namespace that two services share is the one with most operations in common', () => {
    const entry = (service: string, operations: Record<string, string>): Manifest['contracts'][number] => ({
      transport: 'soap',
      service,
      version: 'v3',
      namespace: 'urn:example:intf:LibraryService:v3',
      folder: 'x',
      files: ['x.wsdl'],
      operations,
    });
    const finding = entry('Finding', { findBooks: 'finding' });
    const whole = entry('Whole', { findBooks: 'whole.find-books', lendBook: 'whole.lend-book' });
    const { flows } = importContracts([library], { out: newFolder(), manifest: { contracts: [finding, whole] } });
    expect(flows.map(({ flow, service }) => [flow, service])).toEqual([
      ['whole.find-books', 'Whole'],
      ['whole.lend-book', 'Whole'],
    ]);
  });
});

describe('a contract whose address has no path', () => {
  const file = fixture('wsdl/no-path.wsdl');

  it('is refused with the option that says it', () => {
    expect(refusalOf(() => imported([file]))).toContain('--path says what follows the base address');
  });

  it('is imported with the path that a person gives', () => {
    const flow = JSON.parse(imported([file], { path: 'ask/v1' })['flows/ask.json'] ?? '') as { 'x-bcss': object };
    expect(flow['x-bcss']).toMatchObject({ path: 'ask/v1' });
  });
});

describe('a contract of the manifest', () => {
  const manifest: Manifest = {
    contracts: [
      {
        transport: 'ssdn',
        service: 'Question',
        version: '20260101',
        serviceId: 'ExampleQuestion',
        folder: 'versions',
        files: ['before.xsd'],
        request: 'QuestionRequest',
        reply: 'QuestionReply',
        flow: 'question',
      },
    ],
  };

  it('is found by the end of its path, and becomes the flow that is written there', () => {
    const files = imported([fixture('versions/before.xsd')], { manifest });
    expect(Object.keys(files)).toEqual([
      'types/question.20260101.json',
      'flows/question.json',
      'flows/question.flow.json',
    ]);
    expect(JSON.parse(files['flows/question.json'] ?? '')).toMatchObject({
      'x-bcss': {
        service: 'Question',
        version: '20260101',
        operation: 'Question',
        transport: 'ssdn',
        serviceId: 'ExampleQuestion',
      },
    });
  });

  it('without an element that the manifest names is refused', () => {
    const [entry] = manifest.contracts;
    const wrong: Manifest = { contracts: [{ ...entry, reply: 'Nothing' } as Manifest['contracts'][number]] };
    expect(refusalOf(() => imported([fixture('versions/before.xsd')], { manifest: wrong }))).toBe(
      'before.xsd, line 1: the contract has no element Nothing',
    );
  });

  it('without an operation that the manifest names is refused', () => {
    const wrong: Manifest = {
      contracts: [
        {
          transport: 'soap',
          namespace: 'urn:example:intf:LibraryService:v3',
          service: 'Library',
          version: 'v3',
          folder: 'wsdl',
          files: ['library.wsdl'],
          operations: { burnBooks: 'burn' },
        },
      ],
    };
    expect(refusalOf(() => imported([library], { manifest: wrong }))).toContain('the operation burnBooks');
  });

  it('that is not in the manifest is paired by rule: XRequest with XReply', () => {
    const { flows, files } = importContracts([fixture('versions/before.xsd')], {
      out: newFolder(),
      manifest: none,
      serviceId: 'Asked',
      version: '20260202',
    });
    expect(flows.map(({ flow, version }) => [flow, version])).toEqual([
      ['question', '20260202'],
      ['gone', '20260202'],
    ]);
    expect(files.map(({ path }) => basename(path)).filter((name) => !name.endsWith('.flow.json'))).toEqual([
      'question.20260202.json',
      'question.json',
      'gone.20260202.json',
      'gone.json',
    ]);
  });

  it('is recognised by its pair of elements when it lies somewhere else', () => {
    const [entry] = manifest.contracts;
    const elsewhere: Manifest = { contracts: [{ ...entry, folder: 'elsewhere' } as Manifest['contracts'][number]] };
    const { flows } = importContracts([fixture('versions/before.xsd')], { out: newFolder(), manifest: elsewhere });
    expect(flows.map(({ flow, version }) => [flow, version])).toEqual([['question', '20260101']]);
  });

  it('with neither a pair nor an entry is refused', () => {
    expect(refusalOf(() => imported([fixture('constructs/choice.xsd')]))).toContain(
      'no element …Request with an element …Reply',
    );
  });
});

describe('writing an import', () => {
  it('never touches a descriptor that exists', () => {
    const out = newFolder();
    writeFiles(importContracts([library], { out, manifest: none }).files);
    const descriptor = join(out, 'flows/library.find-books.flow.json');
    writeFileSync(descriptor, 'mine');
    writeFiles(importContracts([library], { out, manifest: none }).files);
    expect(readFileSync(descriptor, 'utf8')).toBe('mine');
  });

  it('leaves alone what would not change, and says what did', () => {
    const out = newFolder();
    writeFiles(importContracts([library], { out, manifest: none }).files);
    writeFileSync(join(out, 'types/library.v3.json'), '{}');
    const { files } = importContracts([library], { out, manifest: none });
    expect(
      files.filter(({ change }) => change !== 'unchanged').map(({ path, change }) => [basename(path), change]),
    ).toEqual([['library.v3.json', 'changed']]);
    expect(writeFiles(files).map((path) => basename(path))).toEqual(['library.v3.json']);
  });

  it('writes nothing when one of several contracts is refused', () => {
    const out = newFolder();
    expect(
      refusalOf(() => importContracts([library, fixture('wsdl/refused/rpc.wsdl')], { out, manifest: none })),
    ).toContain('rpc');
    expect(existsSync(out)).toBe(false);
  });

  it('leaves everything as it was when a file cannot be put in its place', () => {
    const out = newFolder();
    mkdirSync(join(out, 'types'), { recursive: true });
    writeFileSync(join(out, 'types/library.v3.json'), 'before');
    // A folder that is not empty, where a file must go: the last rename fails.
    mkdirSync(join(out, 'flows/library.lend-book.flow.json/occupied'), { recursive: true });
    const files = importContracts([library], { out, manifest: none }).files.map((file) => ({ ...file }));
    const extra = { path: join(out, 'flows/library.lend-book.flow.json'), content: '{}', change: 'new' as const };
    expect(() => writeFiles([...files, extra])).toThrow();
    expect(readFileSync(join(out, 'types/library.v3.json'), 'utf8')).toBe('before');
    expect(readdirSync(join(out, 'flows'))).toEqual(['library.lend-book.flow.json']);
    expect(readdirSync(join(out, 'types'))).toEqual(['library.v3.json']);
  });
});

describe('the manifest', () => {
  const file = join(temporary, 'contracts.json');
  const refused = (content: unknown): string => {
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    try {
      readManifest(file);
      return 'read';
    } catch (error) {
      return error instanceof GatewayError && error.code === 'schemas-invalid'
        ? (error.detail?.en ?? '')
        : 'another error';
    }
  };
  const soap = {
    transport: 'soap',
    namespace: 'urn:example:intf:LibraryService:v3',
    service: 'S',
    version: 'v1',
    folder: 'f',
    files: ['a.wsdl'],
    operations: { a: 'b' },
  };

  it.each([
    ['{', 'cannot be read as JSON'],
    [{}, 'contracts is not a list'],
    [{ contracts: [{ ...soap, transport: 'mail' }] }, 'contracts[0].transport is neither soap nor ssdn'],
    [{ contracts: [soap, { ...soap, service: '' }] }, 'contracts[1].service is missing'],
    [{ contracts: [{ ...soap, files: [] }] }, 'contracts[0].files is not a list of names'],
    [{ contracts: [{ ...soap, operations: undefined }] }, 'contracts[0].operations is missing'],
    [{ contracts: [{ ...soap, operations: { a: '../b' } }] }, 'contracts[0].../b is not a flow id'],
    [{ contracts: [{ ...soap, flow: 'x' }] }, 'contracts[0].flow is not a key of the manifest'],
    [{ contracts: [{ ...soap, transport: 'ssdn' }] }, 'contracts[0].serviceId is missing'],
  ])('with a defect is refused: %j', (content, sentence) => {
    expect(refused(content)).toContain(sentence);
  });

  it('that does not exist is empty', () => {
    expect(readManifest(join(temporary, 'none.json'))).toEqual({ contracts: [] });
  });

  it('is read from the folder of schemas when none is given', () => {
    const out = newFolder();
    cpSync(library, join(temporary, 'lib/library.wsdl'));
    for (const name of ['library-types.xsd', 'common.xsd'])
      cpSync(fixture(`wsdl/${name}`), join(temporary, 'lib', name));
    mkdirSync(out, { recursive: true });
    const entry = {
      ...soap,
      service: 'Library',
      version: 'v3',
      folder: 'lib',
      files: ['library.wsdl'],
      operations: { findBooks: 'books' },
    };
    writeFileSync(join(out, 'contracts.json'), JSON.stringify({ contracts: [entry] }));
    expect(importContracts([join(temporary, 'lib/library.wsdl')], { out }).flows.map(({ flow }) => flow)).toContain(
      'books',
    );
  });
});
