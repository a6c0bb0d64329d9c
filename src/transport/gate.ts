/** A message to hand over to a peer. */
export interface Outgoing {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Total time, from the first connection attempt to the last byte of the reply. */
  readonly deadlineMs: number;
  /** Bytes of the reply after which reading stops. */
  readonly replyBytesMax: number;
  /**
   * A connection of its own. A reused one that the peer closes at the same moment cannot be told from a lost message, which does
   * not matter for a question and does for a declaration.
   */
  readonly freshConnection: boolean;
  /** Whose client certificate is shown; a gate with one certificate does not look. */
  readonly onBehalfOf?: string;
}

/** What came of it. A peer's answer is never an exception, whatever it says. */
export type Sent =
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly contentType: string;
      readonly body: Buffer;
      readonly retryAfter: string | undefined;
      /** SHA-256 fingerprint (hex) of the certificate the peer showed; empty for plain http. */
      readonly peerCertificate: string;
    }
  /** No byte of the message was acted on: name not found, refused, TLS failed. */
  | { readonly kind: 'not-sent'; readonly reason: NotSentReason; readonly detail: string }
  /** Something left, and no whole reply came back. `status` and `body` are what had arrived. */
  | {
      readonly kind: 'no-reply';
      readonly reason: NoReplyReason;
      readonly detail: string;
      readonly status?: number;
      readonly body?: Buffer;
    };

export type NotSentReason = 'unreachable' | 'tls';
export type NoReplyReason = 'timeout' | 'connection-lost' | 'too-large' | 'encoding';

/** Hands messages over to peers. */
export interface Gate {
  send(message: Outgoing): Promise<Sent>;
  close(): Promise<void>;
}
