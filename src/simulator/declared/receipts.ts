/** Receipts of declarations, and the references under which they were sent: a centre uses each of them once. */
export class Receipts {
  private readonly references = new Set<string>();
  private count = 0;

  /** @returns false for a reference that this centre has used before, for this service. */
  take(service: string, cbeNumber: string, reference: string): boolean {
    const key = [service, cbeNumber, reference].join(' ');
    if (this.references.has(key)) return false;
    this.references.add(key);
    return true;
  }

  next(): string {
    this.count += 1;
    return `FICT-${String(this.count).padStart(8, '0')}`;
  }
}
