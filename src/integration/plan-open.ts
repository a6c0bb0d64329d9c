import type { CalendarDay } from '../domain/calendar-day.ts';
import { overlaps } from '../domain/integration.ts';
import { periodProblems } from '../domain/integration-period.ts';
import type { FieldProblem } from '../domain/problems/field-problem.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { IntegrationWithStep } from './find.ts';
import type { Act } from './plan.ts';
import { type Proof, proofProblems } from './proof.ts';
import { duplicateProblems, overlapProblems, type WantedIntegration } from './rules.ts';
import type { OpenWish } from './wishes.ts';

type Wanted = WantedIntegration & { readonly proof: Proof };

/**
 * What integrating a household takes: one registration per member and code.
 *
 * @param own all integrations that the centre has of these people, in whichever file.
 * @throws GatewayError `integration-not-allowed`, `integration-overlap`, naming place and rule
 */
export function planOpen(wish: OpenWish, own: readonly IntegrationWithStep[]): Act[] {
  const wanted = wantedBy(wish);
  const proofs = wish.members.flatMap(({ proof }, at) => proofProblems(proof, `/members/${at}/proof`));
  refuseRules([...memberTwice(wish), ...proofs, ...wanted.flatMap(periodProblems), ...duplicateProblems(wanted)]);
  refuseOverlap(wanted, own);
  const failed = own.filter(({ state }) => state === 'failed');
  const superseded = failed.filter((row) =>
    wanted.some(
      ({ ssin, qualityCode, firstDay, lastDay }) =>
        ssin === row.ssin &&
        qualityCode === row.qualityCode &&
        overlaps(row, { firstDay: firstDay as CalendarDay, lastDay: lastDay as CalendarDay | undefined }),
    ),
  );
  return [
    ...superseded.map((integration): Act => ({ kind: 'abandon', integration })),
    ...wanted.map((one): Act => ({ kind: 'open', change: openingOf(one) })),
  ];
}

/** The message that opens an integration which the rules have let through. */
export function openingOf({
  ssin,
  qualityCode,
  firstDay,
  lastDay,
  proof,
}: Wanted): Extract<Act, { kind: 'open' }>['change'] {
  return {
    action: 'register',
    ssin,
    qualityCode,
    firstDay: firstDay as CalendarDay,
    lastDay: lastDay as CalendarDay | undefined,
    proof,
  };
}

/** @throws GatewayError `integration-not-allowed` when there is anything to say */
export function refuseRules(fields: readonly FieldProblem[]): void {
  if (fields.length > 0) throw new GatewayError('integration-not-allowed', { fields });
}

/** @throws GatewayError `integration-overlap` when the centre has one of these already, or has it on its way */
export function refuseOverlap(wanted: readonly WantedIntegration[], own: readonly IntegrationWithStep[]): void {
  const fields = overlapProblems(wanted, own.filter(hasDays));
  if (fields.length > 0) throw new GatewayError('integration-overlap', { fields });
}

/** One that was never opened, or lost all its days, is in nobody's way. */
function hasDays({ state, firstDay, lastDay }: IntegrationWithStep): boolean {
  return state !== 'failed' && state !== 'abandoned' && (lastDay === undefined || lastDay >= firstDay);
}

function wantedBy({ members, period }: OpenWish): Wanted[] {
  return members.flatMap(({ ssin, proof, integrations }, member) =>
    integrations.map(({ qualityCode, period: own }, at) => {
      const here = `/members/${member}/integrations/${at}`;
      const days = own ?? period;
      const place = own === undefined && period !== undefined ? '/period' : `${here}/period`;
      if (days === undefined)
        throw new GatewayError('invalid-request', { fields: [{ pointer: place, rule: 'required' }] });
      return {
        ssin,
        proof,
        qualityCode,
        firstDay: days.firstDay,
        lastDay: days.lastDay,
        places: { qualityCode: `${here}/qualityCode`, firstDay: `${place}/firstDay`, lastDay: `${place}/lastDay` },
      };
    }),
  );
}

function memberTwice({ members }: OpenWish): FieldProblem[] {
  return members.flatMap(({ ssin }, at) =>
    members.findIndex((other) => other.ssin === ssin) < at
      ? [{ pointer: `/members/${at}/ssin`, rule: 'duplicate' as const }]
      : [],
  );
}
