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
        fields: [at, 'service', 'msg', 'outcome', 'err.type', 'err.message', 'eventId', 'requestId'],
        filterStatements: [
          'level = "error" or @message like /Task timed out|Runtime exited|Invoke Error/',
          // The authorizer's 401: API Gateway wants it thrown.
          '@message not like /"errorMessage": *"Unauthorized"/',
        ],
        sort: `${at} desc`,
        limit: 1_000,
      }),
    );
  }
}
