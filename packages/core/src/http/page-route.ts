import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Route } from './route.ts';

/** A page or a file of one: for anybody, and no part of the API's description. */
export type PageRoute = Route<unknown, 'public', never>;

export function pageRoute(
  path: string,
  answer: (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
): PageRoute {
  return {
    method: 'GET',
    path,
    access: 'public',
    schema: { hide: true },
    answer: (_, request, reply) => answer(request, reply),
    examples: () => [],
  };
}
