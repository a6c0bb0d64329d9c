import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FIXTURES = fileURLToPath(new URL('../../fixtures', import.meta.url));

/** The example request of a flow, `{context, payload}`, from its fixture; undefined where there is none. */
export function exampleRequest(flow: string): unknown {
  const file = join(FIXTURES, flow, 'request.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as unknown) : undefined;
}
