/** Which alerts about forms have been answered. */
export class AlertReactions {
  private readonly answered = new Set<string>();

  add(alertId: string): void {
    this.answered.add(alertId);
  }

  has(alertId: string): boolean {
    return this.answered.has(alertId);
  }
}
