import type { MonthlyAttestation } from '../town/facets/monthly-attestations.ts';

/** Attestations of a living wage that a centre sent while the simulator runs; they come after those that are there at the start. */
export class SentAttestations {
  private readonly attestations: MonthlyAttestation[] = [];

  add(attestation: MonthlyAttestation): void {
    this.attestations.push(attestation);
  }

  of(person: string): MonthlyAttestation[] {
    return this.attestations.filter((one) => one.person === person);
  }
}
