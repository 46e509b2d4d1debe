import openapiTypescript, { astToString } from 'openapi-typescript';

/** The types of the tenants' API, from the document that was made from its routes. */
export async function renderApiSchema(): Promise<string> {
  const document = new URL('../../../docs/openapi/ingest-api.json', import.meta.url);
  return astToString(await openapiTypescript(document, { alphabetize: false }));
}
