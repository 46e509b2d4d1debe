import { GetHostedZoneCommand } from '@aws-sdk/client-route-53';
import { isAwsError } from '@switchyard/core/errors';
import type { Account } from '../account.ts';
import { type Finding, fail, ok, skipped, warn } from './finding.ts';

export type HostedZoneSettings = { readonly HOSTED_ZONE_ID: string; readonly HOSTED_ZONE_NAME: string };

/** Whether custom domains can come up: a certificate waits for its record in this zone, and the deployment with it. */
export async function checkHostedZone(
  { HOSTED_ZONE_ID: id, HOSTED_ZONE_NAME: name }: HostedZoneSettings,
  account: Pick<Account, 'route53' | 'resolveNs'>,
): Promise<Finding[]> {
  if (id === '') return [skipped('zone', 'HOSTED_ZONE_ID is empty: the URLs are those of API Gateway')];
  const found = await readZone(account, id);
  if (found === undefined) {
    const fix = 'correct HOSTED_ZONE_ID: `aws route53 list-hosted-zones`';
    return [fail('zone', `there is no hosted zone ${id} in this account`, fix)];
  }
  const { HostedZone: zone, DelegationSet: delegation } = found;
  const actual = withoutDot(zone?.Name ?? '');
  if (actual !== name) {
    const fix = `HOSTED_ZONE_NAME=${actual}, or another HOSTED_ZONE_ID`;
    return [fail('zone', `${id} is the zone of ${actual}, not of HOSTED_ZONE_NAME=${name}`, fix)];
  }
  if (zone?.Config?.PrivateZone === true) {
    const fix = 'take the public zone of that name';
    return [fail('zone', `${id} is a private zone, in which no certificate can be validated`, fix)];
  }
  const nameServers = (delegation?.NameServers ?? []).map(withoutDot);
  return [
    ok('zone', `${id} is the public zone of ${name}`),
    await checkDelegation(name, nameServers, account),
  ];
}

async function readZone({ route53 }: Pick<Account, 'route53'>, id: string) {
  try {
    return await route53.send(new GetHostedZoneCommand({ Id: id }));
  } catch (error) {
    if (isAwsError(error, 'NoSuchHostedZone') || isAwsError(error, 'InvalidInput')) return undefined;
    throw error;
  }
}

async function checkDelegation(
  name: string,
  nameServers: readonly string[],
  { resolveNs }: Pick<Account, 'resolveNs'>,
): Promise<Finding> {
  const fix = `at whoever holds the domain above ${name}, set its NS records to ${nameServers.join(', ')}`;
  const seen = await resolveNs(name).catch(() => []);
  if (seen.length === 0) {
    return warn(
      'delegation',
      `DNS knows no name servers of ${name}: its certificates would wait for ever`,
      fix,
    );
  }
  if (seen.some((server) => nameServers.includes(withoutDot(server)))) {
    return ok('delegation', `${name} is delegated to this zone`);
  }
  return warn('delegation', `DNS leads to other name servers (${seen.join(', ')}), not to this zone`, fix);
}

const withoutDot = (name: string): string => name.replace(/\.$/, '').toLowerCase();
