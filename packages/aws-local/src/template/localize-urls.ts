import { asString } from '../json.ts';
import type { Stack, StackResource } from './load-stack.ts';

export type ApiAddresses = {
  readonly logicalId: string;
  /** The cloud's base URLs of one REST API, without a slash at the end: the stage's, and those of custom domains. */
  readonly cloudUrls: readonly string[];
};

export function apiAddresses(stack: Stack, api: StackResource, region: string): ApiAddresses {
  const apiId = api.identity.ref;
  const stages = stack
    .ofType('AWS::ApiGateway::Stage')
    .filter((stage) => stage.properties().RestApiId === apiId)
    .map((stage) => `https://${apiId}.execute-api.${region}.amazonaws.com/${stage.identity.ref}`);
  const domains = stack
    .ofType('AWS::ApiGateway::BasePathMapping')
    .map((mapping) => mapping.properties())
    .filter((mapping) => mapping.RestApiId === apiId)
    .map(({ DomainName, BasePath }) => {
      const path = asString(BasePath);
      return `https://${String(DomainName)}${path && path !== '(none)' ? `/${path}` : ''}`;
    });
  return { logicalId: api.logicalId, cloudUrls: [...stages, ...domains] };
}

export const isAddressOf = (api: ApiAddresses, value: string): boolean =>
  api.cloudUrls.some((url) => value === url || value.startsWith(`${url}/`));

/** Puts local URLs in the place of the cloud's, wherever they occur in a value. */
export const createLocalizer =
  (addresses: readonly { readonly api: ApiAddresses; readonly localUrl: string }[]) =>
  (value: string): string => {
    let text = value;
    for (const { api, localUrl } of addresses) {
      for (const url of api.cloudUrls) {
        // Not in the middle of a longer name: `…/prod` is not `…/production`.
        const found = new RegExp(`${url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w.-])`, 'g');
        text = text.replace(found, localUrl);
      }
    }
    return text;
  };

/** The stack's outputs with local values. */
export const localOutputs = (stack: Stack, localize: (value: string) => string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(stack.outputs()).map(([key, value]) => {
      const local = localize(value);
      return [key, local === value ? value : local.replace(/\/$/, '')];
    }),
  );
