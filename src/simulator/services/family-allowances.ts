import type { JsonObject } from '../json.ts';
import type { ChildBenefitFile } from '../town/facets/child-benefits.ts';
import type { Town } from '../town/town.ts';
import { foundIfAny } from './answers.ts';
import { childBenefitFilesOf } from './child-benefits.ts';
import { consultations } from './consultation.ts';
import { askedMonths, beginEnd } from './parts/periods.ts';
import type { Service } from './service.ts';

/** FamilyAllowancesConsultation: the federal cadastre of child benefits, which ends where the regions begin. */
export const familyAllowances: readonly Service[] = consultations('FamilyAllowancesConsultation', {
  familyAllowancesConsult(person, { payload, world }) {
    const asked = askedMonths(payload.searchPeriod, 'beginDate', 'endDate');
    const files = childBenefitFilesOf(person, asked).filter(({ fund }) => fund.register === 'FEDERAL');
    return foundIfAny(files, (rows) => ({ cadafDossier: rows.map((file) => dossier(file, world.town)) }));
  },
});

function dossier(
  { fund, fileNumber, claimant, beneficiary, children, period, premium }: ChildBenefitFile,
  town: Town,
): JsonObject {
  const ssin = (key: string): string => town.person(key).ssin;
  const paymentPeriod = [beginEnd(period)];
  const paid = premium && [{ paymentDate: premium.paidOn }];
  return {
    cadafID: { cbfFundID: fund.code, officeNbr: '01', dossierID: fileNumber },
    actorList: {
      entitledPerson: { ssin: ssin(claimant) },
      recipientList: {
        recipient: [
          {
            ssin: ssin(beneficiary),
            type: PAID_FOR_CHILDREN,
            paymentPeriod,
            ...(premium?.kind === 'BIRTH_BONUS' && { birthBonus: paid }),
          },
        ],
      },
      beneficiaryChildList: {
        beneficiaryChild: children.map((child) => ({
          ssin: ssin(child),
          paymentPeriod,
          ...(premium?.kind === 'ADOPTION_BONUS' && premium.child === child && { adoptionBonus: paid }),
        })),
      },
    },
  };
}

/** Of the two kinds of recipient, whose meaning the contract leaves open, the one that the known replies have. */
const PAID_FOR_CHILDREN = 1;
