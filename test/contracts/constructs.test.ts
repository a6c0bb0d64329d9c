import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileReader } from '../../src/flows/codec/read.ts';
import { rootShape } from '../../src/flows/codec/shape.ts';
import { compileWriter } from '../../src/flows/codec/write.ts';
import { compileCheck } from '../../src/flows/validate.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { asObject, compare, report } from './agreement.ts';
import { fixture, translated } from './fixture.ts';
import { PayloadMaker } from './payloads.ts';
import { xsdVerdict } from './xsd.ts';

const names = readdirSync(fixture('constructs'))
  .filter((file) => file.endsWith('.xsd'))
  .map((file) => basename(file, '.xsd'));

describe('a construct of XML Schema', () => {
  it.each(names)('%s becomes the JSON Schema beside it', (name) => {
    const expected = JSON.parse(readFileSync(fixture(`constructs/${name}.json`), 'utf8')) as unknown;
    const schema = translated(`constructs/${name}.xsd`);
    expect(schema).toEqual(expected);
    expect(Object.keys(schema.properties ?? {})).toEqual(Object.keys((expected as typeof schema).properties ?? {}));
  });

  it.each(names)('%s is written validly, and read back as it was', (name) => {
    const schema = asObject(translated(`constructs/${name}.xsd`));
    const resolve = (reference: string): typeof schema => schema.$defs?.[reference.slice('#/$defs/'.length)] ?? {};
    const shape = rootShape(schema, resolve);
    const [write, read, valid] = [
      compileWriter(shape),
      compileReader(shape),
      xsdVerdict(fixture(`constructs/${name}.xsd`)),
    ];
    const maker = new PayloadMaker(schema);
    for (let seed = 1; seed <= 100; seed += 1) {
      const payload = maker.make(seed * 104_729);
      const xml = write(payload);
      expect({ complaint: valid(xml), ...read(parseXml(xml)) }).toEqual({
        complaint: undefined,
        value: payload,
        deviations: [],
      });
    }
  });

  it.each(names)('%s accepts and refuses the same messages as libxml2 does', (name) => {
    const schema = asObject(translated(`constructs/${name}.xsd`));
    const judges = {
      json: compileCheck(schema, { identifiers: false }),
      xsd: xsdVerdict(fixture(`constructs/${name}.xsd`)),
    };
    const { checked, refused, unexplained } = compare(schema, judges, { payloads: 60, mutantsEach: 5 });
    expect(report(unexplained)).toEqual([]);
    expect(checked).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(10);
  });
});
