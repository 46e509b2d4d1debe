import { AssemblyError, PortInUseError } from '../errors.ts';
import { type HttpServer, startHttpServer } from '../http/http-server.ts';
import type { Stack, StackResource } from '../template/load-stack.ts';
import { type ApiAddresses, apiAddresses, isAddressOf } from '../template/localize-urls.ts';

export type ListeningApi = {
  readonly resource: StackResource;
  readonly addresses: ApiAddresses;
  readonly server: HttpServer;
};

/** Opens a port for each REST API; `ports` names them by the stack output that holds the API's URL. */
export async function listenApis(
  stack: Stack,
  region: string,
  ports: Readonly<Record<string, number>>,
  onListening: (server: HttpServer) => void,
): Promise<ListeningApi[]> {
  const outputs = stack.outputs();
  const apis = stack
    .ofType('AWS::ApiGateway::RestApi')
    .map((resource) => ({ resource, addresses: apiAddresses(stack, resource, region) }));
  for (const key of Object.keys(ports)) {
    if (!apis.some(({ addresses }) => isAddressOf(addresses, outputs[key] ?? ''))) {
      throw new AssemblyError(
        `A port is asked for ${key}, but the stack has no output ${key} that is the URL of a REST API.`,
      );
    }
  }
  const listening: ListeningApi[] = [];
  for (const { resource, addresses } of apis) {
    const [key, port] = Object.entries(ports).find(([name]) =>
      isAddressOf(addresses, outputs[name] ?? ''),
    ) ?? [resource.logicalId, 0];
    const server = await startHttpServer(port).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EADDRINUSE' ? new PortInUseError(port, key, { cause: error }) : error;
    });
    onListening(server);
    listening.push({ resource, addresses, server });
  }
  return listening;
}
