import { openSession, type Session } from '@switchyard/local/session';

type Options = Omit<Parameters<typeof openSession>[0], 'settings'>;

/** On free ports, and with the embedded DynamoDB and SQS whatever the environment names: others cannot be listened to. */
export const openEmbeddedSession = (options: Options): Promise<Session> =>
  openSession({
    ...options,
    settings: {
      PORT: 0,
      RECEIVER_PORT: 0,
      AWS_ENDPOINT_URL_DYNAMODB: undefined,
      AWS_ENDPOINT_URL_SQS: undefined,
    },
  });
