import { startApp } from '../ui/app-frame.tsx';
import { Portal, type PortalProps } from './portal.tsx';

export const start = (props: PortalProps): void => startApp(<Portal {...props} />);
