import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Examples } from '../ports.ts';

/** The fixtures that come with the program; their people are fictional. An installed image has none, and then no examples. */
export const OWN_FIXTURES_DIR = fileURLToPath(new URL('../../../fixtures', import.meta.url));

/** Someone at the keyboard who does not exist: born in 1905. */
const SAMPLE_CONTEXT = { user: { ssin: '05010100181' }, purpose: 'granting of aid' };

/** Examples from `<flow>/request.json`: a whole request, or the payload of one. */
export function examplesFrom(dir: string = OWN_FIXTURES_DIR): Examples {
  return {
    of: (flowId) => {
      const path = join(dir, flowId, 'request.json');
      return existsSync(path) ? wholeRequest(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
    },
  };
}

function wholeRequest(request: unknown): unknown {
  const isWhole = typeof request === 'object' && request !== null && 'context' in request && 'payload' in request;
  return isWhole ? request : { context: SAMPLE_CONTEXT, payload: request };
}
