/** Bounds that several rooms share. Each has a name, so that a refusal can say which one it was. */
export const LIMITS = {
  /** A request of local software. */
  requestBytesMax: 256 * 1024,
  /** A reply or notification of BCSS, decoded. */
  replyBytesMax: 8 * 1024 * 1024,
  /** All pages of one answer together; no further one is asked for beyond. */
  pagesBytesMax: 32 * 1024 * 1024,
  /** Nesting of a JSON request. */
  jsonDepthMax: 64,
  /** Nesting of an XML document. */
  xmlDepthMax: 64,
  /** Elements, attributes and text nodes of an XML document. */
  xmlNodesMax: 200_000,
  /** Characters of an idempotency key. */
  idempotencyKeyCharactersMax: 255,
  /** `Prefer: wait`, in seconds. */
  waitSecondsMax: 60,
} as const;
