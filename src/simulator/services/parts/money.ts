/** An amount as a decimal number of euro, for contracts that write it so: `1066.15`. */
export function euro(cents: number): string {
  return (cents / 100).toFixed(2);
}
