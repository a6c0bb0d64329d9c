import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { samples } from './samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'samples-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('one sample that cannot be read is named, and the others are judged', () => {
  const service = join(folder, 'samples/soap/Handi');
  mkdirSync(service, { recursive: true });
  writeFileSync(join(service, 'v2.request.xml'), '<a xmlns="urn:example:a">whole</a>');
  writeFileSync(join(service, 'v2.reply.xml'), '<a xmlns="urn:example:a">cut off');
  const found = samples(folder).map(({ file, defect }) => [file, defect !== undefined]);
  expect(found).toEqual([
    ['samples/soap/Handi/v2.reply.xml', true],
    ['samples/soap/Handi/v2.request.xml', false],
  ]);
});
