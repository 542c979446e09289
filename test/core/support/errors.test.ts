import { expect, test } from 'vitest';
import { messageOf } from '../../../src/core/support/errors.ts';

test('what went wrong is never said with nothing', () => {
  expect([new Error('no disk'), new TypeError(''), 'text', undefined].map(messageOf)).toEqual(['no disk', 'TypeError', 'text', 'undefined']);
});
