import { expect, it } from '@jest/globals';
import { createLocalizer, isAddressOf } from './localize-urls.ts';

const api = {
  logicalId: 'Api',
  cloudUrls: ['https://abc.execute-api.eu-west-1.amazonaws.com/prod', 'https://hooks.example.com'],
};
const localize = createLocalizer([{ api, localUrl: 'http://127.0.0.1:3000' }]);

it.each([
  ['https://abc.execute-api.eu-west-1.amazonaws.com/prod/', 'http://127.0.0.1:3000/'],
  ['https://abc.execute-api.eu-west-1.amazonaws.com/prod/v1/events', 'http://127.0.0.1:3000/v1/events'],
  ['see https://hooks.example.com/docs', 'see http://127.0.0.1:3000/docs'],
  [
    'https://abc.execute-api.eu-west-1.amazonaws.com/production/',
    'https://abc.execute-api.eu-west-1.amazonaws.com/production/',
  ],
  ['https://hooks.example.com.au/', 'https://hooks.example.com.au/'],
])('%s → %s', (value, expected) => {
  expect(localize(value)).toBe(expected);
});

it('an output belongs to the API whose URL it starts with', () => {
  expect(isAddressOf(api, 'https://hooks.example.com/')).toBe(true);
  expect(isAddressOf(api, 'https://hooks.example.community')).toBe(false);
});
