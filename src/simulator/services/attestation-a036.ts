import { dayOf, overlaps } from '../integrations/day.ts';
import { type JsonObject, textIn } from '../json.ts';
import { type A036, monthlyAttestations } from '../town/facets/monthly-attestations.ts';
import { found, refused } from './answers.ts';
import { consultations } from './consultation.ts';
import { askedDays, BACKWARDS } from './parts/asked-days.ts';
import type { Answer, Service } from './service.ts';

/** How many attestations a page has. */
const PAGE = 10;

/** L036: the monthly attestations (A036) of a living wage, of all centres, with their corrections and cancellations. */
export const attestationA036: readonly Service[] = consultations('L036', {
  L036(person, { payload, now, world }): Answer {
    const asked = askedDays(payload.Period, 'BeginDate', 'EndDate');
    if (asked === undefined) return BACKWARDS;
    const all = [
      ...monthlyAttestations(person.key, dayOf(now)),
      ...world.declared.attestations.where((one) => one.person === person.key),
    ];
    const within = all.filter(({ period }) => overlaps(period, asked));
    const first = firstOfPage(textIn(payload, 'L036', 'Request', 'NextAnswerReference'), within);
    if (first === undefined) return refused('99990007', 'NextAnswerReference');
    const next = within[first + PAGE];
    return found({
      L036: {
        processType: 'L',
        AnswerOK: {
          NextAnswerReference: next && referenceTo(next),
          A036: within.slice(first, first + PAGE).map((one) => written(one, all)),
        },
      },
    });
  },
});

/** A further page begins with the attestation that its reference names; undefined when there is none of that name. */
function firstOfPage(reference: string | undefined, within: readonly A036[]): number | undefined {
  if (reference === undefined) return 0;
  const first = within.findIndex((one) => referenceTo(one) === reference);
  return first < 0 ? undefined : first;
}

function referenceTo({ id }: A036): string {
  return `NEXT${id}`;
}

/** `X` marks an attestation that a later one has replaced. */
function written(one: A036, all: readonly A036[]): JsonObject {
  return {
    RecentAnswer: all.some(({ updates }) => updates === one.id) ? 'X' : '',
    OcmwCpas: one.nisCode,
    Attestation: {
      AttestationIdentification: {
        AttestationStatus: one.status,
        AttestationID: one.id,
        UpdateAttestationID: one.updates,
        CreationDate: one.created,
      },
      Details: { ValidityPeriod: { BeginDate: one.period.start, EndDate: one.period.end }, CategoryCode: one.category },
    },
  };
}
