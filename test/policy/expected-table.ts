/**
 * What the table that comes with the program is meant to say, written down once more, from its purpose and not from its file: flow by
 * flow, with every role spelt out. `shipped-policy.test.ts` holds the two against each other.
 */
export interface Expected {
  readonly flows: readonly string[];
  /** Roles, inheritance spelt out; `everybody` needs none. */
  readonly roles: readonly string[] | 'everybody';
  /** Purposes by name; `something`: any text; `nothing`: none is asked for. */
  readonly purposes: readonly string[] | 'something' | 'nothing';
  readonly at: 'any hour' | 'office hours';
  readonly file: boolean;
  /** Codes that open it. */
  readonly own?: readonly number[];
  readonly household?: readonly number[];
  /** What needs no integration: a message that names nobody, somebody told without a number, somebody named by number. */
  readonly without?: readonly ('nobody' | 'told' | 'numbered')[];
  readonly secondPerson?: true;
  readonly glass?: { readonly roles: readonly string[]; readonly lifts: readonly string[] };
}

const HEADS = ['head-of-service'];
const DUTY = ['duty-officer'];
const WORKERS = ['social-worker', ...HEADS, ...DUTY];
const CLERKS = ['subsidy-clerk', ...HEADS];
const BOTH = ['social-worker', 'subsidy-clerk', ...HEADS, ...DUTY];
const WITH_DEBTS = ['social-worker', 'debt-mediator', ...HEADS, ...DUTY];
const ALL = ['reception', 'social-worker', 'debt-mediator', 'subsidy-clerk', ...HEADS, ...DUTY];
const EMERGENCY_ROLES = [...HEADS, ...DUTY];

const OFFICE = { at: 'office hours', file: true } as const;
const HELPED = [1, 2, 3, 4];

export const EXPECTED: readonly Expected[] = [
  {
    flows: ['test-connection'],
    roles: 'everybody',
    purposes: 'nothing',
    at: 'any hour',
    file: false,
    without: ['nobody'],
  },
  {
    ...OFFICE,
    flows: ['manage-access'],
    roles: ['social-worker', 'debt-mediator', 'subsidy-clerk', ...HEADS, ...DUTY],
    purposes: 'something',
    without: ['numbered'],
    glass: { roles: EMERGENCY_ROLES, lifts: ['hours'] },
  },
  {
    ...OFFICE,
    flows: ['identify-person'],
    roles: ALL,
    purposes: ['request-for-help', 'social-enquiry', 'heating-allowance', 'debt-mediation'],
    without: ['told'],
    glass: { roles: EMERGENCY_ROLES, lifts: ['hours', 'purpose'] },
  },
  {
    ...OFFICE,
    flows: ['identify-person'],
    roles: ALL,
    purposes: ['request-for-help', 'social-enquiry', 'heating-allowance', 'debt-mediation'],
    own: [1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 40],
    household: HELPED,
    glass: { roles: EMERGENCY_ROLES, lifts: ['integration', 'hours', 'purpose'] },
  },
  { ...OFFICE, flows: ['reference-manager'], roles: ALL, purposes: ['request-for-help'], without: ['numbered'] },
  {
    ...OFFICE,
    flows: ['reference-manager'],
    roles: WORKERS,
    purposes: ['social-enquiry', 'file-review'],
    own: [1, 2, 3, 4, 5, 6, 7, 8, 9, 40],
  },
  {
    ...OFFICE,
    flows: ['retrieve-ti-groups', 'retrieve-ti-groups.v1', 'retrieve-ti-groups.v1-2012', 'perform-investigation'],
    roles: ['social-worker', 'debt-mediator', 'subsidy-clerk', ...HEADS, ...DUTY],
    purposes: ['social-enquiry', 'file-review', 'debt-mediation', 'medical-aid', 'subsidy-claim', 'heating-allowance'],
    own: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    household: HELPED,
    glass: { roles: EMERGENCY_ROLES, lifts: ['integration', 'hours', 'file'] },
  },
  {
    ...OFFICE,
    flows: [
      'health-insurance',
      'health-care-insurance.consult-holder-code',
      'health-care-insurance.consult-maf',
      'health-care-insurance.get-insurance-organization-informations',
    ],
    roles: BOTH,
    purposes: ['social-enquiry', 'file-review', 'medical-aid', 'heating-allowance'],
    own: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    glass: { roles: EMERGENCY_ROLES, lifts: ['integration', 'hours', 'file'] },
  },
  {
    ...OFFICE,
    flows: [
      'dolsis.find-employers-by-worker',
      'dolsis.find-posting-documents',
      'dolsis.get-employer-detail',
      'dolsis.get-employment-detail',
      'dolsis.get-posted-worker-detail',
      'dolsis.get-posting-document-detail',
      'dimona-history',
      'self-employed.consult-career',
      'self-employed.consult-contributions',
    ],
    roles: WITH_DEBTS,
    purposes: ['social-enquiry', 'file-review', 'debt-mediation', 'employment-guidance'],
    own: [1, 2, 3, 4, 6, 7, 9],
    household: HELPED,
  },
  {
    ...OFFICE,
    flows: ['employer', 'dolsis.find-posted-workers'],
    roles: WORKERS,
    purposes: ['social-enquiry', 'file-review', 'employment-guidance'],
    without: ['nobody'],
  },
  {
    ...OFFICE,
    flows: ['dolsis.find-posted-workers'],
    roles: WORKERS,
    purposes: ['social-enquiry', 'file-review', 'employment-guidance'],
    own: [1, 2, 3, 4, 6, 7, 9],
    household: HELPED,
  },
  {
    ...OFFICE,
    flows: [
      'child-benefits.consult-files-by-ssin',
      'family-allowances.family-allowances-consult',
      'handi.consult-files-by-date',
      'handi.consult-payments',
      'pension-register',
      'work-incapacity',
      'time-credit',
      'unemployment.consult-activation-paid-sums',
      'unemployment.consult-exemption-history',
      'unemployment.consult-no-earning-capacity-and-lawsuit-mutuality',
      'unemployment.consult-paid-sums',
      'unemployment.consult-payments',
      'unemployment.consult-rights',
      'unemployment.consult-sanction-history',
      'unemployment.consult-scale-code-history',
      'unemployment.consult-scheduled-payment',
      'unemployment.consult-work-disability-history',
      'unemployment.consult-young-availability-decision-history',
    ],
    roles: WITH_DEBTS,
    purposes: ['social-enquiry', 'file-review', 'debt-mediation'],
    own: [1, 2, 3, 4, 6, 7, 9],
    household: HELPED,
  },
  {
    ...OFFICE,
    flows: [
      'living-wages.get-living-wage-periods',
      'living-wages.get-living-wage-periods-flanders',
      'living-wages.get-living-wage-periods-per-pcsa',
      'living-wages.get-living-wage-periods-per-pcsa-flanders',
      'living-wages.get-living-wages',
    ],
    roles: BOTH,
    purposes: ['social-enquiry', 'file-review', 'subsidy-claim'],
    own: HELPED,
    household: HELPED,
  },
  {
    ...OFFICE,
    flows: [
      'tax-assessment.consult-tax-assessment-data',
      'patrimony.consult-immovable-properties',
      'patrimony-cpas.find-properties',
    ],
    roles: WITH_DEBTS,
    purposes: ['social-enquiry', 'file-review', 'debt-mediation'],
    own: [1, 2, 3, 4, 7],
    household: [2, 3, 4],
  },
  {
    flows: ['patrimony.consult-enterprise-immovable-properties', 'patrimony.find-division-by-enterprise-number'],
    roles: WITH_DEBTS,
    purposes: ['social-enquiry', 'file-review', 'debt-mediation'],
    at: 'office hours',
    file: false,
    without: ['nobody'],
  },
  {
    ...OFFICE,
    flows: ['social-rate-investigation'],
    roles: BOTH,
    purposes: ['social-enquiry', 'heating-allowance'],
    own: [1, 2, 3, 4, 8],
  },
  { ...OFFICE, flows: ['heating-allocation'], roles: BOTH, purposes: ['heating-allowance'], own: [40] },
  {
    ...OFFICE,
    flows: [
      'ecarmed-consult.consult-carmed',
      'ecarmed-consult.consult-carmed-at-agreement-date',
      'ecarmed-consult.consult-carmed-history',
      'ecarmed-pswc.consult-carmed',
      'ecarmed-pswc.consult-carmed-history',
      'ecarmed-pswc.query-carmed-manager',
    ],
    roles: BOTH,
    purposes: ['social-enquiry', 'file-review', 'medical-aid'],
    own: [1, 2, 3, 4, 8, 9],
    glass: { roles: EMERGENCY_ROLES, lifts: ['integration', 'hours'] },
  },
  {
    ...OFFICE,
    flows: ['ecarmed-pswc.consult-carmed-by-version'],
    roles: CLERKS,
    purposes: ['medical-aid'],
    without: ['told'],
  },
  {
    ...OFFICE,
    flows: [
      'ecarmed-pswc.evaluate-carmed',
      'ecarmed-pswc.evaluate-modified-carmed',
      'ecarmed-pswc.open-carmed',
      'ecarmed-pswc.modify-carmed',
      'ecarmed-pswc.stop-carmed',
      'ecarmed-pswc.close-carmed',
    ],
    roles: BOTH,
    purposes: ['medical-aid'],
    own: [2, 3, 4],
    glass: { roles: DUTY, lifts: ['hours'] },
  },
  {
    ...OFFICE,
    flows: ['ecarmed-pswc.remove-carmed'],
    roles: CLERKS,
    purposes: ['medical-aid'],
    own: [2, 3, 4],
    secondPerson: true,
  },
  {
    ...OFFICE,
    flows: ['law65-ab', 'law65-c', 'law65-df'],
    roles: CLERKS,
    purposes: ['subsidy-claim'],
    own: [2, 3, 4, 6],
    household: [2, 3, 4],
    without: ['told'],
  },
  { ...OFFICE, flows: ['subsidy-dis'], roles: CLERKS, purposes: ['subsidy-claim'], own: [2, 6] },
  { ...OFFICE, flows: ['subsidy-installation-premium'], roles: CLERKS, purposes: ['subsidy-claim'], own: [2, 3, 4] },
  {
    ...OFFICE,
    flows: ['fse-participant'],
    roles: BOTH,
    purposes: ['subsidy-claim', 'employment-guidance'],
    own: [12],
  },
  {
    flows: ['annual-report'],
    roles: CLERKS,
    purposes: ['subsidy-claim'],
    at: 'office hours',
    file: false,
    without: ['nobody'],
  },
  {
    ...OFFICE,
    flows: ['attestation-list', 'attestation-a036'],
    roles: BOTH,
    purposes: ['social-enquiry', 'file-review', 'subsidy-claim'],
    own: [1, 2, 3, 4, 6],
  },
  {
    ...OFFICE,
    flows: ['attestation-create'],
    roles: BOTH,
    purposes: ['social-enquiry', 'file-review', 'subsidy-claim'],
    own: [2, 3],
  },
  {
    ...OFFICE,
    flows: ['alert-reaction'],
    roles: BOTH,
    purposes: ['alert'],
    without: ['nobody'],
  },
];
