/** Runs once before all test files. */
export function setup(): void {
  // Starting points that test files share are made here.
}
