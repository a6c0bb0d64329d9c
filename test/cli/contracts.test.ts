import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { newFolder } from '../support/data-dir.ts';
import { gateway } from '../support/gateway-process.ts';

const CONTRACTS = fileURLToPath(new URL('../../fixtures/contracts/', import.meta.url));

describe('gateway contracts import', () => {
  it('turns a contract that nobody knew into flows, under the version that was asked for', async () => {
    const folder = newFolder();
    const out = join(folder, 'flows');
    const contract = join(CONTRACTS, 'wsdl', 'library.wsdl');
    const command = ['contracts', 'import', contract, '--out', out, '--service-version', 'v7'];
    const { code, stdout, stderr } = await gateway(command);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/ v7 /);
    expect(existsSync(out)).toBe(true);
  });

  it.each(['missing-import', 'url-import', 'doctype', 'import-of-itself', 'complex-type-circle', 'redefine'])(
    'refuses %s by file, and writes nothing',
    async (name) => {
      const folder = newFolder();
      const file = join(CONTRACTS, 'refused', `${name}.xsd`);
      const { code, stderr } = await gateway(['contracts', 'import', file, '--out', join(folder, 'flows')]);
      expect(code).toBe(1);
      expect(stderr).toContain('[contract-unsupported]');
      expect(stderr).toMatch(new RegExp(`${name}\\.xsd, line \\d+`));
      expect(stderr).not.toMatch(/^\s+at /m);
      expect(existsSync(join(folder, 'flows'))).toBe(false);
    },
  );

  it('refuses a file that leaves its folder, names file, line and the way out, and writes nothing', async () => {
    const out = join(newFolder(), 'flows');
    const { code, stderr } = await gateway([
      ...['contracts', 'import', join(CONTRACTS, 'folder', 'inner', 'leaves.xsd')],
      ...['--out', out],
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/leaves\.xsd, line 3: \.\.\/outside\.xsd lies outside the folder of the contract.*--root/);
    expect(existsSync(out)).toBe(false);
  });

  it('refuses a file of 50 MB before it reads it, and writes nothing', async () => {
    const folder = newFolder();
    const file = join(folder, 'large.xsd');
    writeFileSync(file, Buffer.alloc(50 * 1024 * 1024, ' '));
    const { code, stderr } = await gateway(['contracts', 'import', file, '--out', join(folder, 'flows')]);
    expect(code).toBe(1);
    expect(stderr).toContain('large.xsd, line 1: larger than 16 MiB');
    expect(existsSync(join(folder, 'flows'))).toBe(false);
  });

  it('comes to an end with files that import each other, which XML Schema allows', async () => {
    const folder = newFolder();
    const schema = (own: string, other: string, content: string): void =>
      writeFileSync(
        join(folder, `${own}.xsd`),
        `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:o="urn:${other}" targetNamespace="urn:${own}">
          <xs:import namespace="urn:${other}" schemaLocation="${other}.xsd"/>${content}
        </xs:schema>`,
      );
    schema('a', 'b', '<xs:element name="AskRequest" type="o:T"/><xs:element name="AskReply" type="o:T"/>');
    schema('b', 'a', '<xs:complexType name="T"><xs:sequence><xs:any minOccurs="0"/></xs:sequence></xs:complexType>');
    const command = ['contracts', 'import', join(folder, 'a.xsd'), '--out', join(folder, 'flows')];
    const { code, stderr } = await gateway([...command, '--service-id', 'Ask', '--service-version', 'v1']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(existsSync(join(folder, 'flows', 'ask.json'))).toBe(true);
  });
});
