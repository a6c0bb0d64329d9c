import { readFileSync } from 'node:fs';
import type { KeystorePurpose } from '../signing/keystore.ts';
import { readKeystore } from '../signing/keystore.ts';
import type { DevelopmentKeys, DevelopmentKeystore } from '../embedded/development-keys.ts';
import { type Simulator, startSimulator } from '../simulator/simulator.ts';

export interface StandInOptions {
  readonly keys: DevelopmentKeys;
  /** 0 for any free one. */
  readonly port: number;
  /** The gateway's network door, where mutations are pushed to. */
  readonly notificationsUrl?: string;
  /** The certificates that the gateway signs with (PEM); any when absent. */
  readonly gatewaySigners?: readonly string[];
  readonly signReplies?: boolean;
  /** CBE number → NIS code of the centres that may call. */
  readonly municipalities?: Readonly<Record<string, string>>;
  /** A folder of flow files besides that of the program: what was imported is answered too. */
  readonly flowsDir?: string | undefined;
}

/** Starts the simulator with the development keys, as what stands in for BCSS on this machine. */
export async function startStandIn(options: StandInOptions): Promise<Simulator> {
  const { keys } = options;
  const open = async (keystore: DevelopmentKeystore, purpose: KeystorePurpose) => {
    const passphrase = readFileSync(keystore.passphraseFile, 'utf8').trim();
    const { pem } = await readKeystore(
      { label: 'development key', path: keystore.p12, passphrase, purpose },
      new Date(),
    );
    return pem;
  };
  const ca = readFileSync(keys.caFile, 'utf8');
  const [server, signing, client] = await Promise.all([
    open(keys.server, 'tls-server'),
    open(keys.bcssSigning, 'signing'),
    open(keys.bcssClient, 'tls-client'),
  ]);
  return startSimulator({
    tls: { ...server, ca },
    signing: { key: signing.key, certificate: signing.cert },
    signReplies: options.signReplies ?? true,
    ...(options.gatewaySigners !== undefined && { acceptedSigners: options.gatewaySigners }),
    port: options.port,
    control: true,
    mutations: {
      tls: { ...client, ca },
      ...(options.notificationsUrl !== undefined && { url: options.notificationsUrl }),
    },
    ...(options.flowsDir !== undefined && { flowsDir: options.flowsDir }),
    ...(options.municipalities !== undefined && { municipalities: options.municipalities }),
  });
}
