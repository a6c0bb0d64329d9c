import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completeCbeNumber } from '../../src/domain/cbe-number.ts';
import { readOrganisationsFile } from '../../src/organisations/organisations-file.ts';
import { newFolder } from '../support/data-dir.ts';

const NORTH = {
  id: 'cpas-north',
  cbeNumber: completeCbeNumber('09999990') as string,
  nisCode: '99901',
  name: 'CPAS North',
  email: 'gateway@north.example',
};
const SOUTH = { ...NORTH, id: 'cpas-south', cbeNumber: completeCbeNumber('09999989') as string, nisCode: '99902' };

function fileOf(content: unknown): string {
  const file = join(newFolder(), 'organisations.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('ORGANISATIONS_FILE', () => {
  it('declares centres, with the sector and institution of a CPAS where it names none', () => {
    const organisations = readOrganisationsFile(fileOf([NORTH, { ...SOUTH, sector: 25, institution: 2 }]));
    expect(organisations.all()).toEqual([
      { ...NORTH, sector: 17, institution: 1 },
      { ...SOUTH, sector: 25, institution: 2 },
    ]);
    expect(organisations.only()).toBeUndefined();
    expect(organisations.findByCbeNumber(SOUTH.cbeNumber)?.id).toBe('cpas-south');
  });

  it('says by what BCSS knows a centre as a customer, and nothing else', () => {
    const declared = { ...NORTH, identifiedBy: 'sector' };
    expect(readOrganisationsFile(fileOf([declared])).get(NORTH.id).identifiedBy).toBe('sector');
    expect(readOrganisationsFile(fileOf([NORTH])).get(NORTH.id).identifiedBy).toBeUndefined();
    expect(() => readOrganisationsFile(fileOf([{ ...NORTH, identifiedBy: 'nis' }]))).toThrow();
  });

  it('gives a centre keys of its own, found relative to the file, and a retention', () => {
    const signing = { file: 'keys/north.p12', passphraseFile: 'keys/north.txt' };
    const client = { file: '/etc/gateway/client.p12', passphraseFile: '/etc/gateway/client.txt' };
    const folder = newFolder();
    mkdirSync(join(folder, 'keys'));
    const file = join(folder, 'organisations.json');
    writeFileSync(file, JSON.stringify([{ ...NORTH, keys: { signing, client }, retentionDays: 1095 }, SOUTH]));
    const organisations = readOrganisationsFile(file);
    expect(organisations.settingsOf('cpas-north')).toEqual({
      keys: {
        signing: { file: join(folder, 'keys/north.p12'), passphraseFile: join(folder, 'keys/north.txt') },
        client,
      },
      retentionDays: 1095,
    });
    expect(organisations.settingsOf('cpas-south')).toEqual({ keys: {} });
    expect(organisations.settingsOf('nobody')).toEqual({ keys: {} });
  });

  it.each([
    ['no JSON', '[{', 'cannot be read as JSON'],
    ['no centre', [], 'fewer than 1'],
    ['a CBE number with wrong check digits', [{ ...NORTH, cbeNumber: '0999999000' }], '/0/cbeNumber'],
    ['an id that no URL takes', [{ ...NORTH, id: 'CPAS North' }], '/0/id'],
    ['the wildcard as an id', [{ ...NORTH, id: '*' }], '/0/id'],
    ['a NIS code of four digits', [{ ...NORTH, nisCode: '9990' }], '/0/nisCode'],
    ['an unknown field', [{ ...NORTH, postcode: '1000' }], 'postcode'],
    ['a field left out', [{ ...NORTH, email: undefined }], "/0 must have required property 'email'"],
    ['an address that is none', [NORTH, { ...SOUTH, email: 'north.example' }], '/1/email'],
    ['a sector in words', [{ ...NORTH, sector: 'welfare' }], '/0/sector'],
    ['an empty name', [{ ...NORTH, name: '' }], '/0/name'],
    ['the id of what belongs to no centre', [{ ...NORTH, id: 'unassigned' }], '/0/id'],
    ['the same id twice', [NORTH, { ...SOUTH, id: NORTH.id }], 'the same id twice'],
    ['the same CBE number twice', [NORTH, { ...SOUTH, cbeNumber: NORTH.cbeNumber }], 'the same cbeNumber twice'],
    ['the same NIS code twice', [NORTH, { ...SOUTH, nisCode: NORTH.nisCode }], 'the same nisCode twice'],
    ['a key without its passphrase', [{ ...NORTH, keys: { signing: { file: 'a.p12' } } }], '/0/keys/signing'],
    ['a passphrase in clear', [{ ...NORTH, keys: { signing: { file: 'a', passphrase: 'b' } } }], '/0/keys/signing'],
    ['a retention of a week', [{ ...NORTH, retentionDays: 7 }], '/0/retentionDays'],
    ['a retention of a century', [{ ...NORTH, retentionDays: 36_500 }], '/0/retentionDays'],
  ])('is refused with %s', (_what, content, detail) => {
    let said = '';
    try {
      readOrganisationsFile(fileOf(content));
    } catch (error) {
      said = (error as { detail: { en: string } }).detail.en;
    }
    expect(said).toContain(detail);
  });
});
