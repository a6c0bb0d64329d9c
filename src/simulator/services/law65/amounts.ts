import { isJsonObject, type Json, type JsonObject, numberIn, textIn, valueIn } from '../../json.ts';

/** What a form D1 claims: eurocent by kind of aid, in the names of the reply. */
interface Claimed {
  readonly byAid: ReadonlyMap<string, number>;
  readonly primary: JsonObject | undefined;
  readonly partner: JsonObject | undefined;
  readonly total: number;
  readonly isDouble: boolean;
}

/** What of it is refunded. */
export interface Accepted extends Omit<Claimed, 'isDouble'> {
  /** True when some aid went beyond its ceiling. */
  readonly isCut: boolean;
}

/** The name of each aid in the reply, and where the request has it; spelling is part of the contract. */
const AIDS: readonly (readonly [reply: string, ...request: string[]])[] = [
  ['FinancialAid', 'FinancialAid', 'Amount'],
  ['MedicalCosts', 'MedicalCostsAmount'],
  ['PharmaceuticalCosts', 'PharmaceuticalCostsAmount'],
  ['MutBaseContribution', 'MutBaseContributionAmount'],
  ['MutComplementaryContribution', 'MutComplementaryContributionAmount'],
  ['MutRegularization', 'MutRegularizationAmount'],
  ['RapatriationCosts', 'RepatriationCostsAmount'],
  ['PlacementCosts', 'PlacementCostsAmount'],
  ['HousingCosts', 'HousingCostsAmount'],
  ['BirthAllowance', 'BirthAllowance', 'Amount'],
  ['GuaranteedChildAllowance', 'GuaranteedChildAllowance', 'Amount'],
  ['OtherRequestedAids', 'OtherRequestedAids'],
];

/** Eurocent of financial aid that the State bears in a month: the simulator's number, twice that with the double maximum. */
const FINANCIAL_AID_MAX = 130_000;

export function claimed(form: Json): Claimed {
  const delivered = valueIn(form, 'DeliveredAmountsD1') ?? {};
  const byAid = new Map(
    AIDS.map(([name, ...path]) => [name, centsAt(delivered, ...path)] as const).filter(([, cents]) => cents !== 0),
  );
  const [primary, partner] = [workAids(form, 'PrimaryBeneficiaryAids'), workAids(form, 'PartnerAids')];
  const total = sum([...byAid.values()]) + sum(amountsIn(primary)) + sum(amountsIn(partner));
  return { byAid, primary, partner, total, isDouble: valueIn(delivered, 'DoubleMaximum') === true };
}

/** Lists are added up; one amount travels as a decimal text. */
function centsAt(value: Json, ...path: readonly string[]): number {
  const found = valueIn(value, ...path);
  if (Array.isArray(found)) return sum(found.map(Number));
  return typeof found === 'object' || found === undefined ? 0 : Math.round(Number(found));
}

/** Aids through work, which both messages write alike; social economy is counted in days, and stays here. */
function workAids(form: Json, name: string): JsonObject | undefined {
  const aids = valueIn(form, name);
  if (!isJsonObject(aids)) return undefined;
  return Object.fromEntries(Object.entries(aids).filter(([key]) => key.endsWith('Amount')));
}

function amountsIn(aids: JsonObject | undefined): number[] {
  return Object.values(aids ?? {}).map(Number);
}

/** Cuts what goes beyond a ceiling. */
export function accepted({ byAid, primary, partner, total, isDouble }: Claimed): Accepted {
  const ceiling = FINANCIAL_AID_MAX * (isDouble ? 2 : 1);
  const excess = Math.max(0, (byAid.get('FinancialAid') ?? 0) - ceiling);
  const cut = new Map([...byAid].map(([aid, cents]) => [aid, aid === 'FinancialAid' ? cents - excess : cents]));
  return { byAid: cut, primary, partner, total: total - excess, isCut: excess > 0 };
}

/** In hundredths of a percent; the contract has four digits for it, so that a whole is 99.99. */
const WHOLLY = 9_999;

export function writtenAmounts({ byAid, primary, partner }: Accepted): JsonObject {
  const aids = [...byAid].map(([aid, cents]) => [aid, { AcceptedAmount: cents, Percentage: WHOLLY }] as const);
  return { ...Object.fromEntries(aids), PrimaryBeneficiaryAids: primary, PartnerAids: partner };
}

/** Eurocent that a form D2 claims: bills, what remains of them, and care outside a hospital. */
export function claimedForCare(form: Json): number {
  const delivered = valueIn(form, 'DeliveredAmountsD2');
  const ambulant = valueIn(delivered, 'AmbultantCosts');
  return sum([
    ...billsIn(delivered).map((bill) => numberIn(bill, 'Amount') ?? 0),
    numberIn(delivered, 'HospitalizationCostsRemainingAmount') ?? 0,
    ...Object.values(isJsonObject(ambulant) ? ambulant : {}).map(Number),
  ]);
}

export function writtenCare(form: Json): JsonObject {
  const delivered = valueIn(form, 'DeliveredAmountsD2');
  const bills = billsIn(delivered).map((bill) => ({
    Number: textIn(bill, 'Number') ?? '',
    Amount: numberIn(bill, 'Amount') ?? 0,
  }));
  return {
    ...(bills.length > 0 && { HospitalizationcostsBill: bills }),
    HospitalizationCostsRemainingAmount: valueIn(delivered, 'HospitalizationCostsRemainingAmount'),
    AmbultantCosts: valueIn(delivered, 'AmbultantCosts'),
  };
}

function billsIn(delivered: Json | undefined): Json[] {
  const bills = valueIn(delivered, 'HospitalizationcostsBill');
  return Array.isArray(bills) ? bills : [];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
