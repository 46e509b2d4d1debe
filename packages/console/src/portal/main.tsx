import '../ui/styles/all.css';
import { setKey } from '../api/client.ts';
import { portalPath } from '../api/portal-address.ts';
import { startApp } from '../ui/app-frame.tsx';
import { Portal } from './portal.tsx';
import { takeKey } from './session/read-link.ts';

const key = takeKey();
if (key !== undefined) setKey(key);
startApp(<Portal hasLink={key !== undefined} path={portalPath} />);
