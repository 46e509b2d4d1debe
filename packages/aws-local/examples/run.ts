import { startLocalStack } from '@switchyard/aws-local';

const stack = await startLocalStack({
  assemblyDirectory: 'cdk.out',
  onLog: ({ shortName, text }) => console.error(`${shortName}: ${text}`),
});
for (const what of stack.unsupported) console.error(`Not run here: ${what}`);
console.log(JSON.stringify(stack.outputs, null, 2));

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stack.stop);
