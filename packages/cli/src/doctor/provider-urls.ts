import { CALLBACKS, PROVIDERS } from '@switchyard/core/providers';
import type { OpenDeployment } from '../open-deployment.ts';

export type ProviderUrl = {
  readonly for: string;
  readonly url: string;
  /** Where it is typed, and what goes with it. */
  readonly where: string;
};

/** Every URL to give to somebody: the text that is typed there must be this one. */
export function providerUrls({
  hooksUrl,
  receiverUrl,
}: Pick<OpenDeployment, 'hooksUrl' | 'receiverUrl'>): ProviderUrl[] {
  return [
    ...Object.values(CALLBACKS).flatMap(({ provider, urls }) =>
      urls.map(({ path, ...rest }) => ({
        ...rest,
        url: `${hooksUrl}${path.replace('{segment}', '<segment>')}${PROVIDERS[provider].urlFragment}`,
      })),
    ),
    { for: 'tenants', url: `${hooksUrl}/v1/events`, where: 'POST, with the tenant’s API key' },
    { for: 'documentation', url: `${hooksUrl}/v1/docs`, where: 'a browser' },
    {
      for: 'health',
      url: `${hooksUrl}/webhooks/health`,
      where: 'an uptime monitor; ?deep=1 asks table and queues',
    },
    {
      for: 'receiver',
      url: `${receiverUrl}/<tenant-id>/webhook`,
      where: 'as --target-url, to try out deliveries',
    },
    { for: 'receiver docs', url: `${receiverUrl}/docs`, where: 'a browser' },
  ];
}
