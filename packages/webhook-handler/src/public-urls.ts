/** The part of API Gateway's request context that names the URL: it is API Gateway's own, not the client's. */
export type GatewayUrl = { readonly domainName?: string | undefined; readonly path?: string | undefined };

/**
 * The URLs under which a provider may have called: the configured base first, then the domain and path that API
 * Gateway saw, which differ when both a custom domain and the execute-api name are in use.
 *
 * @param baseUrl without a trailing slash
 * @param path below the base, with a leading slash
 */
export function publicUrlsOf(baseUrl: string, path: string, gateway: GatewayUrl | undefined): string[] {
  const seen =
    gateway?.domainName === undefined || gateway.path === undefined
      ? []
      : [`https://${gateway.domainName}${gateway.path}`];
  return [...new Set([`${baseUrl}${path}`, ...seen])];
}
