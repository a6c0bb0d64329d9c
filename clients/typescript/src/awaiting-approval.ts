import type { Receipt } from './flows.ts';

/** The message is safe, and nothing is sent before another person approves it: `POST /v1/approvals/{id}/approve`. */
export class AwaitingApproval extends Error {
  override readonly name = 'AwaitingApproval';
  /** `approval` says who may approve, and until when. */
  readonly receipt: Receipt;

  constructor(receipt: Receipt) {
    super('Another person has to approve this first.');
    this.receipt = receipt;
  }
}
