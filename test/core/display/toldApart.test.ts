import { expect, test } from 'vitest';
import { toldApart } from '../../../src/core/display/truncate.ts';

test.each([
  ["What's the status of order 12345?", "What's the status of order 12377?", "What's t… 12345?", "What's t… 12377?"],
  ['Where is it?', 'When is it?', 'Where is it?', 'When is it?'],
  ['The very same question as before', 'The very same question as before', 'The very same question as before', 'The very same question as before'],
])('%s beside %s', (a, b, one, other) => expect(toldApart(a, b)).toEqual([one, other]));
