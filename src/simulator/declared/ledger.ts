/** Rows in the order in which they came. */
export class Ledger<Row> {
  private readonly rows: Row[];

  /** @param rows those that are there at the start */
  constructor(rows: readonly Row[] = []) {
    this.rows = [...rows];
  }

  add(row: Row): void {
    this.rows.push(row);
  }

  where(matches: (row: Row) => boolean): Row[] {
    return this.rows.filter(matches);
  }

  has(matches: (row: Row) => boolean): boolean {
    return this.rows.some(matches);
  }
}
