/** Statements are constants of the program, a hundred or so; more means that one is put together from its values. */
const NAMES_MAX = 500;

/**
 * Names for statements, so that each connection parses and plans them once. A statement that is not among the first
 * {@link NAMES_MAX} has none: a server keeps what was prepared for as long as the connection lives.
 */
export class StatementNames {
  private readonly names = new Map<string, string>();
  private generation = 0;

  /** @returns undefined when the statement is to be parsed each time. */
  of(sql: string): string | undefined {
    let name = this.names.get(sql);
    if (name === undefined && this.names.size < NAMES_MAX) {
      name = `s${this.generation}.${this.names.size}`;
      this.names.set(sql, name);
    }
    return name;
  }

  /** The tables changed under the prepared statements: every one is prepared again under a new name. */
  renew(): void {
    this.names.clear();
    this.generation += 1;
  }
}
