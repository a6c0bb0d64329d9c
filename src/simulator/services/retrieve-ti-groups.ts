import { textIn, valueIn } from '../json.ts';
import type { Service } from './service.ts';
import { familyGroups } from './ti-groups/family.ts';
import { identityGroups } from './ti-groups/identity.ts';
import type { LabelLanguage } from './ti-groups/parts.ts';
import { residenceGroups } from './ti-groups/residence.ts';

/**
 * RetrieveTIGroups, all versions: the file of a person at the national register. The older versions share address and root, and
 * nothing in a request tells them apart; so labels, dates and sex are always given, which some of them demand.
 */
export const retrieveTiGroups: Service = {
  service: 'RetrieveTIGroups',
  admission: 'integrated',
  answer({ payload, contract, world, subjects }) {
    const person = world.town.find(subjects[0] ?? '');
    // A number of BCSS has no file at the national register.
    if (person === undefined || person.register === 'bis') return { outcome: 'nothing' };
    const language: LabelLanguage = textIn(payload, 'searchInformation', 'language') === 'nl' ? 'nl' : 'fr';
    const history = valueIn(payload, 'searchInformation', 'history') === true;
    const file = {
      ...(contract.version === 'v2' && { Language: language }),
      ...identityGroups(person, language, history),
      ...residenceGroups(person, language, history),
      ...familyGroups(person, language, history),
    };
    return { outcome: 'found', parts: { rrn_it_implicit: file } };
  },
};
