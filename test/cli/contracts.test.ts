import { existsSync } from 'node:fs';
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

  it.each(['missing-import', 'url-import', 'doctype', 'complex-type-circle', 'redefine'])(
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
});
