import type { LoggedOutcome } from '@switchyard/core/deliveries';
import { Stack } from 'aws-cdk-lib';
import { type ILogGroup, QueryDefinition, QueryString } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** By outcome, whether it is a failure; SQS tries `unrecorded` and `comes_back` again. */
const IS_FAILURE = {
  delivered: false,
  retry: true,
  dead: true,
  held: true,
  not_due: false,
  ignored: false,
  unrecorded: true,
  outrun: false,
  comes_back: true,
} as const satisfies Record<LoggedOutcome, boolean>;

const failures = Object.entries(IS_FAILURE).flatMap(([outcome, failed]) => (failed ? [`"${outcome}"`] : []));

/** Log lines of deliveries that did not end well. */
const FAILED_DELIVERIES = `msg = "delivery" and outcome in [${failures.join(', ')}]`;

/** Of a line of ours, of the runtime or of Lambda itself: the ones that say the same say it by different names. */
const ERROR_FIELDS = [
  'service',
  'msg',
  'outcome',
  'coalesce(err.type, message.errorType, record.errorType) as kind',
  'coalesce(err.message, message.errorMessage, record.status) as what',
  'eventId',
  'coalesce(requestId, record.requestId) as request',
];

/** Such lines; the last are those from before Lambda logged as JSON. */
const ERRORS = [
  [
    'level in ["error", "ERROR"]',
    'record.status in ["timeout", "failure"]',
    'record.errorType like /^Runtime/',
    '@message like /Task timed out|Runtime exited|Invoke Error/',
  ].join(' or '),
  // The authorizer's 401: API Gateway wants it thrown.
  '@message not like /"errorMessage": *"Unauthorized"/',
];

/** Title of the query that says who is failing. */
export const FAILING_ENDPOINTS = 'Who is failing: endpoints by failed attempts';

/** Logs Insights queries for incidents, saved in the console under the stack's name. */
export class SavedQueries extends Construct {
  constructor(scope: Construct, id: string, { logGroups }: { readonly logGroups: readonly ILogGroup[] }) {
    super(scope, id);
    const save = (name: string, title: string, queryString: QueryString) =>
      new QueryDefinition(this, name, {
        queryDefinitionName: `${Stack.of(this).stackName}/${title}`,
        logGroups: [...logGroups],
        queryString,
      });
    const at = '@timestamp';

    save(
      'EventStory',
      'One event: its whole story',
      new QueryString({
        fields: [
          at,
          'service',
          'msg',
          'outcome',
          'endpointId',
          'generation',
          'attempt',
          'status',
          'error',
          'reason',
          'retryInMs',
          'durationMs',
          'requestId',
          'correlationId',
        ],
        filterStatements: ['eventId = "evt_PUT_THE_EVENT_ID_HERE"'],
        sort: `${at} asc`,
        limit: 1_000,
      }),
    );
    save(
      'TenantFailures',
      'One tenant: what fails, and where',
      new QueryString({
        fields: [at, 'eventId', 'endpointId', 'attempt', 'outcome', 'status', 'error', 'detail', 'reason'],
        filterStatements: ['tenantId = "PUT_THE_TENANT_ID_HERE"', FAILED_DELIVERIES],
        sort: `${at} desc`,
        limit: 1_000,
      }),
    );
    save(
      'FailingEndpoints',
      FAILING_ENDPOINTS,
      new QueryString({
        filterStatements: [FAILED_DELIVERIES],
        statsStatements: [
          'count(*) as failures, max(@timestamp) as latest by tenantId, endpointId, coalesce(status, error, reason) as why',
        ],
        sort: 'failures desc',
        limit: 100,
      }),
    );
    save(
      'RefusedCallbacks',
      'Callbacks that were not proven genuine',
      new QueryString({
        filterStatements: ['msg = "quarantine"'],
        statsStatements: ['count(*) as requests by route, step, code, outcome'],
        sort: 'requests desc',
        limit: 100,
      }),
    );
    save(
      'Errors',
      'Everything that was logged as an error',
      new QueryString({
        fields: [at, ...ERROR_FIELDS],
        filterStatements: ERRORS,
        sort: `${at} desc`,
        limit: 1_000,
      }),
    );
  }
}
