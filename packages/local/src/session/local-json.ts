import { readFileSync, rmSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LocalStack } from '@switchyard/aws-local';
import { parseObject } from '@switchyard/aws-local/json';
import type { Deployment, LocalDeployment } from '@switchyard/core/deployment';
import { isAlive } from './run-directory.ts';

/** What other programs need to drive the stack. */
export function describeLocalStack(
  stack: LocalStack,
  deployment: Deployment,
  operatorToken: string,
): LocalDeployment {
  const { functions, queueUrls, tables, secrets, topics, settings } = deployment;
  const nameOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);
  return {
    hooks_url: deployment.hooksUrl,
    receiver_url: deployment.receiverUrl,
    lambda_endpoint: stack.lambdaEndpoint,
    dynamodb_endpoint: stack.dynamodbEndpoint,
    sqs_endpoint: stack.sqsEndpoint,
    secretsmanager_endpoint: stack.secretsManagerEndpoint,
    region: stack.region,
    access_key_id: stack.accessKeyId,
    functions,
    queues: Object.fromEntries(Object.entries(queueUrls).map(([name, url]) => [name, nameOf(url)])),
    queue_urls: queueUrls,
    tables,
    secrets,
    topics,
    settings,
    operator_token: operatorToken,
    pid: process.pid,
  };
}

/** In one step, so that whoever waits for the file never reads half of it. It holds a token and a key: for this user only. */
export async function writeLocalJson(path: string, content: LocalDeployment): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, path);
}

/**
 * The file exists only while a stack is ready: removes it, unless it is of another one that still runs. At once, so
 * that it also works while the process exits.
 */
export function removeLocalJson(path: string, pid: number = process.pid): void {
  const owner = readOwner(path);
  if (owner === undefined || owner === pid || !isAlive(owner)) rmSync(path, { force: true });
}

function readOwner(path: string): number | undefined {
  try {
    const owner = Number(parseObject(readFileSync(path, 'utf8'))?.pid);
    return Number.isInteger(owner) && owner > 0 ? owner : undefined;
  } catch {
    return undefined;
  }
}
