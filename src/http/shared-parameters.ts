import type { AnnotatedSchema } from '../flows/annotated-schema.ts';

/** The centre a list is about. */
export const ORGANISATION: AnnotatedSchema = {
  type: 'string',
  minLength: 1,
  maxLength: 64,
  description: 'The centre, where the API key serves more than one.',
};

/** How many rows a page may have. */
export interface PageSize {
  readonly usual: number;
  readonly max: number;
}

/** The parameter `limit` of a list. */
export function limitSchema({ usual, max }: PageSize): AnnotatedSchema {
  return { type: 'integer', minimum: 1, maximum: max, default: usual, description: 'Rows on a page.' };
}
