import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { documentationAssets, REDOC_PAGE, SWAGGER_UI_PAGE } from './assets.ts';

/** For the bundling only, never imported by a function: this is where the packages of the pages are resolved. */
const FROM_PACKAGES: Readonly<Record<string, string>> = {
  'swagger-ui-bundle.js': 'swagger-ui-dist/swagger-ui-bundle.js',
  'swagger-ui.css': 'swagger-ui-dist/swagger-ui.css',
  'redoc.standalone.js': 'redoc/bundles/redoc.standalone.js',
};

export type DocumentationFile = {
  /** Its name in the directory `docs` beside the function's code. */
  readonly name: string;
  /** Absolute path of the file to copy. */
  readonly source: string;
};

/** The files of the documentation pages, except `openapi.json`, which each API has of its own. */
export function documentationFiles({ redoc }: { readonly redoc: boolean }): DocumentationFile[] {
  const pages = redoc ? [SWAGGER_UI_PAGE, REDOC_PAGE] : [SWAGGER_UI_PAGE];
  return [...pages, ...documentationAssets({ redoc }).keys()].map((name) => ({
    name,
    source: sourceOf(name),
  }));
}

function sourceOf(name: string): string {
  const specifier = FROM_PACKAGES[name];
  if (specifier === undefined) return fileURLToPath(new URL(`static/${name}`, import.meta.url));
  return createRequire(import.meta.url).resolve(specifier);
}
