import { flag, httpUrlOrEmpty, logLevel, text, wholeNumber } from '@switchyard/core/config';
import { plansSetting } from '@switchyard/core/tenants';
import { configSchema as webhookHandlerConfig } from '@switchyard/webhook-handler/config';
import { BATCH_SIZE, configSchema as workerConfig } from '@switchyard/worker/config';
import * as z from 'zod';
import { addressRanges, concurrencyShares, emailAddress, oneOf, origins } from './setting-types.ts';
import { isMistakenForProduction, MISTAKEN_MESSAGE } from './stage.ts';

const { shape: worker } = workerConfig;
const { shape: callbacks } = webhookHandlerConfig;

/** The retention times that CloudWatch Logs has, up to a year. */
const LOG_RETENTION_DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365];

/** All settings. Those that a function reads have their description, range and default from its config.ts. */
export const settingList = z.object({
  PREFIX: text(/^[a-z][a-z0-9-]{1,30}$/, 'must be 2 to 31 of a-z, 0-9 and "-", beginning with a letter')
    .default('switchyard')
    .describe(
      'Begins the name of the stack, `<PREFIX>-<STAGE>`, and of the function `<PREFIX>-dlq-processor`. One stack for each PREFIX in an account and region: a second stage takes another.',
    ),
  STAGE: text(/^[a-z][a-z0-9]{1,15}$/, 'must be 2 to 16 of a-z and 0-9, beginning with a letter')
    .refine((stage) => !isMistakenForProduction(stage), MISTAKEN_MESSAGE)
    .default('dev')
    .describe(
      'Names the API stage. `prod` keeps data when the stack is deleted, and refuses settings that are for development only.',
    ),
  FIRST_DEPLOYMENT: flag
    .default(false)
    .describe(
      'true: for a stack of stage prod that is not there yet. It and its tables are not yet protected from deletion, so that a failed deployment takes away what it made and can be made again. Deploy again without it once it succeeded; a stack that is there is refused.',
    ),
  HOSTED_ZONE_ID: text(
    /^(Z[A-Z0-9]{5,31})?$/,
    'must be a Route 53 zone id such as Z0123456789ABCDEFGHIJ, or empty',
  )
    .default('')
    .describe(
      'Route 53 zone for `hooks.<zone>` and `receiver.<zone>`; empty: no custom domains. A zone has room for one stack.',
    ),
  HOSTED_ZONE_NAME: text(
    /^(([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,})?$/,
    'must be a domain name in lower case such as example.com, or empty',
  )
    .default('')
    .describe('Name of that zone.'),
  DISABLE_EXECUTE_API_ENDPOINT: flag
    .default(false)
    .describe(
      'true: the APIs answer under `hooks.<zone>` and `receiver.<zone>` only, no more under API Gateway’s own names.',
    ),
  API_THROTTLE_RATE: wholeNumber(1, 10_000)
    .default(1_000)
    .describe('Requests a second that each method of the APIs takes; more get 503 with Retry-After.'),
  API_THROTTLE_BURST: wholeNumber(1, 5_000)
    .default(500)
    .describe('Requests that each method of the APIs takes at once, above the rate.'),
  CALLBACK_THROTTLE_RATE: wholeNumber(1, 10_000)
    .default(5_000)
    .describe(
      'The same rate for the providers’ callbacks. Be generous: more get 503, which SendGrid sends again for 72 hours, but Twilio by default does not.',
    ),
  CALLBACK_THROTTLE_BURST: wholeNumber(1, 5_000)
    .default(2_500)
    .describe('The same burst for the providers’ callbacks.'),
  PLANS: plansSetting,
  CORS_ORIGINS: origins
    .default([])
    .describe(
      'Origins of web pages that may use the hooks API, such as `https://app.example.com`, with commas between; never with credentials. Empty: any (`*`), but none in stage prod.',
    ),
  ACCESS_LOG_FORMAT: z
    .enum(['clf', 'json'])
    .default('clf')
    .describe('Form of API Gateway’s access log: one line of text a request, or the same as JSON.'),
  EXECUTION_LOG_LEVEL: z
    .enum(['', 'OFF', 'ERROR', 'INFO'])
    .default('')
    .describe(
      'What API Gateway logs of how it handles a request: everything, errors, or nothing. Empty: INFO, in stage prod ERROR. Nothing where a path holds a secret.',
    ),
  API_GATEWAY_LOG_ROLE: flag
    .default(true)
    .describe(
      'Gives API Gateway the role to write logs with, which an account and region has once for all its APIs. false: the account has one.',
    ),
  WAF: flag
    .default(false)
    .describe(
      'true: a web ACL before both APIs: known bad addresses and inputs, and a rate limit by address.',
    ),
  WAF_RATE_LIMIT: wholeNumber(10, 100_000_000)
    .default(100_000)
    .describe(
      'Requests in five minutes that the web ACL lets through from one address; callbacks count apart.',
    ),
  WAF_CALLBACK_RATE_LIMIT: wholeNumber(10, 100_000_000)
    .default(1_000_000)
    .describe(
      'The same limit for the providers’ callbacks, whose few addresses carry everybody’s messages; more get 503.',
    ),
  TWILIO_SOURCE_RANGES: addressRanges
    .default([])
    .describe(
      'Address ranges that Twilio’s callbacks must come from, with commas between. Empty: anywhere. Twilio has fixed ones only where its static proxy is bought; the signature is the proof either way.',
    ),
  PROVISIONED_CONCURRENCY: wholeNumber(0, 1_000)
    .default(0)
    .describe('Environments kept warm for each of authorizer, ingest-api and webhook-handler; 0: none.'),
  RESERVED_CONCURRENCY: concurrencyShares
    .default([])
    .describe(
      'Environments that only this function gets, and the most that it gets, such as `worker=62,webhook-handler=200,ingest-api=200,authorizer=50`: a flood of one then takes nothing from the others. Empty: all share the account’s.',
    ),
  ACCOUNT_CONCURRENCY: wholeNumber(0, 1_000_000)
    .default(0)
    .describe(
      'The account’s limit of concurrent executions in this region (`aws lambda get-account-settings`), which the shares are checked against before anything is deployed. 0: not checked.',
    ),
  RETRY_SCHEDULE: worker.RETRY_SCHEDULE,
  BREAKER_FAILURES: worker.BREAKER_FAILURES,
  BREAKER_PERIOD: worker.BREAKER_PERIOD,
  PROBE_SCHEDULE: worker.PROBE_SCHEDULE,
  ENDPOINT_DISABLE_AFTER: worker.ENDPOINT_DISABLE_AFTER,
  HELD_RETENTION_DAYS: worker.HELD_RETENTION_DAYS,
  HEALTH_FLUSH_INTERVAL: worker.HEALTH_FLUSH_INTERVAL,
  MAX_ATTEMPTS: worker.MAX_ATTEMPTS,
  DELIVERY_TIMEOUT_MS: worker.DELIVERY_TIMEOUT_MS,
  WORKER_MAX_CONCURRENCY: wholeNumber(2, 1_000)
    .default(50)
    .describe(`Batches of ${BATCH_SIZE} deliveries under way at once.`),
  SLOW_LANE_CONCURRENCY: wholeNumber(2, 1_000)
    .default(10)
    .describe(
      'Batches of 50 deliveries to slow endpoints under way at once, beside all others, in a function of their own; of a share that is reserved for `worker` it gets as many.',
    ),
  SLOW_AFTER_MS: worker.SLOW_AFTER_MS,
  ENDPOINT_CONCURRENCY: worker.ENDPOINT_CONCURRENCY,
  CLIENT_CERTIFICATES: flag
    .default(false)
    .describe(
      'true: endpoints may have a client certificate (`tls`, mTLS), kept with its key in Secrets Manager, a secret each. false: the field is refused.',
    ),
  ALLOW_LOOPBACK_TARGETS: worker.ALLOW_LOOPBACK_TARGETS,
  VERIFY_WEBHOOK_SIGNATURES: callbacks.VERIFY_WEBHOOK_SIGNATURES,
  LEGACY_TWILIO_STATUS_SIGNATURE: callbacks.LEGACY_TWILIO_STATUS_SIGNATURE,
  LEGACY_RESEND_SIGNATURE: callbacks.LEGACY_RESEND_SIGNATURE,
  MESSAGE_ID_MAPPING_STRATEGY: callbacks.MESSAGE_ID_MAPPING_STRATEGY,
  TIMESTAMP_MATCHING_WINDOW: callbacks.TIMESTAMP_MATCHING_WINDOW,
  REPLIES_DELAY_SECONDS: callbacks.REPLIES_DELAY_SECONDS,
  FALLBACK_MESSAGE: callbacks.FALLBACK_MESSAGE,
  FALLBACK_MESSAGE_WHATSAPP: callbacks.FALLBACK_MESSAGE_WHATSAPP,
  FALLBACK_MESSAGE_SMS: callbacks.FALLBACK_MESSAGE_SMS,
  FALLBACK_MESSAGE_EMAIL: callbacks.FALLBACK_MESSAGE_EMAIL,
  FALLBACK_DEFAULT_TEXT: callbacks.FALLBACK_DEFAULT_TEXT,
  FALLBACK_DAILY_LIMIT: callbacks.FALLBACK_DAILY_LIMIT,
  FALLBACK_DAILY_LIMIT_PER_TENANT: callbacks.FALLBACK_DAILY_LIMIT_PER_TENANT,
  FALLBACK_DAILY_LIMIT_PER_DESTINATION: callbacks.FALLBACK_DAILY_LIMIT_PER_DESTINATION,
  FALLBACK_FROM_EMAIL: callbacks.FALLBACK_FROM_EMAIL,
  TWILIO_API_BASE_URL: callbacks.TWILIO_API_BASE_URL,
  RESEND_API_BASE_URL: callbacks.RESEND_API_BASE_URL,
  LOG_LEVEL: logLevel,
  SYSTEM_LOG_LEVEL: z
    .enum(['WARN', 'INFO', 'DEBUG'])
    .default('WARN')
    .describe(
      'What Lambda itself logs of an invocation. WARN: only of one that timed out, ran out of memory or crashed. INFO: of each its start, duration, memory and cold start, some 375 bytes. DEBUG: more of the same.',
    ),
  LOG_RETENTION_DAYS: oneOf(LOG_RETENTION_DAYS).default(30).describe('How long logs are kept.'),
  CUSTOMER_MANAGED_KEY: flag
    .default(false)
    .describe(
      'true: tables, queues, secrets, logs and alarms are encrypted with a KMS key of this stack, which stays when this is switched off or the stack is deleted. false: with AWS’s own keys, which cost nothing.',
    ),
  ALERT_EMAIL: emailAddress
    .default('')
    .describe('Who is told of alarms; has to confirm once by mail. Empty: nobody, but the topic is there.'),
  CALLBACK_ANOMALY_BAND: wholeNumber(0, 10)
    .default(0)
    .describe(
      'Alarm when callbacks come this many standard deviations above or below what is usual at the hour, for a quarter of one: 2 is sensitive, 4 is calm. 0: no such alarm. Begin when there is steady traffic; CloudWatch learns for two weeks.',
    ),
  ALERT_WHEN_OK: flag
    .default(false)
    .describe(
      'true: an alarm tells of its end too, for what closes incidents by itself. CloudWatch then tells of each new alarm once as well, some 40 mails at the first deployment.',
    ),
  RUNBOOK_BASE_URL: httpUrlOrEmpty
    .default('')
    .describe('Where docs/runbooks can be read; stands before the runbook’s name in each alarm.'),
  XRAY_TRACING: flag.default(false).describe('true: X-Ray traces of APIs and functions.'),
});
