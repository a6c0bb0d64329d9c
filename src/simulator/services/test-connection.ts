import { textIn } from '../json.ts';
import type { Service } from './service.ts';

/** TestConnection: says back what it was told, and under which certificate. */
export const testConnection: Service = {
  service: 'TestConnectionService',
  admission: 'anybody',
  answer: ({ payload, caller }) => ({
    outcome: 'found',
    parts: { echo: textIn(payload, 'echo') ?? '', sslCertificate: caller.certificate },
  }),
};
