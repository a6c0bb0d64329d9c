import { LIMITS } from '../domain/constants.ts';

/** Bounds of one document. */
export interface ParseLimits {
  readonly bytesMax: number;
  readonly depthMax: number;
  /** Elements, attributes, namespace declarations, texts and numeric character references. */
  readonly nodesMax: number;
  /** Attributes of one element. */
  readonly attributesMax: number;
  /** Namespace declarations of one element. */
  readonly declarationsMax: number;
  /** Namespace declarations of the whole document. */
  readonly allDeclarationsMax: number;
  /** References of all kinds. A document that stands as text inside another one has some for each of its tags. */
  readonly referencesMax: number;
  /** Characters of one start tag, with everything in it. */
  readonly tagCharactersMax: number;
  /** Characters of one text. */
  readonly textCharactersMax: number;
  /**
   * The document is text already, inside another one: what its declaration says about bytes is about nothing. (.NET writes `utf-16`
   * there, whatever the bytes outside are.)
   */
  readonly isText?: true;
}

/** No reply of the contracts comes near any of them. */
export const PARSE_LIMITS: ParseLimits = {
  bytesMax: LIMITS.replyBytesMax,
  depthMax: LIMITS.xmlDepthMax,
  nodesMax: LIMITS.xmlNodesMax,
  attributesMax: 128,
  declarationsMax: 64,
  allDeclarationsMax: 20_000,
  referencesMax: 500_000,
  tagCharactersMax: 65_536,
  // SSDN carries its whole document as one text.
  textCharactersMax: LIMITS.replyBytesMax,
};
