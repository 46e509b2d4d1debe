import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from '@jest/globals';
import type { OperatorNotice } from '@switchyard/core/operational-events';
import { AWS_CLIENT_DEFAULTS } from './client-defaults.ts';
import { openTopic } from './open-topic.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:000000000000:endpoint-events';
const notice: OperatorNotice = {
  type: 'endpoint.disabled',
  version: '1.0',
  timestamp: '2026-03-04T05:06:07.000Z',
  data: {
    endpoint_id: 'default',
    target_host: 'hooks.example.com',
    reason: 'gone',
    detail: 'It answered 410 & is gone.',
    failing_since: null,
    failures_in_a_row: 0,
    last_error: 'http_410',
    next_probe_at: null,
  },
  tenant_id: 'acme',
  event_id: 'evt_1',
};

/** An SNS that answers so. */
async function publishTo(status: number, body: string) {
  const requests: { readonly headers: IncomingMessage['headers']; readonly fields: URLSearchParams }[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    requests.push({ headers: request.headers, fields: new URLSearchParams(text) });
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const sqs = new SQSClient({
    ...AWS_CLIENT_DEFAULTS,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test', sessionToken: 'session' },
  });
  try {
    const published = openTopic(sqs, TOPIC, `http://127.0.0.1:${port}`).publish(notice);
    const error = await published.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return { requests, error };
  } finally {
    sqs.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('the topic of operators', () => {
  it('is sent the notice, signed for SNS, with the attributes that subscribers filter by', async () => {
    const { requests, error } = await publishTo(200, '<PublishResponse/>');
    expect(error).toBeUndefined();
    const [{ headers, fields } = { headers: {}, fields: new URLSearchParams() }] = requests;
    expect(headers).toMatchObject({
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIATEST\/\d{8}\/eu-west-1\/sns\/aws4_request, SignedHeaders=.*host.*, Signature=[0-9a-f]{64}$/,
      ),
      'x-amz-security-token': 'session',
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(Object.fromEntries(fields)).toEqual({
      Action: 'Publish',
      Version: '2010-03-31',
      TopicArn: TOPIC,
      Message: JSON.stringify(notice),
      'MessageAttributes.entry.1.Name': 'type',
      'MessageAttributes.entry.1.Value.DataType': 'String',
      'MessageAttributes.entry.1.Value.StringValue': 'endpoint.disabled',
      'MessageAttributes.entry.2.Name': 'tenant_id',
      'MessageAttributes.entry.2.Value.DataType': 'String',
      'MessageAttributes.entry.2.Value.StringValue': 'acme',
    });
  });

  it('fails with what SNS said, so that the notice is sent again', async () => {
    const { error } = await publishTo(400, '<Error><Code>Throttling</Code></Error>');
    expect(error).toMatchObject({
      message: expect.stringContaining('SNS answered 400: <Error><Code>Throttling'),
    });
  });
});
