import { describe, expect, it } from 'vitest';
import { PARSE_LIMITS, parseXml } from '../../src/xml/parse.ts';

const document = '<?xml version="1.0" encoding="utf-16"?><SSDNReply/>';

describe('a document inside xmlString', () => {
  it('may declare an encoding that is not that of the bytes around it, as .NET does', () => {
    expect(parseXml(document, { ...PARSE_LIMITS, isText: true }).local).toBe('SSDNReply');
  });

  it('may not when it is the message itself', () => {
    expect(() => parseXml(document)).toThrow(/encoding/);
    expect(() => parseXml(Buffer.from(document))).toThrow(/encoding/);
  });
});
