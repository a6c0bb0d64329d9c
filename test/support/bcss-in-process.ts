import { readFileSync } from 'node:fs';
import { startStandIn } from '../../src/app/simulator.ts';
import type { DevelopmentKeys } from '../../src/embedded/development-keys.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { readKeystore } from '../../src/signing/keystore.ts';

/** One change of the directory of persons that BCSS made because a message asked for it. */
export interface Effect {
  readonly action: 'REGISTER' | 'UNREGISTER';
  readonly ssin: string;
  /** First day of the period: with the person, what tells the declarations of a test apart. */
  readonly start: string;
}

/** A BCSS that lives in the process of the test, so that it outlives every gateway and what it did can be counted. */
export interface BcssInProcess {
  readonly simulator: Simulator;
  /** What a gateway must be told to reach it, and to believe nobody else. */
  readonly env: Readonly<Record<string, string>>;
  /** Every change of the directory, in order. */
  readonly effects: readonly Effect[];
  close(): Promise<void>;
}

/** Starts it with the development keys of a DATA_DIR. */
export async function startBcss(keys: DevelopmentKeys): Promise<BcssInProcess> {
  const passphrase = readFileSync(keys.signing.passphraseFile, 'utf8').trim();
  const source = { label: 'development key', path: keys.signing.p12, passphrase, purpose: 'signing' } as const;
  const { certificate } = await readKeystore(source, new Date());
  const simulator = await startStandIn({ keys, port: 0, gatewaySigners: [certificate.toString()] });
  const effects: Effect[] = [];
  const { integrations } = simulator;
  const register = integrations.register.bind(integrations);
  const unregister = integrations.unregister.bind(integrations);
  integrations.register = (added) => {
    effects.push({ action: 'REGISTER', ssin: added.ssin, start: added.period.start });
    register(added);
  };
  integrations.unregister = (removed) => {
    const hit = unregister(removed);
    if (hit) effects.push({ action: 'UNREGISTER', ssin: removed.ssin, start: removed.period.start });
    return hit;
  };
  return {
    simulator,
    env: {
      BCSS_SSDN_URL: simulator.ssdnUrl,
      BCSS_SOAP_BASE_URL: simulator.soapBaseUrl,
      BCSS_REPLY_SIGNATURE: 'required',
    },
    effects,
    close: () => simulator.close(),
  };
}
