import type { ExchangeState } from '../domain/exchange.ts';
import type { StepState } from '../domain/integration.ts';
import type { Language } from '../domain/language.ts';
import type { Expiring } from '../integration/expiring.ts';
import type { HouseholdView, IntegrationView } from '../integration/view.ts';
import { withExplanation } from './present.ts';

/** What a step's state is for the exchange behind it. */
const EXCHANGE_STATES_OF: Readonly<Record<StepState, ExchangeState>> = {
  pending: 'waiting',
  answered: 'done',
  refused: 'done',
  failed: 'dead-letter',
  undecided: 'undecided',
  withdrawn: 'cancelled',
};

/** What BCSS said about the message of a step, by the id of its exchange. */
export type StepResults = ReadonlyMap<string, unknown>;

/** A household in one language. */
export function presentHousehold(view: HouseholdView, language: Language, results: StepResults = new Map()): object {
  return {
    ...view,
    members: view.members.map(({ ssin, integrations }) => ({
      ssin,
      integrations: integrations.map((integration) => presentIntegration(integration, language, results)),
    })),
  };
}

function presentIntegration(
  { title, step, ...rest }: IntegrationView,
  language: Language,
  results: StepResults,
): object {
  if (step === undefined) return { ...rest, title: title[language] };
  const result = results.get(step.exchange);
  return {
    ...rest,
    title: title[language],
    step: {
      ...withExplanation(step, language, EXCHANGE_STATES_OF[step.state]),
      ...(result !== undefined && { result }),
    },
  };
}

/** One end in one language. */
export function presentExpiring({ title, ...rest }: Expiring, language: Language): object {
  return { ...rest, title: title[language] };
}
