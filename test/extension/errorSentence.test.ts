import { expect, test } from 'vitest';
import { UserError } from '../../src/core/support/errors.ts';
import { sentenceOf, wireErrorOf } from '../../src/extension/services/errorSentence.ts';
import { RemoteError } from '../../src/protocol/rpc.ts';

test('a user’s error is its sentence and the next thing to try, from either side of a port', () => {
  expect(sentenceOf(new UserError('x', 'It is read-only.', 'Change that.'))).toBe('It is read-only. Change that.');
  expect(sentenceOf(new RemoteError({ code: 'x', message: 'It is read-only.', hint: 'Change that.' }))).toBe('It is read-only. Change that.');
  expect(sentenceOf(new UserError('x', 'It is read-only.'))).toBe('It is read-only.');
});

test('a bug has no sentence', () => {
  expect(sentenceOf(new TypeError('undefined is not a function'))).toBeUndefined();
  expect(sentenceOf(new RemoteError({ code: 'bug', message: 'x' }))).toBeUndefined();
  expect(sentenceOf('thrown text')).toBeUndefined();
});

test('what crosses to a page is a sentence; the bug itself goes to the log', () => {
  const logged: unknown[] = [];
  const log = { info() {}, warn() {}, error: (_: string, error?: unknown) => void logged.push(error) };
  const bug = new TypeError('secret detail');
  expect(JSON.stringify(wireErrorOf(bug, log))).not.toContain('secret detail');
  expect(logged).toEqual([bug]);
  expect(wireErrorOf(new UserError('read-only', 'No.', 'Try.'), log)).toEqual({ code: 'read-only', message: 'No.', hint: 'Try.' });
});
