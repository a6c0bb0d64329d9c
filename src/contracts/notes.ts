import { type Place, placeText } from './unsupported.ts';

/**
 * What an import leaves out, or takes otherwise than it stands: said, never silent. A refusal stops an import; a note goes with it.
 */
export class Notes {
  private readonly sentences = new Set<string>();

  add(place: Place, what: string): void {
    this.sentences.add(`${placeText(place)}: ${what}`);
  }

  /** In the order of their making, each once. */
  get all(): readonly string[] {
    return [...this.sentences];
  }
}
