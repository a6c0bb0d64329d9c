import { describe, expect, it } from 'vitest';
import { bearer, KEYS, openDoor } from './door.ts';

/**
 * What a centre must be able to do, as the users' own document lists it, and the flows that do it. `*` stands for any operation.
 * A flow may leave this list only when its service ends.
 */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  'integration of users, quality codes': ['manage-access'],
  'national register and waiting register, identification': [
    'identify-person',
    'perform-investigation',
    'retrieve-ti-groups',
    'retrieve-ti-groups.v1',
  ],
  'known elsewhere?': ['reference-manager'],
  'insurability at the mutual fund': ['health-insurance', 'health-care-insurance.*'],
  'employment, employers, personnel file': ['dolsis.*', 'dimona-history', 'employer'],
  'self-employment': ['self-employed.*'],
  'pension register': ['pension-register'],
  'subsidies for the living wage': ['living-wages.*', 'subsidy-dis'],
  'subsidies of the law of 1965': ['law65-ab', 'law65-c', 'law65-df', 'ecarmed-*'],
  'premium for the homeless, installation premium': ['attestation-list', 'subsidy-installation-premium'],
  'heating allowances': ['heating-allocation'],
  'multifunctional attestation, social tariff, transport': [
    'attestation-a036',
    'social-rate-investigation',
    'attestation-create',
  ],
  'European Social Fund, single annual report': ['fse-participant', 'annual-report'],
  'socio-professional integration': ['attestation-list'],
  'taxable income': ['tax-assessment.*'],
  'family allowances': ['family-allowances.*', 'child-benefits.*'],
  'real estate': ['patrimony-cpas.*', 'patrimony.*'],
  unemployment: ['unemployment.*'],
  'incapacity for work, time credit': ['work-incapacity', 'time-credit'],
  'medical care': ['ecarmed-consult.*', 'ecarmed-pswc.*'],
  'persons with a disability': ['handi.*'],
  'alerts on forms': ['alert-reaction'],
  'connection test': ['test-connection'],
  mutations: ['mutations'],
};

/** Flows whose contract is our own. */
const PROVISIONAL = [
  'annual-report',
  'attestation-create',
  'fse-participant',
  'mutations',
  'subsidy-dis',
  'subsidy-installation-premium',
  'time-credit',
  'work-incapacity',
];

interface ListedFlow {
  readonly id: string;
  readonly status: string;
  readonly titles: Readonly<Record<string, string>>;
}

const door = openDoor();

async function listed(): Promise<ListedFlow[]> {
  const { app } = await door;
  return (await app.inject({ url: '/v1/flows', headers: bearer(KEYS.all) })).json<ListedFlow[]>();
}

describe('GET /v1/flows', () => {
  it.each(Object.entries(NEEDS))('has what is needed for %s', async (_need, patterns) => {
    const ids = (await listed()).map(({ id }) => id);
    for (const pattern of patterns) {
      const form = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.+')}$`);
      expect(ids.filter((id) => form.test(id))).not.toEqual([]);
    }
  });

  it('has nothing that nobody asked for', async () => {
    const forms = Object.values(NEEDS).flat();
    const strange = (await listed()).filter(
      ({ id }) =>
        !forms.some((pattern) => new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '.+')}$`).test(id)),
    );
    expect(strange.map(({ id }) => id)).toEqual(['retrieve-ti-groups.v1-2012']);
  });

  it('marks the flows whose contract is provisional, and gives each a title in four languages', async () => {
    const flows = await listed();
    expect(flows.filter(({ status }) => status === 'provisional').map(({ id }) => id)).toEqual(PROVISIONAL);
    for (const { titles } of flows)
      for (const language of ['fr', 'nl', 'de', 'en']) expect(titles[language]).toMatch(/\S{3}/);
  });

  it('is followed by the document of the door, which warns of a provisional contract', async () => {
    const { app } = await door;
    const { paths } = (await app.inject({ url: '/openapi.json' })).json<{
      paths: Readonly<Record<string, { readonly post?: { readonly description?: string } }>>;
    }>();
    for (const { id, status } of await listed()) {
      if (id === 'mutations') continue;
      const { description = '' } = paths[`/v1/flows/${id}/exchanges`]?.post ?? {};
      expect(description.includes('Provisional')).toBe(status === 'provisional');
    }
  });
});
