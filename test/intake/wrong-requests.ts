import type { JsonValue } from '../../src/flows/codec/write.ts';
import { OTHER_CENTRE } from '../support/ledger.ts';
import { PERSON, USER } from '../support/people.ts';
import { PAYLOADS, requestBody } from '../support/requests.ts';
import type { Wish } from './fake-desk.ts';

/** What is sent, and what is said about it: the code, and where a field is at fault, its place and the rule. */
export type WrongRequest = readonly [name: string, wish: Wish, code: string, fault: string];

type Change = Readonly<Record<string, JsonValue | undefined>>;
type Row = readonly [name: string, change: Change, fault: `/${string} ${string}`];

const { register } = PAYLOADS;
const context = (change: Change) => requestBody(register, change);
const person = (LastName: string) => ({ PersonData: { LastName, BirthDate: '1903-04-12' } });

const IN_CONTEXT: readonly Row[] = [
  ['an unknown field', { admin: true }, '/admin unknown-field'],
  ['a user number with wrong check digits', { user: { ssin: '01010100100' } }, '/user/ssin ssin-check-digits'],
  ['a user number of ten digits', { user: { ssin: '0101010010' } }, '/user/ssin ssin-format'],
  ['a user number that is no text', { user: { ssin: Number(USER) } }, '/user/ssin type'],
  ['an e-mail address without an at sign', { user: { ssin: USER, email: 'x' } }, '/user/email pattern'],
  ['a quality code that is a text', { qualityCode: '2' }, '/qualityCode type'],
  ['a language nobody here speaks', { language: 'es' }, '/language enum'],
  ['an empty purpose', { purpose: '' }, '/purpose min-length'],
  ['no user', { user: undefined }, '/user required'],
];

const IN_PAYLOAD: readonly Row[] = [
  ['an unknown field', { Remark: 'x' }, '/Remark unknown-field'],
  ['a number where SSIN is a text', { SSIN: Number(PERSON) }, '/SSIN type'],
  ['wrong check digits', { SSIN: '03041200100' }, '/SSIN ssin-check-digits'],
  ['an impossible month of birth', { SSIN: '03131200137' }, '/SSIN ssin-date'],
  ['a blank before the number', { SSIN: ` ${PERSON}` }, '/SSIN ssin-format'],
  ['Arabic-Indic digits', { SSIN: '٠٣٠٤١٢٠٠١٢١' }, '/SSIN ssin-format'],
  ['no person', { SSIN: undefined }, '/SSIN required'],
  ['a date that does not exist', { Period: { StartDate: '2026-02-30' } }, '/Period/StartDate format'],
  ['an action that is none', { Action: 'DELETE' }, '/Action enum'],
  [
    'a character that XML cannot carry',
    { ProofOfAuthentication: person('A\u0000B') },
    '/ProofOfAuthentication/PersonData/LastName characters',
  ],
];

const ATTESTATIONS = { INSS: PERSON, Period: { BeginDate: '2025-01-01', EndDate: '2025-12-31' } };

/** A request for each rule of the desk. */
export const WRONG_REQUESTS: readonly WrongRequest[] = [
  ['nothing', { body: undefined }, 'invalid-request', ' type'],
  ['null', { body: null }, 'invalid-request', ' type'],
  ['a list', { body: [] }, 'invalid-request', ' type'],
  ['a text', { body: 'x' }, 'invalid-request', ' type'],
  ['no payload', { body: { context: { user: { ssin: USER } } } }, 'invalid-request', '/payload required'],
  ['a payload that is a list', { body: { ...context({}), payload: [] } }, 'invalid-request', '/payload type'],
  ['no context', { body: { payload: register } }, 'invalid-request', '/context required'],
  ['a third field', { body: { ...context({}), priority: 1 } }, 'invalid-request', '/priority unknown-field'],
  ['a field called __proto__', { body: JSON.parse('{"__proto__":1}') }, 'invalid-request', '/__proto__ unknown-field'],
  ...IN_CONTEXT.map(([name, change, fault]): WrongRequest => [
    `a context with ${name}`,
    { body: context(change) },
    'invalid-request',
    `/context${fault}`,
  ]),
  ...IN_PAYLOAD.map(([name, change, fault]): WrongRequest => [
    `a payload with ${name}`,
    { body: requestBody({ ...register, ...change }) },
    'invalid-payload',
    `/payload${fault}`,
  ]),
  [
    'what the gateway fills in',
    { flow: 'retrieve-ti-groups', body: requestBody({ ...PAYLOADS.file, informationCustomer: { ticket: 'mine' } }) },
    'invalid-payload',
    '/payload/informationCustomer filled-by-gateway',
  ],
  [
    'a legal context that the contract does not take',
    { flow: 'retrieve-ti-groups.v1', body: requestBody({}, { legalContext: 'curiosity' }) },
    'invalid-payload',
    '/context/legalContext enum',
  ],
  [
    'no legal context where there is no usual one',
    { flow: 'retrieve-ti-groups.v1', body: requestBody({}) },
    'invalid-payload',
    '/context/legalContext required',
  ],
  [
    'all pages of what has one',
    { flow: 'retrieve-ti-groups', body: { ...requestBody(PAYLOADS.file), pages: 'all' } },
    'invalid-request',
    '/pages unknown-field',
  ],
  [
    'pages by number',
    { flow: 'attestation-a036', body: { ...requestBody(ATTESTATIONS), pages: 3 } },
    'invalid-request',
    '/pages type',
  ],
  [
    'some of the pages',
    { flow: 'attestation-a036', body: { ...requestBody(ATTESTATIONS), pages: 'first' } },
    'invalid-request',
    '/pages enum',
  ],
  ['a declaration without a key', { key: undefined }, 'idempotency-key-missing', ''],
  ['an empty key', { key: '' }, 'idempotency-key-invalid', ''],
  ['a key with a blank in it', { key: 'a key' }, 'idempotency-key-invalid', ''],
  ['a key with a line break in it', { key: 'a\nkey' }, 'idempotency-key-invalid', ''],
  ['a key beyond ASCII', { key: 'clé' }, 'idempotency-key-invalid', ''],
  ['a key of 256 characters', { key: 'k'.repeat(256) }, 'idempotency-key-invalid', ''],
  ['a flow that does not exist', { flow: 'manage-excess' }, 'unknown-flow', ''],
  ['a flow named like a property of every object', { flow: '__proto__' }, 'unknown-flow', ''],
  ['a flow that BCSS sends to us', { flow: 'mutations' }, 'flow-inbound', ''],
  ['a centre that is another’s', { body: context({ organisation: OTHER_CENTRE }) }, 'other-organisation', ''],
  ['a centre that does not exist', { body: context({ organisation: 'cpas-z' }) }, 'other-organisation', ''],
];
