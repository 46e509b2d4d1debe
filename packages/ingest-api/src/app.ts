import type { HttpApp } from '@switchyard/core/http';
import type { Api } from './api.ts';
import { createAppOf } from './app-of.ts';
import { routes } from './routes.ts';

export const createApp = (api: Api): HttpApp => createAppOf(routes, api);
