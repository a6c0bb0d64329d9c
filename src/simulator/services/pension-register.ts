import { lastDayOf, type Month, monthOf, monthsOf, plusMonths } from '../calendar.ts';
import { dayOf, type Period } from '../integrations/day.ts';
import { type JsonObject, textIn } from '../json.ts';
import { PENSION_DEMANDS, PENSIONS, type Pension, type PensionDemand } from '../town/facets/pensions.ts';
import type { Person } from '../town/person.ts';
import { found } from './answers.ts';
import { consultations } from './consultation.ts';
import { askedDays, BACKWARDS } from './parts/asked-days.ts';
import { euro } from './parts/money.ts';
import type { Answer, Question, Service } from './service.ts';

/** The pension register: which institutions pay somebody a pension, what they paid, and what was asked for in vain. */
export const pensionRegister: readonly Service[] = consultations('PensionRegister', {
  Penskad_OpenPK_Consult(person, question): Answer {
    const asked = askedDays(question.payload.Period);
    if (asked === undefined) return BACKWARDS;
    const rights = rightsOf(person, asked, question).map((pension) => ({
      institution: pension.institution,
      item: right(pension, asked, question),
    }));
    const demands = demandsOf(person, asked, question).map((demand) => ({
      institution: demand.institution,
      item: demandParts(demand),
    }));
    return found(byInstitution([...rights, ...demands]));
  },
});

/** The request names one pillar or both. */
function isWanted(pillar: Pension['pillar'], { payload }: Question): boolean {
  return (textIn(payload, 'RequestedData', 'Pillar') ?? '').includes(pillar);
}

function rightsOf({ key }: Person, { end = '' }: Period, question: Question): Pension[] {
  return PENSIONS.filter(({ person, pillar, since }) => person === key && since <= end && isWanted(pillar, question));
}

/** Only the first pillar is asked for at an office. */
function demandsOf({ key }: Person, { end = '' }: Period, question: Question): PensionDemand[] {
  return isWanted('First', question) ? PENSION_DEMANDS.filter(({ person, date }) => person === key && date <= end) : [];
}

interface Item {
  readonly institution: Pension['institution'];
  readonly item: JsonObject;
}

function byInstitution(items: readonly Item[]): JsonObject {
  const institutions = [...new Set(items.map(({ institution }) => institution))];
  const PensionItem = institutions.map((institution) => ({
    PayingInstitution: {
      DebtorInstitutionCompanyId: institution.companyId,
      DebtorInstitutionImmatriculation: institution.immatriculation,
      InstitutionName: institution.name,
    },
    PayingInstitutionItem: items.filter((one) => one.institution === institution).map(({ item }) => item),
  }));
  return PensionItem.length === 0 ? {} : { PensionItem };
}

function demandParts({ date, refusedOn }: PensionDemand): JsonObject {
  return { PensionDemand: { PensionDemandDate: date, PensionDemandRefusalDate: refusedOn } };
}

/** A right with what was paid of it: nothing, the last payment, or every payment, as the request wants it. */
function right(pension: Pension, asked: Period, question: Question): JsonObject {
  const RightInformation = rightInformation(pension);
  const wanted = textIn(question.payload, 'RequestedData', 'RequestedInformation');
  if (wanted === 'RightsOnly') return { RightOnly: { RightInformation } };
  const paid = paymentsOf(pension, asked, question).slice(wanted === 'RightsMinimumPayments' ? -1 : 0);
  if (paid.length === 0) return { RightWithoutPayments: { RightInformation } };
  const PaymentsInformation = paid.map((payment) => paymentInformation(pension, payment));
  return { RightWithPayments: { RightInformation, PaymentsInformation } };
}

function rightInformation({ pillar, advantageCode, fileId, since }: Pension): JsonObject {
  return {
    Pillar: pillar,
    Origin: 'National',
    AdvantageCode: advantageCode,
    Periodicity: EVERY_MONTH,
    PensionFileId: fileId,
    PensionStartDate: since,
    RightStartDate: since,
    PensionType: pillar === 'First' ? 1 : 3,
    AdministrativeSituation: 0,
  };
}

const EVERY_MONTH = '1';

/** A month of pension, and the month in which it was paid. */
interface Payment {
  readonly month: Month;
  readonly paidIn: Month;
}

/** Which of the two months must lie in the period asked about is the request's focus; the month itself where it has none. */
function paymentsOf({ since, institution }: Pension, asked: Period, { payload, now }: Question): Payment[] {
  const byPayment = textIn(payload, 'RequestedData', 'Focus') === 'MonthOfPayment';
  const [first, last] = [monthOf(asked.start), monthOf(asked.end ?? asked.start)];
  return monthsOf({ start: since }, monthOf(dayOf(now)))
    .map((month) => ({ month, paidIn: plusMonths(month, institution.paysAfterwards ? 1 : 0) }))
    .filter(({ paidIn }) => lastDayOf(paidIn) < dayOf(now))
    .filter(({ month, paidIn }) => {
      const looked = byPayment ? paidIn : month;
      return looked >= first && looked <= last;
    });
}

/** Percent held back for the tax; none on what stays small. */
const TAX = { threshold: 100_000, percentage: '11.1' } as const;

function paymentInformation({ monthlyCents }: Pension, { month, paidIn }: Payment): JsonObject {
  const gross = euro(monthlyCents);
  const taxable = monthlyCents >= TAX.threshold;
  return {
    ReferencePeriod: { StartMonth: registerMonth(month), EndMonth: registerMonth(month) },
    TotalAmounts: { TotalGrossAmount: gross, TotalPrecomptableAmount: taxable ? gross : '0.00' },
    Index: { Index: '1.00', IndexType: 1 },
    PaymentHistory: [
      {
        GrossAmount: gross,
        PrecomptableAmount: taxable ? gross : '0.00',
        PrecomptePercentage: taxable ? TAX.percentage : '0.0',
        MonthOfPayment: registerMonth(paidIn),
        CreationDate: lastDayOf(paidIn),
      },
    ],
    IsHolidayAmount: false,
  };
}

/** Months have a day 00 here. */
function registerMonth(month: Month): string {
  return `${month}-00`;
}
