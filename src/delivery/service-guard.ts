import type { Passage } from '../domain/service-state.ts';
import type { ExchangeRow } from '../exchanges/exchange-row.ts';
import type { ServiceKey } from '../exchanges/service-state.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Sent } from '../transport/gate.ts';
import type { Ending } from './ending.ts';
import type { Services } from './ports.ts';

/** A message's permission to leave for its service. */
export interface Pass {
  readonly key: ServiceKey;
  readonly passage: Exclude<Passage, { kind: 'closed' }>;
}

/**
 * Keeps messages back from a service that lets none in (ADR 0025). After a few refusals in a row, whatever is due for it waits, and
 * uses up no attempts; one message at a time tries whether the cause is mended, and the first that is let in opens the service for all.
 */
export class ServiceGuard {
  private readonly services: Services;
  private readonly log: Logger;

  constructor(services: Services, log: Logger) {
    this.services = services;
    this.log = log;
  }

  /** The pass for a message of this exchange, or undefined: then it waits. */
  async enter(exchange: ExchangeRow, address: string, deadlineMs: number): Promise<Pass | undefined> {
    const { id, organisation, token } = exchange;
    const key = { organisation, address };
    const passage = await this.services.enter(key, deadlineMs + PROBE_MARGIN_MS);
    if (passage.kind !== 'closed') return { key, passage };
    await this.services.hold({ id, token, address, waitMs: passage.waitMs + SPREAD_MS, code: 'bcss-service-waits' });
    return undefined;
  }

  /**
   * Learns from what came of a message.
   *
   * @returns how the attempt ended, and how long the exchange waits where its service lets nothing in.
   */
  async learn({ key, passage }: Pass, sent: Sent, ending: Ending): Promise<{ ending: Ending; waitMs?: number }> {
    const isProbe = passage.kind === 'probe';
    if (sent.kind === 'reply' && refusesEverything(sent.status, ending)) {
      const { closedNow, waitMs } = await this.services.countRefusal(key, sent.status, isProbe);
      if (closedNow) this.log.warn({ event: 'service.waits', ...key, httpStatus: sent.status }, 'service.waits');
      const refused = { ...ending, address: key.address };
      return waitMs === undefined
        ? { ending: refused }
        : { ending: { ...refused, code: 'bcss-service-waits' }, waitMs };
    }
    if (isLetIn(sent, ending)) await this.opened(key, passage);
    else if (isProbe) await this.services.endProbe(key);
    return { ending };
  }

  private async opened(key: ServiceKey, passage: Pass['passage']): Promise<void> {
    if (passage.kind === 'open' && !passage.counted) return;
    if (await this.services.open(key)) this.log.info({ event: 'service.opened', ...key }, 'service.opened');
  }
}

/** What a probe may take beyond its deadline: signing, and recording. */
const PROBE_MARGIN_MS = 10_000;
/** Whoever waits comes a little after the one that tries. */
const SPREAD_MS = 500;

/** True where the service itself answered, whatever it said; a page of HTML may be anybody's. */
function isLetIn(sent: Sent, { notLetIn, overloaded, code }: Ending): boolean {
  return sent.kind === 'reply' && notLetIn !== true && !overloaded && code !== 'reply-malformed';
}

/** True where the refusal is about us or about the address, and not about the size of this very message. */
function refusesEverything(status: number, { notLetIn, transient }: Ending): boolean {
  return notLetIn === true && !transient && status !== 413 && status !== 414 && status !== 431;
}
