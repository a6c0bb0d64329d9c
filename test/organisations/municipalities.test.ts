import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { centreName, loadMunicipalities } from '../../src/organisations/municipalities.ts';
import { newFolder } from '../support/data-dir.ts';

const municipalities = loadMunicipalities();
const inUse = [...municipalities.values()].filter(({ until }) => until === undefined);

describe('the municipalities', () => {
  it('are the 565 of 1 January 2025', () => {
    expect(inUse).toHaveLength(565);
  });

  it('keep the codes of those that merged, each with a code in use in its place', () => {
    const ended = [...municipalities.values()].filter(({ until }) => until !== undefined);
    expect(ended).toHaveLength(31);
    for (const { nisCode, followedBy = '' } of ended) {
      expect(municipalities.get(followedBy)?.until, nisCode).toBeUndefined();
      expect(municipalities.has(followedBy), nisCode).toBe(true);
    }
  });

  it('know the mergers of 2025', () => {
    expect(municipalities.get('11056')).toMatchObject({ until: '2024-12-31', followedBy: '46030' });
    expect(municipalities.get('82005')).toMatchObject({ followedBy: '82039' });
    expect(municipalities.get('46030')?.names.nl).toBe('Beveren-Kruibeke-Zwijndrecht');
  });

  it('have 19 in Brussels, 285 in Flanders and 261 in Wallonia', () => {
    const count = (form: RegExp) => inUse.filter(({ nisCode }) => form.test(nisCode)).length;
    expect([count(/^21/), count(/^(?:[1347]|23|24)/), count(/^(?:[5689]|25)/)]).toEqual([19, 285, 261]);
  });

  it('have German names where German is the language of the region, and nowhere else', () => {
    expect(inUse.filter(({ names }) => names.de !== undefined)).toHaveLength(9);
  });
});

describe('the name of a centre', () => {
  it.each([
    ['92094', { fr: 'CPAS Namur', nl: 'OCMW Namen', en: 'CPAS Namur', de: 'ÖSHZ Namur' }],
    ['44021', { fr: 'CPAS Gand', nl: 'OCMW Gent', en: 'OCMW Gent', de: 'ÖSHZ Gent' }],
    ['23088', { fr: 'CPAS Vilvorde', nl: 'OCMW Vilvoorde', en: 'OCMW Vilvoorde', de: 'ÖSHZ Vilvoorde' }],
    ['25112', { fr: 'CPAS Wavre', nl: 'OCMW Waver', en: 'CPAS Wavre', de: 'ÖSHZ Wavre' }],
    ['63067', { fr: 'CPAS Saint-Vith', nl: 'OCMW Sankt Vith', en: 'CPAS Saint-Vith', de: 'ÖSHZ Sankt Vith' }],
  ])('of %s is said in each language', (nisCode, names) => {
    expect(centreName(municipalities, nisCode)).toEqual(names);
  });

  it('is the code alone where the list does not know it', () => {
    expect(centreName(municipalities, '99901')).toEqual({ fr: '99901', nl: '99901', en: '99901', de: '99901' });
  });
});

describe('a list that is not ours', () => {
  it.each(['1234\tA\tA\t\t\t', '12345\t\tA\t\t\t', '12345\tA\t\t\t\t'])('is refused at the row %j', (row) => {
    const file = join(newFolder(), 'list.tsv');
    writeFileSync(file, `# source\nnis\tfr\n${row}\n`);
    expect(() => loadMunicipalities(pathToFileURL(file))).toThrow('municipalities');
  });
});
