#!/usr/bin/env node
// Writes the types of clients/typescript from the OpenAPI document of the flows that come with the gateway.
// test/clients-typescript.test.ts fails while they are out of date.
import { writeFileSync } from 'node:fs';
import openapiTS, { astToString, COMMENT_HEADER } from 'openapi-typescript';
import './build.js';

const { openApiDocument } = await import('../dist/http/openapi/document.js');
const { loadCatalogue } = await import('../dist/flows/catalogue.js');

const title = 'CPAS–BCSS gateway';
const document = openApiDocument({
  flows: loadCatalogue(),
  about: { version: '', title: { fr: title, nl: title, en: title, de: title } },
  examples: { of: () => undefined },
});
const path = 'clients/typescript/src/schema.ts';
writeFileSync(new URL(`../${path}`, import.meta.url), COMMENT_HEADER + astToString(await openapiTS(document)));
console.log(path);
