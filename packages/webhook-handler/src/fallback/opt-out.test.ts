import { expect, it } from '@jest/globals';
import { isOptOut } from './opt-out.ts';

it.each([
  ...[
    'STOP',
    ' Stop ',
    'STOP.',
    'Stop!',
    'stop!!',
    '"STOP"',
    'S T O P',
    'opt out',
    'Opt-Out',
    'OPT OUT of this',
  ],
  ...[
    'stopall',
    'stop all',
    'please STOP',
    'stop texting me',
    'UNSUBSCRIBE',
    'cancel',
    'End.',
    'quit',
    'REVOKE',
    'help?',
  ],
  ...['ＳＴＯＰ', 'st\u200bop', 'STÓP', 'stop 🛑', 'START', 'info', 'Unstop'],
  ...[
    'ARRET',
    'Arrêt',
    'ARRÊTER',
    'ALTO',
    'PARAR',
    'Baja',
    'darse de baja',
    'no más',
    'SAIR',
    'Abmelden',
    'kündigen',
  ],
  ...['СТОП', 'стоп.', 'ΣΤΟΠ', 'İPTAL', 'توقف', 'הסר', 'रोकें', '退订', '停止', 'ストップ', '수신거부'],
])('is an opt-out, an opt-in or a question for help: %s', (text) => {
  expect(isOptOut(text)).toBe(true);
});

it.each([
  ...[
    '',
    '👍',
    'When do you open?',
    'Can you help me with my order?',
    'Bus stop 7 is closed today, I am late',
  ],
  ...['cancel my order please', 'The end is near', 'infos', 'stoppage', 'Ja, am Donnerstag'],
])('is none: %s', (text) => {
  expect(isOptOut(text)).toBe(false);
});

it('reads the beginning of a long text only', () => {
  expect(isOptOut('x'.repeat(1_000_000))).toBe(false);
});
