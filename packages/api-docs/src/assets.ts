type Asset = {
  readonly contentType: string;
  /** Parts of the text that are served differently. */
  readonly replace?: { readonly from: string; readonly to: string };
};

const JAVASCRIPT = 'text/javascript; charset=utf-8';
const CSS = 'text/css; charset=utf-8';

/** What `{prefix}/assets/{file}` serves, all of it text. Nothing else can be asked for, whatever the file system holds. */
const SWAGGER_UI_ASSETS: Readonly<Record<string, Asset>> = {
  'swagger-ui-bundle.js': { contentType: JAVASCRIPT },
  'swagger-ui.css': { contentType: CSS },
  'start-swagger-ui.js': { contentType: JAVASCRIPT },
  'page.css': { contentType: CSS },
};

const REDOC_ASSETS: Readonly<Record<string, Asset>> = {
  'redoc.standalone.js': {
    contentType: JAVASCRIPT,
    // Redoc fetches its maker's logo from a CDN, and has no option against it. It leaves out an image that fails.
    replace: { from: 'https://cdn.redoc.ly/redoc/logo-mini.svg', to: 'data:,' },
  },
  'start-redoc.js': { contentType: JAVASCRIPT },
};

export function documentationAssets({ redoc }: { readonly redoc: boolean }): ReadonlyMap<string, Asset> {
  return new Map(Object.entries({ ...SWAGGER_UI_ASSETS, ...(redoc ? REDOC_ASSETS : {}) }));
}

export const OPENAPI_FILE = 'openapi.json';
export const SWAGGER_UI_PAGE = 'docs.html';
export const REDOC_PAGE = 'redoc.html';
