import type { Service } from './service.ts';

/**
 * Whatever has no service of its own, such as a contract that was imported a moment ago: a valid answer that holds nothing. A
 * consultation finds nothing; a declaration is taken, and leaves no trace.
 */
export const FALLBACK: Pick<Service, 'admission' | 'answer'> = {
  admission: 'integrated',
  answer: ({ contract }) => ({
    outcome: contract.descriptor.kind === 'consultation' && contract.transport === 'soap' ? 'nothing' : 'found',
    parts: {},
  }),
};
