import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Deployment, LocalDeployment } from '@switchyard/core';
import type { LocalStack } from '../local-stack.ts';

/** What other programs need to drive the stack. */
export function describeLocalStack(
  stack: LocalStack,
  deployment: Deployment,
  operatorToken: string,
): LocalDeployment {
  const { functions, queueUrls, tables, secrets } = deployment;
  const nameOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);
  return {
    hooks_url: deployment.hooksUrl,
    receiver_url: deployment.receiverUrl,
    lambda_endpoint: stack.lambdaEndpoint,
    dynamodb_endpoint: stack.dynamodbEndpoint,
    sqs_endpoint: stack.sqsEndpoint,
    secretsmanager_endpoint: stack.secretsManagerEndpoint,
    region: stack.region,
    functions,
    queues: Object.fromEntries(Object.entries(queueUrls).map(([name, url]) => [name, nameOf(url)])),
    queue_urls: queueUrls,
    tables,
    secrets,
    operator_token: operatorToken,
    pid: process.pid,
  };
}

/** In one step, so that whoever waits for the file never reads half of it. It holds a token: for this user only. */
export async function writeLocalJson(path: string, content: LocalDeployment): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, path);
}

/** The file exists only while the stack is ready. */
export async function removeLocalJson(path: string): Promise<void> {
  await rm(path, { force: true });
}
