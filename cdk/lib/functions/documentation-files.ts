import { fileURLToPath } from 'node:url';
import { documentationFiles } from '@switchyard/api-docs/files';
import type { BundleFile } from './bundle.ts';

export type DocumentationOf = { readonly api: 'ingest-api' | 'receiver'; readonly redoc: boolean };

/** The pages of an API's documentation and its OpenAPI document, beside the code of the function that serves them. */
export function documentationOf({ api, redoc }: DocumentationOf): BundleFile[] {
  const openApi = fileURLToPath(new URL(`../../../docs/openapi/${api}.json`, import.meta.url));
  return [...documentationFiles({ redoc }), { name: 'openapi.json', source: openApi }].map(
    ({ name, source }) => ({
      name: `docs/${name}`,
      source,
    }),
  );
}
