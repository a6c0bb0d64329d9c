import type { Config } from '../config.ts';
import { FICTIONAL_ORGANISATION, Organisations } from '../organisations/organisations.ts';
import { readOrganisationsFile } from '../organisations/organisations-file.ts';

/** The centres of ORGANISATIONS_FILE, or the fictional one. @throws GatewayError `config-invalid` */
export function organisationsOf({ organisationsFile }: Pick<Config, 'organisationsFile'>): Organisations {
  return organisationsFile === undefined
    ? new Organisations([FICTIONAL_ORGANISATION])
    : readOrganisationsFile(organisationsFile);
}
