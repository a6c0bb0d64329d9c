import { describe, expect, it } from 'vitest';
import { isPlainly, isUtf8, readMediaType } from '../../src/domain/media-type.ts';

describe('a Content-Type', () => {
  it.each([
    'text/xml',
    'text/xml;',
    'text/xml ; ; ',
    'TEXT/XML; CHARSET=UTF-8',
    'text/xml;charset=utf8',
    'text/xml; charset="utf-8"',
    "text/xml; charset='utf8'",
    'text/xml; charset=utf-8; charset="UTF-8"',
  ])('is text/xml in UTF-8, spelled %j', (header) => {
    expect(isPlainly(header, 'text/xml')).toBe(true);
  });

  it.each([
    undefined,
    '',
    ';charset=utf-8',
    'text/xml, text/xml',
    'text/xmlx',
    'text/xml; charset',
    'text/xml; charset=',
    'text/xml; charset=""',
    'text/xml; charset="utf-8',
    'text/xml; charset=utf-8\u0000',
    'text/xml; charset=utf-8 utf-16',
    'text/xml; charset=utf-16; charset=utf-8',
    'text/xml; boundary=x',
    'text/xml; charset=utf-8x',
  ])('is not plainly text/xml in UTF-8, spelled %j', (header) => {
    expect(isPlainly(header, 'text/xml')).toBe(false);
  });

  it('of a reply may say more, as long as it says no other encoding', () => {
    expect(isUtf8(readMediaType('application/soap+xml; action="urn:a"; charset=utf8'))).toBe(true);
    expect(isUtf8(readMediaType('application/soap+xml; action="urn:a"; charset=iso-8859-1'))).toBe(false);
  });

  it('of a hundred thousand semicolons is read', () => {
    expect(readMediaType(`text/xml${' ;'.repeat(100_000)}`).parameters).toEqual([]);
  });
});
