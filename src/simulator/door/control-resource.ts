import type { Json } from '../json.ts';
import type { Visit } from './server.ts';

/** What can be ordered over HTTP, for those who test from another program or language. */
export interface Control {
  /** @throws Error saying what is wrong with the order. */
  orderFault(order: unknown): void;
  clearFaults(): void;
  requests(): unknown;
  people(): Json;
  /** Puts an integration of any centre into the directory. @throws Error saying what is wrong with it. */
  plantIntegration(order: unknown): void;
  /** Kinds of mutations that have something to say by themselves. */
  mutationKinds(): readonly string[];
  /** @throws Error saying what is wrong, or why it could not be sent. */
  pushMutation(push: unknown): Promise<unknown>;
}

/** Everything under this path is control, never a message. */
export const CONTROL_PREFIX = '/control/';

/** Carries out a control request: JSON in, JSON out. */
export async function handleControl({ method, path, body, response }: Visit, control: Control): Promise<void> {
  const answer = (status: number, value?: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(value === undefined ? undefined : JSON.stringify(value));
  };
  try {
    switch (`${method} ${path.slice(CONTROL_PREFIX.length)}`) {
      case 'POST faults':
        control.orderFault(parsed(body));
        answer(204);
        return;
      case 'DELETE faults':
        control.clearFaults();
        answer(204);
        return;
      case 'GET requests':
        answer(200, control.requests());
        return;
      case 'GET people':
        answer(200, control.people());
        return;
      case 'POST integrations':
        control.plantIntegration(parsed(body));
        answer(204);
        return;
      case 'GET mutations':
        answer(200, { kinds: control.mutationKinds() });
        return;
      case 'POST mutations':
        answer(200, await control.pushMutation(parsed(body)));
        return;
      default:
        answer(404, {
          error: 'POST or DELETE faults, GET requests, GET people, POST integrations, GET or POST mutations',
        });
    }
  } catch (error) {
    answer(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function parsed(body: Buffer): unknown {
  return body.length === 0 ? {} : (JSON.parse(body.toString()) as unknown);
}
