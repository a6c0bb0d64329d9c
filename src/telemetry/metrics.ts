import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What is looked at when somebody scrapes, rather than kept up to date all the time. */
export interface MetricSources {
  /** Exchanges per state, and the age in seconds of the oldest that is due. */
  readonly work: () => Promise<{
    readonly states: Readonly<Record<string, number>>;
    readonly oldestDueSeconds: number;
  }>;
  /** Services that let no message in. */
  readonly servicesClosed: () => Promise<number>;
  /** Jobs per queue. */
  readonly queues: () => Promise<Readonly<Record<string, { readonly waiting: number; readonly active: number }>>>;
  /** Days that each certificate has left. */
  readonly certificates: () => Readonly<Record<string, number>>;
}

/** The numbers of this process, in Prometheus' form. Labels are flows, outcomes and routes: never a person, never a file. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly sources: MetricSources;

  private readonly requests = this.histogram('http_request_seconds', 'Answered calls', ['route', 'method', 'status']);
  private readonly attempts = this.histogram('delivery_attempt_seconds', 'Attempts towards BCSS', ['flow', 'outcome']);
  private readonly webhooks = this.counter('webhook_attempts_total', 'Attempts towards subscribers', ['outcome']);
  private readonly withheld = this.counter(
    'mutations_withheld_total',
    'Mutations about people whom the centre does not help: kept in the log, shown to nobody',
    [],
  );
  private readonly states = this.gauge('exchanges', 'Exchanges by state', ['state']);
  private readonly oldest = this.gauge('oldest_due_seconds', 'Age of the oldest exchange that is due', []);
  private readonly closed = this.gauge('services_closed', 'Services that let none of our messages in', []);
  private readonly jobs = this.gauge('queue_jobs', 'Jobs in the queue', ['queue', 'state']);
  private readonly daysLeft = this.gauge('certificate_days_left', 'Days until a certificate expires', ['certificate']);
  private readonly decisions = this.counter('policy_decisions_total', 'Decisions of the authorisation table', [
    'decision',
    'flow',
  ]);
  private readonly refusedPolicies = this.counter('policy_files_refused_total', 'Policy files that were refused', []);
  private readonly policyStale = this.gauge(
    'policy_stale',
    '1 while the policy file says something that was refused',
    [],
  );
  private readonly blind = this.counter('metrics_failures_total', 'Sources that could not be read at a scrape', [
    'source',
  ]);

  constructor(sources: MetricSources) {
    this.sources = sources;
    collectDefaultMetrics({ register: this.registry, prefix: PREFIX });
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  onRequest(route: string, method: string, status: number, seconds: number): void {
    this.requests.observe({ route, method, status: String(status) }, seconds);
  }

  onAttempt(flow: string, outcome: string, seconds: number): void {
    this.attempts.observe({ flow, outcome }, seconds);
  }

  onWebhook(outcome: string): void {
    this.webhooks.inc({ outcome });
  }

  onMutationsWithheld(mutations: number): void {
    this.withheld.inc(mutations);
  }

  /** One decision: `allowed`, `denied`, or why it was allowed in spite of the table. */
  onDecision(decision: string, flow: string): void {
    this.decisions.inc({ decision, flow });
  }

  onPolicyRefused(): void {
    this.refusedPolicies.inc();
  }

  /** Asked at each scrape whether the file and the table in force are the same. */
  watchPolicy(isStale: () => boolean): void {
    this.isPolicyStale = isStale;
  }
  private isPolicyStale: () => boolean = () => false;

  async text(): Promise<string> {
    this.policyStale.set(this.isPolicyStale() ? 1 : 0);
    for (const [name, days] of Object.entries(this.sources.certificates()))
      this.daysLeft.set({ certificate: name }, days);
    await Promise.all([this.readWork(), this.readQueues()]);
    return this.registry.metrics();
  }

  private async readWork(): Promise<void> {
    try {
      const { states, oldestDueSeconds } = await this.sources.work();
      this.states.reset();
      for (const [state, count] of Object.entries(states)) this.states.set({ state }, count);
      this.oldest.set(oldestDueSeconds);
      this.closed.set(await this.sources.servicesClosed());
    } catch {
      this.blind.inc({ source: 'database' });
    }
  }

  private async readQueues(): Promise<void> {
    try {
      for (const [queue, { waiting, active }] of Object.entries(await this.sources.queues())) {
        this.jobs.set({ queue, state: 'waiting' }, waiting);
        this.jobs.set({ queue, state: 'active' }, active);
      }
    } catch {
      this.blind.inc({ source: 'queue' });
    }
  }

  private counter<Label extends string>(name: string, help: string, labelNames: Label[]): Counter<Label> {
    return new Counter({ name: PREFIX + name, help, labelNames, registers: [this.registry] });
  }

  private gauge<Label extends string>(name: string, help: string, labelNames: Label[]): Gauge<Label> {
    return new Gauge({ name: PREFIX + name, help, labelNames, registers: [this.registry] });
  }

  private histogram<Label extends string>(name: string, help: string, labelNames: Label[]): Histogram<Label> {
    return new Histogram({ name: PREFIX + name, help, labelNames, registers: [this.registry], buckets: SECONDS });
  }
}

const PREFIX = 'gateway_';
const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
