import type { FieldProblem } from '../domain/problems/field-problem.ts';

/**
 * What proves a person's identity to BCSS: at least one of the three (contract of ManageAccess, `ProofOfAuthentication`). Names are
 * compared by BCSS as its register writes them.
 */
export interface Proof {
  /** Number of the SIS card, 10 digits. */
  readonly sisCardNumber?: string;
  /** Number of the identity card, 12 digits. */
  readonly identityCardNumber?: string;
  readonly person?: ProofByName;
}

export interface ProofByName {
  readonly lastName: string;
  readonly firstName?: string;
  /** `yyyy-mm-dd`, where month and day may be 00. */
  readonly birthDate: string;
}

/** A proof that says nothing; the contract would let it pass, and BCSS would not. */
export function proofProblems(proof: Proof, pointer: string): FieldProblem[] {
  const isEmpty = Object.keys(proof).length === 0;
  return isEmpty ? [{ pointer, rule: 'at-least-one', expected: 'identityCardNumber | sisCardNumber | person' }] : [];
}
