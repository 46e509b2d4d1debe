import { namesOf } from '@switchyard/core/names-of';
import { PROVIDERS } from '@switchyard/core/providers';
import { listAllKeys } from '@switchyard/core/tenants';
import { count } from '../format.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import { accountsOf, tenantsOf } from '../provider-secrets/secret-kinds.ts';
import { readProviderSecretsParts } from '../provider-secrets-store.ts';
import { type Finding, orFailure, warn } from './finding.ts';

/** Whether accounts may speak for tenants that are not theirs, where there are several of both. */
export async function checkAccounts(deployment: OpenDeployment): Promise<Finding[]> {
  const { secretsManager, named } = deployment;
  const secretId = named.secrets.providers;
  if (secretId === undefined) return [];
  return orFailure('accounts', async () => {
    const tenants = new Set(
      (await listAllKeys({ ...deployment, clock: Date.now })).map(({ tenantId }) => tenantId),
    );
    if (tenants.size < 2) return [];
    const { secrets } = await readProviderSecretsParts({ secretsManager, secretId });
    return namesOf(PROVIDERS).flatMap((provider) => {
      const accounts = accountsOf(secrets, provider);
      const forAll = accounts.filter((account) => tenantsOf(secrets, provider, account) === undefined);
      if (accounts.length < 2 || forAll.length === 0) return [];
      return warn(
        provider,
        `${forAll.join(', ')} may speak for all ${count(tenants.size, 'tenant')}: who has the secret of one account can bring messages and reports of any tenant`,
        `\`secrets set ${provider} … --tenants <ids>\` for each account`,
      );
    });
  });
}
