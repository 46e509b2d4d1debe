import { expect, it } from '@jest/globals';
import { createMessageGroups } from './message-groups.ts';

const receive = (groups: ReturnType<typeof createMessageGroups>, asked: string[] = ['All']) =>
  groups.restore(
    'ReceiveMessage',
    { MessageSystemAttributeNames: asked },
    { Messages: [{ MessageId: 'm1', ReceiptHandle: 'r1', Attributes: { SentTimestamp: '1' } }] },
  );

it('a message gets back the group that it was sent with', () => {
  const groups = createMessageGroups();
  groups.restore('SendMessage', { MessageGroupId: 'customer' }, { MessageId: 'm1' });
  expect(receive(groups)).toEqual({
    Messages: [
      {
        MessageId: 'm1',
        ReceiptHandle: 'r1',
        Attributes: { MessageGroupId: 'customer', SentTimestamp: '1' },
      },
    ],
  });
});

it('each entry of a batch gets its own', () => {
  const groups = createMessageGroups();
  const Entries = [{ Id: 'a' }, { Id: 'b', MessageGroupId: 'customer' }];
  groups.restore(
    'SendMessageBatch',
    { Entries },
    {
      Successful: [
        { Id: 'b', MessageId: 'm1' },
        { Id: 'a', MessageId: 'm2' },
      ],
    },
  );
  expect(receive(groups)).toMatchObject({ Messages: [{ Attributes: { MessageGroupId: 'customer' } }] });
});

it('it gets back its trace header too', () => {
  const groups = createMessageGroups();
  const AWSTraceHeader = { DataType: 'String', StringValue: 'Root=1' };
  groups.restore('SendMessage', { MessageSystemAttributes: { AWSTraceHeader } }, { MessageId: 'm1' });
  expect(receive(groups)).toMatchObject({ Messages: [{ Attributes: { AWSTraceHeader: 'Root=1' } }] });
});

it('it is not given to who does not ask for it, and forgotten with the message', () => {
  const groups = createMessageGroups();
  groups.restore('SendMessage', { MessageGroupId: 'customer' }, { MessageId: 'm1' });
  expect(JSON.stringify(receive(groups, ['SentTimestamp']))).not.toContain('customer');
  groups.restore('DeleteMessage', { ReceiptHandle: 'r1' }, {});
  expect(JSON.stringify(receive(groups))).not.toContain('customer');
});
