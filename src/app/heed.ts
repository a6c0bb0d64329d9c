import { brusselsDate } from '../domain/brussels-time.ts';
import type { Heed } from '../exchanges/record-result.ts';
import { collisions } from '../integration/collisions.ts';
import { compareAnswer } from '../integration/compare-answer.ts';
import { keepConflicts } from '../integration/conflicts.ts';
import { integrationsOf } from '../integration/find.ts';
import type { Log } from '../integration/ports.ts';
import { heedSsinChange, ssinChangeFrom, type SsinChangeParts } from '../integration/ssin-changes.ts';
import type { MutationStoreParts } from '../mutations/mutation-store.ts';
import { ownCodes } from '../organisations/own-codes.ts';
import { loadMunicipalities } from '../organisations/municipalities.ts';
import { publish } from '../webhooks/publish.ts';
import type { Foundation } from './foundation.ts';

type Cellar = Pick<Foundation, 'archive' | 'vault' | 'ids' | 'clock' | 'organisations'>;

/** What replies teach besides being answers: a number that was replaced moves its integrations, a collision with another centre is kept. */
export function heedReplies(foundation: Cellar): Heed {
  const { vault, ids, clock, organisations } = foundation;
  const changes = ssinChangeParts(foundation);
  const log = logOf(foundation);
  const municipalities = loadMunicipalities();
  return async (database, { id: exchange, organisation }, { person, ssinChange, registrations }) => {
    const change = ssinChange === undefined ? undefined : ssinChangeFrom(person, ssinChange);
    if (change !== undefined) await heedSsinChange(changes, database, { organisation, ...change, from: { exchange } });
    const nisCode = organisations.find(organisation)?.nisCode;
    if (registrations === undefined || nisCode === undefined) return;
    const codes = ownCodes(municipalities, nisCode);
    const today = brusselsDate(clock.now());
    const answer = { exchange, organisation, ssin: person, registrations, ownCodes: codes, today };
    await compareAnswer({ vault, ids }, database, answer);
    if (registrations.length === 0) return;
    const own = await integrationsOf(database, vault, organisation, [person]);
    const counting = own.filter(({ state }) => state !== 'failed' && state !== 'abandoned');
    const found = collisions(registrations, counting, codes, today);
    await keepConflicts({ vault, ids, log }, database, { organisation, ssin: person }, found);
  };
}

/** What mutations teach: a number that was replaced moves its integrations. */
export function heedMutations(foundation: Omit<Cellar, 'organisations'>): NonNullable<MutationStoreParts['heed']> {
  const changes = ssinChangeParts(foundation);
  return async (database, organisation, { mutation, ssin, change }) => {
    const learnt = ssinChangeFrom(ssin, change);
    if (learnt !== undefined) await heedSsinChange(changes, database, { organisation, ...learnt, from: { mutation } });
  };
}

/** What a change of a number is heeded with, wherever it was learnt. */
function ssinChangeParts(foundation: Omit<Cellar, 'organisations'>): SsinChangeParts {
  const { vault, ids, clock } = foundation;
  return {
    vault,
    ids,
    log: logOf(foundation),
    announce: async (database, { id, organisation, kind, person, integrations }) => {
      await publish(database, ids, clock.now(), {
        organisation,
        event: `person.ssin-${kind}`,
        lane: person,
        data: { id, organisation, kind, integrations, href: `/v1/integrations/ssin-changes/${id}` },
      });
    },
  };
}

function logOf({ archive }: Pick<Foundation, 'archive'>): Log {
  return { record: async (database, entry) => (await archive.append(database, entry)).index };
}
