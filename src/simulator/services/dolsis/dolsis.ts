import { consultations } from '../consultation.ts';
import type { Service } from '../service.ts';
import { getEmployerDetail } from './employer-detail.ts';
import { findEmployersByWorker } from './employers-by-worker.ts';
import { getEmploymentDetail } from './employment-detail.ts';
import { getPostedWorkerDetail } from './posted-worker-detail.ts';
import { findPostedWorkers } from './posted-workers.ts';
import { findPostingDocuments, getPostingDocumentDetail } from './posting-documents.ts';

/**
 * Dolsis: work for employers here (Dimona, DmfA, the register of employers), and of people whom employers abroad sent here (Limosa).
 * Some operations may be asked by another number than that of a person; whoever that leads to must be integrated all the same,
 * but for the search that only tells who was posted.
 */
export const dolsis: readonly Service[] = [
  ...consultations('Dolsis', { findEmployersByWorker, getEmploymentDetail }),
  own('getEmployerDetail', getEmployerDetail),
  own('getPostedWorkerDetail', getPostedWorkerDetail),
  own('findPostingDocuments', findPostingDocuments),
  own('getPostingDocumentDetail', getPostingDocumentDetail),
  own('findPostedWorkers', findPostedWorkers),
];

function own(operation: string, answer: Service['answer']): Service {
  return { service: 'Dolsis', operations: [operation], admission: 'integrated', answer };
}
