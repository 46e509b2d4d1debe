import { describe, expect, it } from '@jest/globals';
import { deploymentFromOutputs } from '@switchyard/core/deployment';
import { synthesize } from '../testing/synthesize.ts';

const templateOf = await synthesize({ dev: {} });
const dev = templateOf('dev');

describe('the stack', () => {
  it('has outputs in which a deployment finds everything', () => {
    const names = Object.fromEntries(Object.keys(dev.Outputs).map((name) => [name, name]));

    expect(deploymentFromOutputs(names)).toEqual({
      hooksUrl: 'HooksUrl',
      receiverUrl: 'ReceiverUrl',
      functions: {
        authorizer: 'FunctionAuthorizer',
        'ingest-api': 'FunctionIngestApi',
        worker: 'FunctionWorker',
        'slow-worker': 'FunctionSlowWorker',
        'dlq-processor': 'FunctionDlqProcessor',
        receiver: 'FunctionReceiver',
        'webhook-handler': 'FunctionWebhookHandler',
        'callback-spool': 'FunctionCallbackSpool',
      },
      queueUrls: {
        delivery: 'QueueDelivery',
        'delivery-dlq': 'QueueDeliveryDlq',
        slow: 'QueueSlow',
        control: 'QueueControl',
        'control-dlq': 'QueueControlDlq',
        'whatsapp-replies': 'QueueWhatsappReplies',
        'whatsapp-replies-dlq': 'QueueWhatsappRepliesDlq',
        'whatsapp-handoff': 'QueueWhatsappHandoff',
        'whatsapp-handoff-dlq': 'QueueWhatsappHandoffDlq',
        'sms-replies': 'QueueSmsReplies',
        'sms-replies-dlq': 'QueueSmsRepliesDlq',
        'sms-handoff': 'QueueSmsHandoff',
        'sms-handoff-dlq': 'QueueSmsHandoffDlq',
        'email-replies': 'QueueEmailReplies',
        'email-replies-dlq': 'QueueEmailRepliesDlq',
        'email-handoff': 'QueueEmailHandoff',
        'email-handoff-dlq': 'QueueEmailHandoffDlq',
        'callback-spool': 'QueueCallbackSpool',
        'callback-spool-dlq': 'QueueCallbackSpoolDlq',
      },
      tables: {
        TenantIdentity: 'TableTenantIdentity',
        TenantWebhookConfig: 'TableTenantWebhookConfig',
        Events: 'TableEvents',
      },
      secrets: {
        'receiver-operator-token': 'SecretReceiverOperatorToken',
        providers: 'SecretProviders',
      },
      topics: { 'endpoint-events': 'TopicEndpointEvents' },
      settings: {
        RETRY_SCHEDULE: 'SettingRetrySchedule',
        MAX_ATTEMPTS: 'SettingMaxAttempts',
        DELIVERY_TIMEOUT_MS: 'SettingDeliveryTimeoutMs',
      },
    });
  });

  it('has no output besides', () => {
    const { hooksUrl, receiverUrl, ...named } = deploymentFromOutputs(
      Object.fromEntries(Object.keys(dev.Outputs).map((name) => [name, name])),
    );
    const known = [hooksUrl, receiverUrl, ...Object.values(named).flatMap(Object.values<string>)];

    expect(known.sort()).toEqual(Object.keys(dev.Outputs).sort());
  });

  it.each(Object.entries(dev.Outputs).filter(([name]) => /^(Table|Queue|Function|Secret)/.test(name)))(
    'has the output %s as a reference to the resource that it names',
    (name, { Value }) => {
      const type = {
        Table: 'AWS::DynamoDB::Table',
        Queue: 'AWS::SQS::Queue',
        Function: 'AWS::Lambda::Function',
        Secret: 'AWS::SecretsManager::Secret',
      }[name.replace(/^(Table|Queue|Function|Secret).*$/, '$1')];
      const { Ref } = Object(Value);

      expect(dev.Resources[Ref]?.Type).toBe(type);
      if (type === 'AWS::SQS::Queue') expect(/DeadLetters/.test(Ref)).toBe(name.endsWith('Dlq'));
    },
  );
});
