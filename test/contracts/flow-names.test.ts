import { describe, expect, it } from 'vitest';
import { kebabCase, wordsOf } from '../../src/contracts/flow-names.ts';

describe('names of flows', () => {
  it.each([
    ['RetrieveTIGroups', 'retrieve-ti-groups', 'Retrieve TI groups'],
    ['getLivingWagePeriodsPerPCSA', 'get-living-wage-periods-per-pcsa', 'Get living wage periods per PCSA'],
    [
      'getLivingWagePeriodsPerPCSAFlanders',
      'get-living-wage-periods-per-pcsa-flanders',
      'Get living wage periods per PCSA flanders',
    ],
    ['consultMAF', 'consult-maf', 'Consult MAF'],
    ['consultFilesBySsin', 'consult-files-by-ssin', 'Consult files by ssin'],
    ['Penskad_OpenPK_Consult', 'penskad-open-pk-consult', 'Penskad open PK consult'],
  ])('%s is %s', (name, kebab, words) => {
    expect([kebabCase(name), wordsOf(name)]).toEqual([kebab, words]);
  });
});
