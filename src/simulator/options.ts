import type { ServerTls } from './door/server.ts';
import type { PushTls } from './mutations/push.ts';
import type { KeyPair } from './wire/seal.ts';

/** What {@link startSimulator} is told. Keys and certificates are PEM texts. */
export interface SimulatorOptions {
  /** Server key and certificate; `ca` is who signs the certificates of clients. Nobody comes in without one. */
  readonly tls: ServerTls;
  /** What replies and notifications are signed with. */
  readonly signing?: KeyPair;
  /** True when absent, as long as there is a key. */
  readonly signReplies?: boolean;
  /** For the fault `other-signer`; the server's TLS key when absent. */
  readonly otherSigning?: KeyPair;
  /** Certificates the gateway may sign with; a request signed by anybody else, or not at all, is refused. None: not looked at. */
  readonly acceptedSigners?: readonly string[];
  /** 0, any free one, when absent. */
  readonly port?: number;
  /** 127.0.0.1 when absent. */
  readonly host?: string;
  readonly clock?: () => Date;
  /** A UUID at each call; random when absent. */
  readonly uuid?: () => string;
  /** CBE number of a centre → NIS code of its municipality. A centre that is not listed is that of the town. */
  readonly municipalities?: Readonly<Record<string, string>>;
  /** Opens `/control/…` on the same port. */
  readonly control?: boolean;
  /** The gateway's network door, for mutations; each push may name another address. */
  readonly mutations?: { readonly url?: string; readonly tls: PushTls };
  /** A folder of flow files besides that of the program. */
  readonly flowsDir?: string;
}
