import { loadCatalogue } from '../../src/flows/catalogue.ts';
import { askableFlows, DEFAULT_POLICY_FILE, loadPolicy } from '../../src/policy/policy.ts';

export const CATALOGUE = loadCatalogue();
export const FLOW_IDS = askableFlows(CATALOGUE.all());
/** The table that comes with the program. */
export const SHIPPED = loadPolicy(DEFAULT_POLICY_FILE, { flows: FLOW_IDS });
