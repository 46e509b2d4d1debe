import { readFileSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** Given to the functions as NODE_EXTRA_CA_CERTS: it has signed all but the self-signed certificate. */
export const TEST_CA = new URL('./tls/ca.pem', import.meta.url);

export type Certificate = 'trusted' | 'self-signed' | 'wrong-name' | 'expired';

function optionsOf(certificate: Certificate) {
  const pem = (name: string) => readFileSync(new URL(`./tls/${name}.pem`, import.meta.url));
  return { key: pem('key'), cert: pem(certificate) };
}

/** Servers that a test starts, and ends together. */
export function createServers() {
  const started: { readonly server: Server; readonly sockets: Set<Socket> }[] = [];

  async function listen(server: Server): Promise<string> {
    const sockets = new Set<Socket>();
    started.push({ server, sockets });
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return `127.0.0.1:${port}/`;
  }

  return {
    /** Hands each request's connection over, with the number of the request: 1 for the first. @returns its URL */
    async startRaw(answer: (socket: Socket, number: number) => void): Promise<string> {
      let requests = 0;
      const server = createServer((socket) => {
        socket.once('data', () => {
          requests += 1;
          answer(socket, requests);
        });
      });
      return `http://${await listen(server)}`;
    },

    /** Answers 200 to whoever takes its certificate. @returns its URL */
    async startTls(certificate: Certificate): Promise<string> {
      const server = createTlsServer(optionsOf(certificate), (_, response) => response.end('ok'));
      return `https://${await listen(server)}`;
    },

    /** Answers 200 to whoever shows a certificate that this authority issued, and notes their names. */
    async startMutualTls(authority: string): Promise<{ readonly url: string; readonly seen: string[] }> {
      const seen: string[] = [];
      const options = { ...optionsOf('trusted'), ca: authority, requestCert: true, rejectUnauthorized: true };
      const server = createTlsServer(options, ({ socket }, response) => {
        const certificate = socket instanceof TLSSocket ? socket.getPeerCertificate() : undefined;
        seen.push(String(certificate?.subject.CN));
        response.end('ok');
      });
      return { url: `https://${await listen(server)}`, seen };
    },

    async close(): Promise<void> {
      await Promise.all(
        started.splice(0).map(({ server, sockets }) => {
          for (const socket of sockets) socket.destroy();
          return new Promise((resolve) => server.close(resolve));
        }),
      );
    },
  };
}
