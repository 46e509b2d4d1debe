/** Nothing from elsewhere, and nothing inline: what a stranger's text might bring in has nowhere to run or to go. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Of everything that is served. */
export const FILE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

/** Of a page, which is asked for anew each time. */
export const PAGE_HEADERS = {
  ...FILE_HEADERS,
  'cache-control': 'no-cache',
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const;

/** Of an asset, whose name changes with its content. */
export const ASSET_HEADERS = {
  ...FILE_HEADERS,
  'cache-control': 'public, max-age=31536000, immutable',
  vary: 'accept-encoding',
} as const;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

const ASSET_NAME = /^[\w-]+\.(js|css)$/;

/** The content type of an asset; absent: no asset has such a name. */
export const assetContentType = (name: string): string | undefined =>
  CONTENT_TYPES[ASSET_NAME.exec(name)?.[1] ?? ''];

/** @param below segments of the page's address below that of the first page, such as 1 for `endpoints` */
export const pathToAssets = (below: number): string =>
  below === 0 ? 'portal/assets/' : `${'../'.repeat(below - 1)}assets/`;
