/** A machine that tests may meet can be so many times slower than a quiet one. */
const SLOWER = 5;

/** A bound against hanging, from the time that a quiet machine is sure to keep: no test may fail for being slow. */
export function patient(ms: number): number {
  return ms * SLOWER;
}
