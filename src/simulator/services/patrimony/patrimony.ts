import { contains, dayOf, overlaps, type Period } from '../../integrations/day.ts';
import { type JsonObject, numberIn, textIn, valueIn } from '../../json.ts';
import { type Party, REAL_ESTATES, type RealEstate } from '../../town/facets/real-estate.ts';
import { foundIfAny } from '../answers.ts';
import { consultations } from '../consultation.ts';
import { askedPeriod } from '../parts/periods.ts';
import type { Answer, Question, Service } from '../service.ts';
import { property } from './property.ts';

/** PatrimonyService: parcels, and who owns them. Enterprises are asked about by number, and have nothing to be integrated for. */
export const patrimony: readonly Service[] = [
  ...consultations('PatrimonyService', {
    consultImmovableProperties: ({ key }, question) => owned(question, ({ people }) => people?.includes(key) ?? false),
  }),
  {
    service: 'PatrimonyService',
    operations: ['consultEnterpriseImmovableProperties'],
    admission: 'anybody',
    answer: (question) => {
      const division = numberIn(question.payload, 'searchCriteria', 'division');
      const number = enterpriseNumber(question);
      return owned(question, ({ enterprise }) => enterprise?.cbeNumber === number && enterprise.division === division);
    },
  },
  {
    service: 'PatrimonyService',
    operations: ['findDivisionByEnterpriseNumber'],
    admission: 'anybody',
    answer: (question) =>
      foundIfAny(divisionsOf(enterpriseNumber(question)), (rows) => ({ divisions: { division: [...rows] } })),
  },
];

function owned(question: Question, isOwner: (party: Party) => boolean): Answer {
  const { payload, world } = question;
  const estates = REAL_ESTATES.filter(({ parties }) => parties.some(isOwner)).filter(asked(question));
  const withOthers = valueIn(payload, 'searchCriteria', 'withCoOwners') === true;
  const language = textIn(payload, 'searchCriteria', 'language') === 'NL' ? 'nl' : 'fr';
  return foundIfAny(estates, (rows) => ({
    properties: {
      property: rows.map((estate) => {
        const parties = withOthers ? estate.parties : estate.parties.filter(isOwner);
        return property(estate, parties, world.town, language);
      }),
    },
  }));
}

/** What is owned today; or all that ever was; or what was owned at some time in a period. */
function asked({ payload, now }: Question): (estate: RealEstate) => boolean {
  if (valueIn(payload, 'searchCriteria', 'fullHistory') === true) return () => true;
  const given = valueIn(payload, 'searchCriteria', 'period');
  const period: Period | undefined = given === undefined ? undefined : askedPeriod(given);
  return (estate) => (period === undefined ? contains(estate.period, dayOf(now)) : overlaps(estate.period, period));
}

function enterpriseNumber({ payload }: Question): string {
  return textIn(payload, 'searchCriteria', 'enterpriseNumber') ?? '';
}

/** The divisions of an enterprise that own something, and where. */
function divisionsOf(cbeNumber: string): JsonObject[] {
  return REAL_ESTATES.flatMap(({ parties, municipality }) =>
    parties.flatMap(({ enterprise }) =>
      enterprise?.cbeNumber === cbeNumber
        ? [{ number: String(enterprise.division), location: municipality.name[municipality.language] }]
        : [],
    ),
  );
}
