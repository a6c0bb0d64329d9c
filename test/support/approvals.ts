import type { ApprovalRequest, Approvals } from '../../src/intake/ports.ts';

/** Where nothing needs a second person. */
export const NO_APPROVALS: Approvals = {
  ask: ({ rule }: ApprovalRequest) => Promise.reject(new Error(`nobody approves what ${rule} asks`)),
  find: () => Promise.resolve(undefined),
};
