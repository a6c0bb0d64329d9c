import { readFileSync } from 'node:fs';
import { startGateway, type GatewayProcess, type StartOptions } from '../support/gateway-process.ts';
import { RestClient } from '../support/rest-client.ts';
import { SimulatorControl } from '../support/simulator-control.ts';

/** A gateway in a process of its own, software that calls it, and the BCSS behind it. */
export interface Subject {
  readonly gateway: GatewayProcess;
  readonly client: RestClient;
  readonly bcss: SimulatorControl;
}

export async function startSubject(options: StartOptions): Promise<Subject> {
  const gateway = await startGateway(options);
  return { gateway, client: new RestClient(gateway), bcss: new SimulatorControl(gateway) };
}

/** The flows of the first delivery; each has an example. */
export const FIRST_FLOWS = ['manage-access', 'identify-person', 'retrieve-ti-groups', 'test-connection'] as const;

/** A request as the documentation shows it. */
export interface ExampleRequest {
  readonly context: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
}

export function example(flow: string): ExampleRequest {
  const file = new URL(`../../fixtures/${flow}/request.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as ExampleRequest;
}

/** The same for days that nobody registered yet: BCSS refuses those that a centre has under a code already. */
export function exampleOf(
  flow: string,
  { start, end }: { readonly start: string; readonly end: string },
): ExampleRequest {
  const { context, payload } = example(flow);
  if (payload['Period'] === undefined) return { context, payload };
  return { context, payload: { ...payload, Period: { StartDate: start, EndDate: end } } };
}

/** The only centre of a gateway that was configured with nothing. */
export const CENTRE = 'cpas-fictiville';
