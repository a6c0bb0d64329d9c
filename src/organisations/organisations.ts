import { completeCbeNumber } from '../domain/cbe-number.ts';
import { CPAS_INSTITUTION, CPAS_SECTOR, type Organisation } from '../domain/organisation.ts';

/** A PKCS#12 file and the file that holds its passphrase. */
export interface KeystoreFiles {
  readonly file: string;
  readonly passphraseFile: string;
}

/** What is a centre's own besides what BCSS knows it by. */
export interface OrganisationSettings {
  /** Its own keys; for a purpose without one, the gateway's serves (SIGNING_P12, BCSS_CLIENT_P12). */
  readonly keys: { readonly signing?: KeystoreFiles; readonly client?: KeystoreFiles };
  /** How long the content of its log can be read; for ever when absent. */
  readonly retentionDays?: number;
}

const NOTHING_OF_ITS_OWN: OrganisationSettings = { keys: {} };

/** The centres this gateway serves. Nothing crosses from one to another. */
export class Organisations {
  private readonly byId: ReadonlyMap<string, Organisation>;
  private readonly settings: ReadonlyMap<string, OrganisationSettings>;

  constructor(organisations: readonly Organisation[], settings: ReadonlyMap<string, OrganisationSettings> = new Map()) {
    this.byId = new Map(organisations.map((organisation) => [organisation.id, organisation]));
    this.settings = settings;
  }

  /** What is this centre's own. */
  settingsOf(id: string): OrganisationSettings {
    return this.settings.get(id) ?? NOTHING_OF_ITS_OWN;
  }

  find(id: string): Organisation | undefined {
    return this.byId.get(id);
  }

  /** As {@link find}, for an id that came out of the database. */
  get(id: string): Organisation {
    const organisation = this.byId.get(id);
    if (organisation === undefined) throw new Error(`no centre ${id} in the configuration any more`);
    return organisation;
  }

  findByCbeNumber(cbeNumber: string): Organisation | undefined {
    return this.all().find((organisation) => organisation.cbeNumber === cbeNumber);
  }

  /** The only one, where there is only one. */
  only(): Organisation | undefined {
    const [first, ...more] = this.all();
    return more.length === 0 ? first : undefined;
  }

  all(): Organisation[] {
    return [...this.byId.values()];
  }
}

/** The centre of a fresh installation: fictional, like everybody in its simulator. */
export const FICTIONAL_ORGANISATION: Organisation = {
  id: 'cpas-fictiville',
  cbeNumber: completeCbeNumber('09999990'),
  nisCode: '99901',
  name: 'CPAS de Fictiville',
  email: 'passerelle@cpas-fictiville.example',
  sector: CPAS_SECTOR,
  institution: CPAS_INSTITUTION,
};
