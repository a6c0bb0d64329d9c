import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { childElements, type XmlElement } from '../../src/xml/tree.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { NS } from '../../src/xml/names.ts';
import { difference } from './infoset.ts';
import { CONTRACTS, contractsJson, contractsPresent, importAll, manifest, SCHEMAS } from './official.ts';
import { flowOf, messageRoots } from './message-roots.ts';
import { officialXsd } from './xsd.ts';

const whenPresent = describe.skipIf(!contractsPresent);

whenPresent('every official contract (skipped without the contracts folder)', () => {
  it('is named in the manifest', () => {
    const soap = contractsJson('soap/catalogue.json') as { wsdl: string; operations: { name: string }[] }[];
    const { services } = contractsJson('ssdn/catalogue.json') as {
      services: { schema: { request: string; reply: string } | null; requestElement: string; replyElement: string }[];
    };
    const named = manifest.contracts.map(({ folder, files, ...entry }) => [
      files.map((file) => `${folder}/${file}`),
      entry.transport === 'soap' ? Object.keys(entry.operations) : [entry.request, entry.reply],
    ]);
    const published = [
      ...soap.map(({ wsdl, operations }) => [[`soap/${wsdl}`], operations.map(({ name }) => name)]),
      ...services.flatMap(({ schema, requestElement, replyElement }) =>
        schema === null
          ? []
          : [
              [
                [`ssdn/${schema.request}`, `ssdn/${schema.reply}`],
                [requestElement, replyElement],
              ],
            ],
      ),
    ];
    const sorted = (list: unknown[]): unknown[] => list.map((one) => JSON.stringify(one)).sort();
    expect(sorted(named)).toEqual(sorted(published));
  });

  it('imports into the committed files, byte for byte', () => {
    const { files, flows } = importAll();
    const changed = files.filter(({ change }) => change !== 'unchanged').map(({ path }) => relative(SCHEMAS, path));
    expect(changed).toEqual([]);
    expect(flows.every(({ described }) => described)).toBe(true);
  });

  it('imports into the same bytes twice', () => {
    expect(importAll()).toEqual(importAll());
  });
});

/** The message of a sample: the root of a SOAP body, or the payload inside an SSDN document. */
function payloadOf(document: XmlElement): XmlElement | undefined {
  if (document.namespace !== NS.ssdnService) return document;
  const service = childElements(document).find(({ local }) => local === 'ServiceRequest' || local === 'ServiceReply');
  // Behind the id and version, and behind the summary of a reply.
  return service === undefined ? undefined : childElements(service).at(-1);
}

function sampleFiles(): string[] {
  if (!contractsPresent) return [];
  const soap = (contractsJson('samples/soap/INDEX.json') as { file: string }[]).map(
    ({ file }) => `samples/soap/${file}`,
  );
  const { services } = contractsJson('ssdn/catalogue.json') as {
    services: { samples: string; schema: object | null }[];
  };
  const folders = services.filter(({ schema }) => schema !== null).map(({ samples }) => `samples/ssdn/${samples}`);
  return [...soap, ...folders.flatMap((folder) => filesIn(folder))];
}

function filesIn(folder: string): string[] {
  return readdirSync(join(CONTRACTS, folder)).map((file) => `${folder}/${file}`);
}

whenPresent('every official sample (skipped without the contracts folder)', () => {
  it.each(sampleFiles())('%s is read without deviation and written as the same message', (file) => {
    const payload = payloadOf(parseXml(readFileSync(join(CONTRACTS, file))));
    expect(payload).toBeDefined();
    if (payload === undefined) return;
    const folder = file.split('/');
    const roots = messageRoots().filter(
      ({ shape }) => shape.local === payload.local && shape.namespace === payload.namespace,
    );
    // Versions share namespaces and names: the folder and the version at the start of the file name tell them apart.
    const root = roots.find((candidate) => flowOf(candidate, folder[2] ?? '', folder[3] ?? ''));
    expect(root?.id).toBeDefined();
    if (root === undefined) return;
    const { value, deviations } = root.read(payload);
    expect(deviations).toEqual([]);
    const written = root.write(value);
    expect(difference(payload, parseXml(written))).toBeUndefined();
    expect(officialXsd(root.facts.service, root.facts.version)(written)).toBeUndefined();
  });
});
