import type { Logger } from '../telemetry/logger.ts';

/** What was started, and how it is stopped: in reverse order, each within the time that is left. */
export class Shutdown {
  private readonly steps: { readonly name: string; readonly stop: () => void | Promise<void> }[] = [];
  private readonly log: Logger;
  private running: Promise<void> | undefined;

  constructor(log: Logger) {
    this.log = log;
  }

  /** Remembers how to stop something that has just been started. */
  add(name: string, stop: () => void | Promise<void>): void {
    this.steps.push({ name, stop });
  }

  /** Stops everything, the last started first. A step that fails is reported and does not keep the others. Once. */
  run(): Promise<void> {
    this.running ??= this.stopAll();
    return this.running;
  }

  private async stopAll(): Promise<void> {
    for (const { name, stop } of this.steps.reverse()) {
      try {
        await stop();
      } catch (error) {
        this.log.error({ event: 'shutdown.failed', step: name, err: error }, 'shutdown.failed');
      }
    }
  }
}
