import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { Queue } from 'bullmq';

/** As much of a server as mounting takes. */
interface Server {
  register(plugin: never, options: { prefix: string }): unknown;
}

/** Puts the board below a path of a server. */
export type MountBoard = (server: Server, basePath: string) => void;

/**
 * The window on the queues. Read only: whether an exchange is sent again is decided in the ledger, with a name and a reason, and not
 * by a button beside a job.
 */
export function boardOf(queues: readonly Queue[]): MountBoard {
  return (server, basePath) => {
    const serverAdapter = new FastifyAdapter();
    serverAdapter.setBasePath(basePath);
    createBullBoard({
      queues: queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })),
      serverAdapter,
      options: { uiConfig: { boardTitle: 'CPAS–BCSS gateway', hideRedisDetails: true } },
    });
    server.register(serverAdapter.registerPlugin() as never, { prefix: basePath });
  };
}
