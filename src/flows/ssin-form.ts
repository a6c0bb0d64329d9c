import type { AnnotatedSchema } from './annotated-schema.ts';

const ELEVEN_DIGITS = '^[0-9]{11}$';

/**
 * Types whose values are SSINs: eleven digits, of which {@link ssinDefect} judges the rest. The pattern of the contract goes. That of
 * CommonV3 ends the day at 31 and was written before the sequences of unknown birth dates were used up; BCSS itself gives the
 * numbers that it leaves out, and answers about them. The files keep what the contract says, so that an import can be compared.
 */
export function judgeSsinsByForm(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if ((value as AnnotatedSchema)['x-identifier'] === 'ssin') takeForm(value);
  for (const inner of Object.values(value)) judgeSsinsByForm(inner);
}

function takeForm(type: { pattern?: string; allOf?: unknown; minLength?: number; maxLength?: number }): void {
  type.pattern = ELEVEN_DIGITS;
  delete type.allOf;
  delete type.minLength;
  delete type.maxLength;
}
