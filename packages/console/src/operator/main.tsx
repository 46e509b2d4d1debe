import '../ui/styles/all.css';
import './operator.css';
import { startApp } from '../ui/app-frame.tsx';
import { takeToken } from './api/token.ts';
import { Operator } from './operator.tsx';

startApp(<Operator hasToken={takeToken()} />);
