import { isObject } from '@switchyard/aws-local/json';
import { mayUse } from '@switchyard/core/tenants/portal-routes';
import { routes } from '../../../ingest-api/src/routes.ts';
import { neverLogged } from '../canaries.ts';
import { unknownLike } from './found-ids.ts';
import { isCreating, otherTenantTrials } from './other-tenant-trials.ts';
import { ask, clientOf, ofSecond, type Stage, shows, type Trial, tenantOperations } from './stage.ts';

const LINKS = ['read', 'full', 'revoked'] as const;
type Link = (typeof LINKS)[number];

const made = new WeakMap<Stage['second'], Promise<Readonly<Record<Link, string>>>>();

/** Keys in links to the second tenant's portal. */
function keysOf({ second }: Stage): Promise<Readonly<Record<Link, string>>> {
  const known = made.get(second) ?? makeLinks(second);
  made.set(second, known);
  return known;
}

async function makeLinks({ tenant: { hooks } }: Stage['second']): Promise<Readonly<Record<Link, string>>> {
  const make = async (access: 'read' | 'full') => {
    const { body, text } = await hooks.call('POST', '/v1/portal-links', JSON.stringify({ access }));
    const [, key] = isObject(body) ? String(body.url).split('#key=') : [];
    if (!isObject(body) || key === undefined) throw new Error(`No link was made: ${text}`);
    return { key: neverLogged('key of a portal link', key), keyId: String(body.key_id) };
  };
  const [read, full, revoked] = [await make('read'), await make('full'), await make('full')];
  await hooks.call('DELETE', `/v1/portal-links/${revoked.keyId}`);
  return { read: read.key, full: full.key, revoked: revoked.key };
}

/** What its route declares, by the name of the operation. */
function portalUseOf(name: string) {
  const route = routes.find(({ schema }) => 'operationId' in schema && schema.operationId === name);
  return route?.access === 'tenant' ? route.portal : undefined;
}

const isRefusal = (status: number): boolean => status === 401 || status === 403;

/** A link may what its route declares, and no more. The ids are nobody's, so nothing is changed. */
const allowed: readonly Trial[] = tenantOperations.flatMap((operation) =>
  LINKS.map((link) => ({
    of: operation.name,
    name: `by a link, ${link}`,
    run: async (stage: Stage) => {
      const use = portalUseOf(operation.name);
      if (use === undefined) return 'Its route does not say which links may use it.';
      const keys = await keysOf(stage);
      const ids = (name: string) => unknownLike(ofSecond(stage)(name));
      const answer = await ask(clientOf(stage, keys[link]), operation, ids);
      const may = link !== 'revoked' && mayUse(use, link);
      // What it is told there is that it has ended.
      if (isRefusal(answer.status) === may)
        return `It is ${use}, and is answered ${answer.status}: ${answer.text}`;
      return shows(answer, stage);
    },
  })),
);

/** Whoever makes a link makes one to what is its own. */
const madeForItself: Trial = {
  of: 'createPortalLink',
  name: 'a link opens the portal of who made it',
  run: async (stage) => {
    const { second } = stage;
    const { body } = await clientOf(stage, second.tenant.apiKey).call('POST', '/v1/portal-links', '{}');
    const [, key = ''] = isObject(body) ? String(body.url).split('#key=') : [];
    const { text } = await clientOf(stage, neverLogged('key of a portal link', key)).call(
      'GET',
      '/v1/portal-session',
    );
    return text.includes(second.tenant.tenantId) ? undefined : `It opens ${text}`;
  },
};

/** All that another tenant tries with its key, tried with the key of a link; but what it makes, it makes once. */
const asTenant: readonly Trial[] = otherTenantTrials(
  tenantOperations.filter((each) => !isCreating(each)),
).map((trial) => ({
  ...trial,
  name: `by a link, ${trial.name}`,
  run: async (stage) => {
    const { full: apiKey } = await keysOf(stage);
    const { second } = stage;
    return trial.run({ ...stage, second: { ...second, tenant: { ...second.tenant, apiKey } } });
  },
}));

export const portalLinkTrials: readonly Trial[] = [...allowed, madeForItself, ...asTenant];
