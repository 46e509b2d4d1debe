import type { MethodModel } from './api-model.ts';

export type RouteMatch = {
  readonly method: MethodModel;
  readonly pathParameters: Readonly<Record<string, string>> | null;
};

type Node = {
  readonly literals: Map<string, Node>;
  parameter: { readonly name: string; readonly node: Node } | undefined;
  greedy: { readonly name: string; readonly node: Node } | undefined;
  readonly methods: Map<string, MethodModel>;
};

const makeNode = (): Node => ({
  literals: new Map(),
  parameter: undefined,
  greedy: undefined,
  methods: new Map(),
});

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

const segmentsOf = (path: string): string[] => path.split('/').filter((segment) => segment !== '');

/** A path as it is matched: decoded, without empty segments. Policies judge this one, so that `/a%62/` is `/ab`. */
export const canonicalPath = (path: string): string => `/${segmentsOf(path).map(decode).join('/')}`;

/**
 * Matches as API Gateway does: at each level an exact name wins over `{name}`, and that over `{name+}`. The resource
 * is chosen first; one that lacks the request's method refuses it, whatever a less exact resource would do.
 */
export function createRouter(
  methods: readonly MethodModel[],
): (httpMethod: string, path: string) => RouteMatch | undefined {
  const root = makeNode();
  for (const method of methods) {
    let node = root;
    for (const segment of segmentsOf(method.resourcePath)) node = childFor(node, segment);
    node.methods.set(method.httpMethod, method);
  }

  return (httpMethod, path) => {
    const found = find(root, segmentsOf(path), {});
    const method = found?.node.methods.get(httpMethod) ?? found?.node.methods.get('ANY');
    if (!found || !method) return undefined;
    return { method, pathParameters: Object.keys(found.parameters).length > 0 ? found.parameters : null };
  };
}

function childFor(node: Node, segment: string): Node {
  const name = /^\{(.+?)(\+?)\}$/.exec(segment);
  if (!name) {
    const known = node.literals.get(segment) ?? makeNode();
    node.literals.set(segment, known);
    return known;
  }
  const [, parameter = '', plus] = name;
  if (plus) {
    node.greedy ??= { name: parameter, node: makeNode() };
    return node.greedy.node;
  }
  node.parameter ??= { name: parameter, node: makeNode() };
  return node.parameter.node;
}

type Found = {
  readonly node: Node;
  readonly parameters: Record<string, string>;
};

function find(
  node: Node,
  segments: readonly string[],
  parameters: Record<string, string>,
): Found | undefined {
  const [segment, ...rest] = segments;
  if (segment === undefined) return node.methods.size > 0 ? { node, parameters } : undefined;
  const literal = node.literals.get(decode(segment));
  const exact = literal && find(literal, rest, parameters);
  if (exact) return exact;
  if (node.parameter) {
    const found = find(node.parameter.node, rest, { ...parameters, [node.parameter.name]: decode(segment) });
    if (found) return found;
  }
  if (!node.greedy || node.greedy.node.methods.size === 0) return undefined;
  return {
    node: node.greedy.node,
    parameters: { ...parameters, [node.greedy.name]: segments.map(decode).join('/') },
  };
}
