import { type Day, dayOf, dayOfDate } from '../integrations/day.ts';
import { type JsonObject, numberIn, textIn, textsAt, valueIn } from '../json.ts';
import { increasedIntervention } from '../town/entitlements.ts';
import type { Person } from '../town/person.ts';
import { element } from '../xml/node.ts';
import { writeXml } from '../xml/write-xml.ts';
import { found, NOTHING, refused } from './answers.ts';
import type { Remark } from './remarks.ts';
import type { Answer, Question, Service } from './service.ts';

/**
 * HeatingAllocation: what the social heating fund gives for a bill of fuel. A household has so many litres a year; a bill that is sent
 * again is not counted again. Only the request of this service is known: the reply is written in names of our own, in a namespace
 * that says so.
 */
export const heatingAllocation: Service = {
  service: 'HeatingAllocation',
  admission: 'integrated',
  answer(question) {
    const person = question.world.town.find(question.subjects[0] ?? '');
    if (person === undefined) return NOTHING;
    const invoices = invoicesOf(question.payload);
    for (const invoice of invoices) {
      const answer = refusal(invoice, person, question);
      if (answer !== undefined) return answer;
    }
    return together(invoices.map((invoice) => allowanceFor(invoice, person, question)));
  },
};

interface Invoice {
  /** Of the household. */
  readonly category: number;
  /** In ten-thousandths of a euro. */
  readonly amount: number;
  readonly litres: number;
  /** Dwellings that share the tank. */
  readonly dwellings: number;
  readonly day: Day;
}

function invoicesOf({ ComputeAllocation }: JsonObject): Invoice[] {
  const category = numberIn(ComputeAllocation, 'PrimaryBeneficiary', 'Category') ?? 0;
  const invoices = valueIn(ComputeAllocation, 'Invoice');
  return (Array.isArray(invoices) ? invoices : []).map((invoice) => ({
    category,
    amount: numberIn(invoice, 'Amount') ?? 0,
    litres: numberIn(invoice, 'Quantity') ?? 0,
    dwellings: Math.max(1, numberIn(invoice, 'HousingNumber') ?? 0),
    day: dayOfDate(textIn(invoice, 'DeliveryDate') ?? ''),
  }));
}

/** One answer to several bills; one of them that gets nothing is the answer to all. */
function together(answers: readonly Answer[]): Answer {
  const withoutAllowance = answers.find(({ outcome }) => outcome !== 'found');
  if (withoutAllowance !== undefined) return withoutAllowance;
  const any = answers.flatMap(({ parts }) => textsAt(parts, '/any/*'));
  return { ...found({ any }), remarks: answers.flatMap(({ remarks = [] }) => remarks) };
}

/** 1 increased intervention, 2 low income, 3 in debt. */
const CATEGORIES = [1, 2, 3];
const LITRES_A_YEAR = 1_500;

/** The codes are ours: none of this service is known. */
function refusal({ category, day, litres, amount }: Invoice, person: Person, question: Question): Answer | undefined {
  const today = dayOf(question.now);
  if (textIn(question.payload, 'OCMW_CPAS', 'KboBceNumber') !== question.caller.cbeNumber) {
    return refused('99990009', 'KboBceNumber');
  }
  if (litres === 0 || amount === 0) return refused('31000007', litres === 0 ? 'Quantity' : 'Amount');
  if (day > today) return refused('99990012', 'DeliveryDate');
  const hasRight = category !== 1 || increasedIntervention(person, day) !== undefined;
  return CATEGORIES.includes(category) && hasRight ? undefined : refused('99990013', 'Category');
}

function allowanceFor(invoice: Invoice, { household }: Person, { world }: Question): Answer {
  const { heating } = world.declared;
  const bill = [invoice.day, invoice.litres, invoice.amount, invoice.dwellings].join('/');
  const year = invoice.day.slice(0, 4);
  const before = heating.find(household.key, bill);
  const left = LITRES_A_YEAR - heating.litresOf(household.key, year);
  const share = Math.floor(invoice.litres / invoice.dwellings);
  const litres = before?.litres ?? Math.min(share, left);
  if (litres === 0) return refused('99990014', 'Quantity');
  if (before === undefined) heating.add({ household: household.key, day: invoice.day, litres, bill });
  const remarks: Remark[] =
    litres < share ? [{ code: '99990015', fields: [{ name: 'Quantity', value: String(litres) }] }] : [];
  return {
    ...found({ any: [allocation(invoice, litres, LITRES_A_YEAR - heating.litresOf(household.key, year))] }),
    remarks,
  };
}

/** Cents a litre: more as fuel costs more, in steps after those of the fund. Not a tariff to rely on. */
const STEPS = { least: 14, most: 20, from: 9_300, width: 250 } as const;

function centsPerLitre({ amount, litres }: Invoice): number {
  const steps = Math.floor((amount / litres - STEPS.from) / STEPS.width);
  return Math.min(STEPS.most, STEPS.least + Math.max(0, steps));
}

/** No reply of this service was ever seen: names and namespace are the simulator's own. */
const NAMESPACE = 'urn:cpas-bcss-gateway:simulator:heating-allocation';

function allocation(invoice: Invoice, litres: number, left: number): string {
  const own = (name: string, value: number | string): ReturnType<typeof element> =>
    element(NAMESPACE, name, [String(value)]);
  const cents = centsPerLitre(invoice);
  const parts = [
    own('Category', invoice.category),
    own('Litres', litres),
    own('CentsPerLitre', cents),
    own('AmountInCents', litres * cents),
    own('LitresLeftThisYear', left),
  ];
  return writeXml(element(NAMESPACE, 'Allocation', parts), { declaration: false });
}
