import { count } from '../format.ts';
import type { OpenDeployment } from '../open-deployment.ts';
import { type Depth, readDepth } from '../queue-depths.ts';
import { DEPLOY } from './check-stack.ts';
import { type Finding, fail, ok, orFailure, warn } from './finding.ts';

const DEAD_LETTERS = /-dlq$/;

/** Whether the queues answer, and what lies in them that somebody should look at. Their numbers are approximate. */
export async function checkQueues({ sqs, named }: Pick<OpenDeployment, 'sqs' | 'named'>): Promise<Finding[]> {
  const depths = new Map<string, Depth>();
  const failures = await Promise.all(
    Object.entries(named.queueUrls).map(([name, url]) =>
      orFailure(name, async () => {
        const depth = await readDepth(sqs, url);
        if (depth === undefined) return fail(name, 'the queue does not exist', DEPLOY);
        depths.set(name, depth);
        return [];
      }),
    ),
  );
  const all = [...depths];
  const sum = (pick: (depth: Depth) => number) =>
    all.filter(([name]) => !DEAD_LETTERS.test(name)).reduce((total, [, depth]) => total + pick(depth), 0);
  const answering = ok(
    'depth',
    `${count(depths.size, 'queue')}: about ${sum(({ waiting }) => waiting)} waiting, ${sum(({ underWay }) => underWay)} under way, ${sum(({ delayed }) => delayed)} delayed`,
  );
  return [
    ...(depths.size === 0 ? [] : [answering]),
    ...failures.flat(),
    ...all.flatMap(([name, { waiting, underWay }]) => attention(name, waiting + underWay)),
  ];
}

function attention(name: string, messages: number): Finding[] {
  if (messages === 0) return [];
  if (name === 'delivery-dlq') {
    const fix = '`dlq peek` shows them; when the endpoints are mended, `dlq requeue`';
    return [warn(name, `about ${count(messages, 'delivery').replace(/ys$/, 'ies')} given up`, fix)];
  }
  if (name === 'callback-spool') {
    const fix =
      'they are tried every 3 minutes; the log of the function callback-spool says what is in the way';
    return [warn(name, `about ${count(messages, 'callback')} not recorded yet`, fix)];
  }
  if (!DEAD_LETTERS.test(name)) return [];
  const consumer = name === 'callback-spool-dlq' ? 'the function callback-spool' : 'its consumer';
  const fix = `mend ${consumer}, then \`aws sqs start-message-move-task --source-arn <ARN of the queue>\``;
  return [warn(name, `about ${count(messages, 'message')} that ${consumer} could not process`, fix)];
}
