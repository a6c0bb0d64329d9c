import { type Place, unsupported } from './unsupported.ts';

/** Ten times what the largest contract of BCSS makes (the National Register's 25th transaction). */
const STEPS_MAX = 200_000;

/** No contract derives, groups or nests nearly as deep; the call stack would not bear much more. */
const DEPTH_MAX = 64;

/**
 * Bounds the translation of a contract. What it refers to is written out at each use, so a few groups that use each other twice
 * could make more elements than there is memory.
 */
export class Effort {
  private steps = 0;

  /** One more element, group or attribute. @throws GatewayError `contract-unsupported` beyond the bound. */
  step(place: Place): void {
    this.steps += 1;
    if (this.steps > STEPS_MAX)
      throw unsupported(place, `more than ${STEPS_MAX} elements and attributes, all uses written out`);
  }

  /** One level deeper. @throws GatewayError `contract-unsupported` beyond the bound. */
  depth(levels: number, place: Place): void {
    if (levels > DEPTH_MAX) throw unsupported(place, `more than ${DEPTH_MAX} levels of derivation, groups or nesting`);
  }
}
