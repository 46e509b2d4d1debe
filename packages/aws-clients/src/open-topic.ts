import type { SQSClient } from '@aws-sdk/client-sqs';
import { UnavailableError } from '@switchyard/core/errors';
import type { OperatorTopic } from '@switchyard/core/operational-events';
import { createSigner } from './sign-request.ts';

const VERSION = '2010-03-31';

/**
 * Publishes to one SNS topic with the connections, credentials and signature of a client that is there anyway: the
 * client of SNS is 24 KB more for a function to load at each start, for a call that is made when an endpoint fails.
 *
 * @param endpoint of SNS, where it is not AWS' own
 */
export function openTopic(
  { config }: SQSClient,
  topicArn: string,
  endpoint: string | undefined,
): OperatorTopic {
  const [, partition = 'aws', , region = ''] = topicArn.split(':');
  const suffix = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const { protocol, hostname, port, host } = new URL(endpoint ?? `https://sns.${region}.${suffix}`);
  const { credentials, requestHandler } = config;
  const signer = createSigner(credentials);
  return {
    async publish(notice) {
      const request = await signer.sign(
        {
          method: 'POST',
          protocol,
          hostname,
          ...(port === '' ? {} : { port: Number(port) }),
          path: '/',
          query: {},
          headers: { host, 'content-type': 'application/x-www-form-urlencoded' },
          body: String(
            new URLSearchParams({
              Action: 'Publish',
              Version: VERSION,
              TopicArn: topicArn,
              Message: JSON.stringify(notice),
              ...attributes({ type: notice.type, tenant_id: notice.tenant_id }),
            }),
          ),
        },
        { signingRegion: region, signingService: 'sns' },
      );
      const { response } = await requestHandler.handle(request);
      const text = await config.utf8Encoder(await config.streamCollector(response.body));
      if (response.statusCode !== 200)
        throw new UnavailableError(`SNS answered ${response.statusCode}: ${text.slice(0, 500)}`);
    },
  };
}

/** By which subscribers filter. */
const attributes = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value], index) => {
      const key = `MessageAttributes.entry.${index + 1}`;
      return [
        [`${key}.Name`, name],
        [`${key}.Value.DataType`, 'String'],
        [`${key}.Value.StringValue`, value],
      ];
    }),
  );
