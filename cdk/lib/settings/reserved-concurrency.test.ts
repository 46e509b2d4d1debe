import { describe, expect, it } from '@jest/globals';
import { EVERYTHING_ON } from '../../testing/everything-on.ts';
import { nameOf, propertiesOf, synthesize } from '../../testing/synthesize.ts';
import { workerBatches } from './reserved-concurrency.ts';
import { parseSettings, SettingsError } from './settings.ts';

const templateOf = await synthesize({ dev: {}, everything: EVERYTHING_ON });

/** What is reserved, by function. */
const reservedIn = (variant: string) =>
  Object.fromEntries(
    Object.entries(propertiesOf(templateOf(variant), 'AWS::Lambda::Function')).flatMap(
      ([name, { ReservedConcurrentExecutions: reserved }]) =>
        reserved === undefined ? [] : [[nameOf(name), reserved]],
    ),
  );

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    parseSettings(environment);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}

describe('RESERVED_CONCURRENCY', () => {
  it('reserves nothing unless it is set', () => {
    expect(reservedIn('dev')).toEqual({});
  });

  it('gives each function that it names its share, and the others none', () => {
    expect(reservedIn('everything')).toEqual({
      DeliveryWorkerFunction: 60,
      DeliverySlowWorkerFunction: 10,
      CallbacksHandlerFunction: 200,
      IngestApiHandlerFunction: 150,
      IngestApiAuthorizerFunction: 50,
    });
  });

  it.each([
    // 50 batches of deliveries, 10 of the slow lane, 2 of the control queue.
    ['worker=62'],
    ['worker=70,receiver=5'],
    // 100 are left.
    ['worker=62,webhook-handler=838'],
  ])('may be %s in an account of 1,000', (shares) => {
    expect(problemsOf({ RESERVED_CONCURRENCY: shares, ACCOUNT_CONCURRENCY: '1000' })).toEqual([]);
  });

  it('is not checked against an account whose limit is not known', () => {
    expect(problemsOf({ RESERVED_CONCURRENCY: 'worker=5000' })).toEqual([]);
  });

  it.each([
    ['worker=0', {}, 'must be functions and their shares such as worker=62,webhook-handler=200'],
    ['mailer=5', {}, 'of authorizer, ingest-api, webhook-handler, worker, receiver'],
    ['worker', {}, 'must be functions and their shares'],
    ['worker=62,worker=70', {}, 'names a function twice'],
    [
      'authorizer=4',
      { PROVISIONED_CONCURRENCY: '5' },
      'reserves 4 for authorizer, of which PROVISIONED_CONCURRENCY=5 are to be warm',
    ],
    [
      'worker=62,webhook-handler=839',
      { ACCOUNT_CONCURRENCY: '1000' },
      'leaves 99 of ACCOUNT_CONCURRENCY=1000 to all other functions of the account; Lambda asks for 100 or more',
    ],
    [
      'worker=880',
      { ACCOUNT_CONCURRENCY: '1000', PROVISIONED_CONCURRENCY: '10' },
      'leaves 90 of ACCOUNT_CONCURRENCY=1000',
    ],
  ])('is refused at synth as %s', (shares, others, problem) => {
    const [first] = problemsOf({ RESERVED_CONCURRENCY: shares, ...others });

    expect(first).toMatch(`RESERVED_CONCURRENCY="${shares}": `);
    expect(first).toContain(problem);
  });
});

describe('the share of the worker', () => {
  it('covers all batches that it takes at once: those of deliveries, of the slow lane and of the control queue', () => {
    expect(problemsOf({ RESERVED_CONCURRENCY: 'worker=61' })).toEqual([
      'RESERVED_CONCURRENCY="worker=61": reserves 61 for worker, which takes 62 batches of messages at once: WORKER_MAX_CONCURRENCY=50, SLOW_LANE_CONCURRENCY=10 and 2 of the control queue; those above its share would be received only to be throttled',
    ]);
    const less = { WORKER_MAX_CONCURRENCY: '40', SLOW_LANE_CONCURRENCY: '8' };
    expect(problemsOf({ RESERVED_CONCURRENCY: 'worker=50', ...less })).toEqual([]);
    expect(problemsOf({ RESERVED_CONCURRENCY: 'worker=49', ...less })).toHaveLength(1);
  });

  it('is what the event sources of both lanes’ functions take in the template', () => {
    const sources = Object.values(propertiesOf(templateOf('everything'), 'AWS::Lambda::EventSourceMapping'));
    const takenBy = (name: string): number =>
      sources
        .filter(({ FunctionName }) => JSON.stringify(FunctionName).includes(name))
        .reduce((sum, { ScalingConfig }) => sum + Object(ScalingConfig).MaximumConcurrency, 0);
    const settings = parseSettings(EVERYTHING_ON);
    expect(takenBy('DeliverySlowWorker')).toBe(reservedIn('everything').DeliverySlowWorkerFunction);
    expect(takenBy('DeliveryWorker') + takenBy('DeliverySlowWorker')).toBe(workerBatches(settings));
  });
});

describe('WORKER_MAX_CONCURRENCY', () => {
  it('must leave something of the account to the others', () => {
    expect(problemsOf({ ACCOUNT_CONCURRENCY: '10' })).toEqual([
      'WORKER_MAX_CONCURRENCY="": must be less than ACCOUNT_CONCURRENCY=10, which all functions of the account share',
    ]);
    expect(problemsOf({ ACCOUNT_CONCURRENCY: '10', WORKER_MAX_CONCURRENCY: '9' })).toEqual([]);
  });
});
