/** Fuel that was delivered to a household, and for which an allowance was computed. */
export interface HeatingDelivery {
  readonly household: string;
  /** First day of the delivery, `yyyy-mm-dd`. */
  readonly day: string;
  /** Litres for which the allowance was given. */
  readonly litres: number;
  /** What tells one bill from another. */
  readonly bill: string;
}

/** Deliveries of the year: an allowance is given for so many litres, and no more. */
export class HeatingDeliveries {
  private readonly deliveries: HeatingDelivery[] = [];

  add(delivery: HeatingDelivery): void {
    this.deliveries.push(delivery);
  }

  /** The delivery of a bill that was sent before. */
  find(household: string, bill: string): HeatingDelivery | undefined {
    return this.deliveries.find((one) => one.household === household && one.bill === bill);
  }

  /** Litres for which a household had an allowance in a calendar year. */
  litresOf(household: string, year: string): number {
    return this.deliveries
      .filter((one) => one.household === household && one.day.startsWith(year))
      .reduce((litres, one) => litres + one.litres, 0);
  }
}
