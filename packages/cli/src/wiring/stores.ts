import { DeploymentError } from '@switchyard/core/deployment';
import { createAddressStore } from '../address-store.ts';
import { createCallbackSpool } from '../callback-spool.ts';
import { createConversationStore } from '../conversation-store.ts';
import { createEndpointStore } from '../endpoint-store.ts';
import { createKeyStore } from '../key-store.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import { createProviderSecretsStore } from '../provider-secrets-store.ts';
import { createQuarantineStore } from '../quarantine-store.ts';
import { createFindTenant } from '../tenant.ts';
import type { Session } from './handle.ts';

/** What commands on tenants need of a deployment. */
export function tenantDeps({ documents, identityTable, webhookConfigTable }: OpenDeployment) {
  const keys = createKeyStore({ documents, tableName: identityTable });
  const endpoints = createEndpointStore({ documents, tableName: webhookConfigTable });
  return { keys, endpoints, findTenant: createFindTenant({ keys, endpoints }) };
}

export const conversationStoreOf = (deployment: OpenDeployment, { clock, sleep }: Session) =>
  createConversationStore({ ...deployment, clock, sleep });

export const addressStoreOf = (deployment: OpenDeployment) => createAddressStore(deployment);

export const quarantineStoreOf = (deployment: OpenDeployment, { clock }: Session) =>
  createQuarantineStore({ ...deployment, clock });

export const callbackSpoolOf = ({ lambda, callbackSpool }: OpenDeployment) =>
  createCallbackSpool({ lambda, functionName: required(callbackSpool, 'function callback-spool') });

export const providerSecretsOf = ({ secretsManager, providerSecrets }: OpenDeployment) =>
  createProviderSecretsStore({ secretsManager, secretId: required(providerSecrets, 'secret providers') });

/** @throws DeploymentError */
function required(name: string | undefined, what: string): string {
  if (name !== undefined) return name;
  throw new DeploymentError(
    `The deployment names no ${what}: it is older than this command. Deploy it again.`,
  );
}
