import type { Service } from './service.ts';

/**
 * Whatever has no service of its own yet: a valid answer that holds nothing. A consultation finds nothing; a declaration is
 * taken, and leaves no trace.
 */
const fallback: Pick<Service, 'admission' | 'answer'> = {
  admission: 'integrated',
  answer: ({ contract }) => ({
    outcome: contract.descriptor.kind === 'consultation' && contract.transport === 'soap' ? 'nothing' : 'found',
    parts: {},
  }),
};

/** Services whose requests bring the integration with them, or are not about a file of the calling centre. */
const REGISTERED_IS_ENOUGH = new Set(['Loi65Wet65-AB', 'Loi65Wet65-C', 'Loi65Wet65-DF', 'ReferenceManager']);

/** The fallback for a service, with the admission that fits it. */
export function fallbackFor(service: string): Pick<Service, 'admission' | 'answer'> {
  return REGISTERED_IS_ENOUGH.has(service) ? { ...fallback, admission: 'registered' } : fallback;
}
