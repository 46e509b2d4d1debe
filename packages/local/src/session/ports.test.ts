import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { PortInUseError } from '@switchyard/aws-local';
import { explainPortInUse, requireFreePorts } from './ports.ts';
import { parseSessionSettings } from './session-settings.ts';

let server: Server;
let port: number;
beforeEach(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

it.each(['PORT', 'RECEIVER_PORT'])('a taken port is said with %s, the variable to set', async (variable) => {
  const settings = parseSessionSettings({ PORT: '0', RECEIVER_PORT: '0', [variable]: String(port) });
  await expect(requireFreePorts(settings)).rejects.toThrow(
    `Port ${port} is taken by another program. Set ${variable} to another port, or ${variable}=0 for any free one.`,
  );
});

it('free ports are left free', async () => {
  await new Promise((resolve) => server.close(resolve));
  const settings = parseSessionSettings({ PORT: String(port), RECEIVER_PORT: '0' });
  await requireFreePorts(settings);
  await requireFreePorts(settings);
  server = createServer().listen(port, '127.0.0.1');
});

it('a port that was taken since the look is said in the same words', () => {
  expect(explainPortInUse(new PortInUseError(3001, 'ReceiverUrl'))).toMatchObject({
    message: expect.stringContaining('Set RECEIVER_PORT to another port'),
  });
  const other = new Error('other');
  expect(explainPortInUse(other)).toBe(other);
});
