import type { FieldProblem } from '../domain/problems/field-problem.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { IntegrationWithStep } from './find.ts';
import { type Proof, proofProblems } from './proof.ts';
import type { MemberChoice } from './wishes.ts';

/** An integration that a call is about, the proof that the call gives, and where the call named it. */
export interface Chosen {
  readonly integration: IntegrationWithStep;
  readonly proof: Proof | undefined;
  /** JSON Pointer to the member; empty where the whole household is meant. */
  readonly pointer: string;
}

/**
 * The integrations of a household that a call names: all of them where it names nobody.
 *
 * @throws GatewayError `invalid-request` naming a member or a code that the household does not have
 */
export function choose(rows: readonly IntegrationWithStep[], members: readonly MemberChoice[] | undefined): Chosen[] {
  if (members === undefined) return rows.map((integration) => ({ integration, proof: undefined, pointer: '' }));
  const fields: FieldProblem[] = [];
  const chosen = members.flatMap(({ ssin, qualityCodes, proof }, at) => {
    const pointer = `/members/${at}`;
    const own = rows.filter((row) => row.ssin === ssin);
    if (proof !== undefined) fields.push(...proofProblems(proof, `${pointer}/proof`));
    if (own.length === 0) fields.push({ pointer: `${pointer}/ssin`, rule: 'not-in-household' });
    if (members.findIndex((member) => member.ssin === ssin) < at)
      fields.push({ pointer: `${pointer}/ssin`, rule: 'duplicate' });
    for (const [place, code] of (own.length === 0 ? [] : (qualityCodes ?? [])).entries()) {
      if (!own.some(({ qualityCode }) => qualityCode === code))
        fields.push({ pointer: `${pointer}/qualityCodes/${place}`, rule: 'not-in-household' });
    }
    return own
      .filter(({ qualityCode }) => qualityCodes === undefined || qualityCodes.includes(qualityCode))
      .map((integration) => ({ integration, proof, pointer }));
  });
  if (fields.length > 0) throw new GatewayError('invalid-request', { fields });
  return chosen;
}

/**
 * The proof to send: the one of the call, else the one that was kept.
 *
 * @throws GatewayError `invalid-request` where there is neither, as for an integration that was brought in from outside
 */
export function proofFor({ integration, proof, pointer }: Chosen): Proof {
  const found = proof ?? integration.proof;
  if (found === undefined)
    throw new GatewayError('invalid-request', {
      fields: [{ pointer: `${pointer || '/members'}/proof`, rule: 'required' }],
    });
  return found;
}
