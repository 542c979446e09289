import { expect, test } from 'vitest';
import { linkedTrace, traceLink } from '../../src/extension/panel/traceLink.ts';

test.each([
  ['tr_0123456789ab', undefined, 'vscode://casebook.casebook/trace/tr_0123456789ab'],
  ['tr_0123456789ab', 8, 'vscode://casebook.casebook/trace/tr_0123456789ab?step=8'],
] as const)('a link to %s at step %s leads back to it', (trace, step, link) => {
  expect(traceLink('vscode', trace, step)).toBe(link);
  const { pathname, search } = new URL(link);
  expect(linkedTrace({ path: pathname, query: search.slice(1) })).toEqual({ trace, step });
});

test.each([['/', ''], ['/trace/', ''], ['/trace/a/b', ''], ['/other/tr_1', '']])('%s is no link to a trace', (path, query) => expect(linkedTrace({ path, query })).toBeUndefined());

test.each(['0', '-1', '1.5', 'x', '1e3', '99999999999'])('a step of %s is none', (step) => expect(linkedTrace({ path: '/trace/tr_1', query: `step=${step}` })).toEqual({ trace: 'tr_1', step: undefined }));
