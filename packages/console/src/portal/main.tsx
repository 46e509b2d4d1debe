import '../ui/styles/all.css';
import { portalPath } from '../api/portal-address.ts';
import { startApp } from '../ui/app-frame.tsx';
import { Portal } from './portal.tsx';
import { takeKey } from './session/read-link.ts';

startApp(<Portal linkKey={takeKey()} path={portalPath} />);
