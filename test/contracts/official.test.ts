import { relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contractsJson, contractsPresent, importAll, manifest, SCHEMAS } from './official.ts';

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
