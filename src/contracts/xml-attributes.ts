import type { SimpleType } from './simple-types.ts';
import { builtInType } from './built-in-types.ts';

/** The type of an attribute of that namespace, as the W3C's own schema has it; undefined for a name it does not know. */
export function xmlAttributeType(local: string): SimpleType | undefined {
  switch (local) {
    case 'lang':
      return text('token', { patterns: ['^(?:[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*)?$'] });
    case 'space':
      return text('token', { enumeration: ['default', 'preserve'] });
    case 'base':
      return text('anyURI', {});
    case 'id':
      return text('ID', {});
    default:
      return undefined;
  }
}

function text(name: string, facets: SimpleType['facets']): SimpleType | undefined {
  const builtIn = builtInType(name);
  return builtIn && { builtIn, facets };
}
