/** What API Gateway lets through to this function. A test holds it equal to the routes that the app has. */
export const routes = [
  { method: 'POST', path: '/{tenant_id}/webhook' },
  { method: 'GET', path: '/health' },
  { method: 'POST', path: '/enable' },
  { method: 'POST', path: '/disable' },
  { method: 'GET', path: '/status' },
  { method: 'GET', path: '/docs' },
  { method: 'GET', path: '/openapi.json' },
  { method: 'GET', path: '/assets/{file}' },
] as const;
