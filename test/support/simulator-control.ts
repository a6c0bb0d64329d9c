import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import type { FaultOrder } from '../../src/simulator/faults/fault.ts';
import type { PushOrder } from '../../src/simulator/mutations/notifier.ts';
import type { PushAnswer } from '../../src/simulator/mutations/push.ts';
import type { RequestRecord } from '../../src/simulator/request-records.ts';

/** As `POST /control/integrations` takes it. */
export interface PlantedIntegration {
  readonly ssin: string;
  readonly nisCode: string;
  readonly qualityCode: number;
  readonly start: string;
  readonly end?: string;
}

/** The simulator inside a gateway's process, ordered about over HTTPS with the development keys of its DATA_DIR. */
export class SimulatorControl {
  private readonly url: string;
  private readonly agent: Agent;

  constructor({ simulatorUrl, dataDir }: { readonly simulatorUrl: string; readonly dataDir: string }) {
    const keys = join(dataDir, 'keys');
    this.url = simulatorUrl;
    this.agent = new Agent({
      pfx: readFileSync(join(keys, 'gateway-client.p12')),
      passphrase: readFileSync(join(keys, 'gateway-client.passphrase'), 'utf8').trim(),
      ca: readFileSync(join(keys, 'ca.pem')),
    });
  }

  async fault(order: FaultOrder): Promise<void> {
    await this.call('POST', 'faults', order);
  }

  async clear(): Promise<void> {
    await this.call('DELETE', 'faults');
  }

  async requests(): Promise<readonly RequestRecord[]> {
    return (await this.call('GET', 'requests')) as RequestRecord[];
  }

  /** A registration of any centre, the one that asks or another. */
  async plantIntegration(planted: PlantedIntegration): Promise<void> {
    await this.call('POST', 'integrations', planted);
  }

  async pushMutation(order: PushOrder): Promise<PushAnswer> {
    return (await this.call('POST', 'mutations', order)) as PushAnswer;
  }

  private async call(method: string, path: string, body?: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const url = `${this.url}/control/${path}`;
      const call = request(url, { method, agent: this.agent, timeout: 30_000 }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        answer.on('end', () => {
          if (answer.statusCode === 200 || answer.statusCode === 204)
            resolve(text === '' ? undefined : JSON.parse(text));
          else reject(new Error(`${method} ${path}: ${answer.statusCode ?? '?'} ${text}`));
        });
      });
      call.on('error', reject);
      call.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }
}
