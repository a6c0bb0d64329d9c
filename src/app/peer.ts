import type { Peer } from '../delivery/ports.ts';
import type { KeystoreHolder } from '../signing/keystore-holder.ts';
import type { Gate } from '../transport/gate.ts';
import { makeHttpsGate } from '../transport/https-gate.ts';
import type { Foundation } from './foundation.ts';

/** Where BCSS, or what stands in for it, is reached. */
export interface PeerUrls {
  readonly ssdnUrl: string;
  readonly soapBaseUrl: string;
  readonly isSimulator: boolean;
}

/** How BCSS is reached and recognised, from the configuration. */
export function peerOf({ config, keys }: Foundation, urls: PeerUrls): Peer {
  const credentials =
    config.basicUser !== undefined && config.basicPassword !== undefined
      ? { basicCredentials: { user: config.basicUser, password: config.basicPassword } }
      : {};
  const signs = urls.isSimulator || config.signingCert !== undefined;
  return {
    ssdnUrl: urls.ssdnUrl,
    soapBaseUrl: urls.soapBaseUrl,
    ...credentials,
    signatureMode: config.signatureMode,
    replySignature: config.replySignature ?? (signs ? 'required' : 'when-present'),
    trust: () => keys.trust,
    clockSkewMs: config.clockSkewSeconds * 1000,
  };
}

/** The gate to BCSS: mutual TLS with the client certificate of this moment, and connections of its own for each certificate. */
export function bcssGate({ config, keys, shutdown }: Foundation): Gate {
  const gates = new Map<KeystoreHolder, Gate>();
  const gateWith = (client: KeystoreHolder): Gate => {
    const gate =
      gates.get(client) ??
      makeHttpsGate({
        identity: () => ({ ca: keys.bcssCa, ...client.current().pem }),
        connectionsMax: config.workerConcurrency,
      });
    gates.set(client, gate);
    return gate;
  };
  const close = async (): Promise<void> => {
    await Promise.all([...gates.values()].map((gate) => gate.close()));
  };
  shutdown.add('gate to BCSS', close);
  return { send: (message) => gateWith(keys.clientOf(message.onBehalfOf)).send(message), close };
}
