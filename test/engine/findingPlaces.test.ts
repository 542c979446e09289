import { expect, test } from 'vitest';
import type { Call } from '../../src/core/model/trace.ts';
import { placeInWords } from '../../src/engine/findingPlaces.ts';

const call: Call = { name: 'refundCard', index: 0, groupId: null, status: 'ok', startUs: null, endUs: null, spanId: null, step: 3 };

test.each([
  ['query', 'query'],
  ['messages[0].content', 'message 1'],
  ['trial.output', 'answer'],
  ['trial.calls[0].args.email', 'step 3, argument email'],
  ['trial.calls[0].args.to[0].email', 'step 3, argument to[0].email'],
  ['trial.calls[0].result', 'step 3, result'],
  ['trial.calls[0].result.iban', 'step 3, result iban'],
  ['trial.calls[1].args', 'call 2, arguments'],
  ['trial.retrieved[2].text', 'document 3'],
  ['label.note', 'label, note'],
  ['label.wrongWords', 'label, wrong words'],
  ['facts.finalText', 'fact finalText'],
  ['trial.facts.finalText', 'fact finalText'],
  ['trial.wrappers[0].args.topic', 'step 5, argument topic'],
])('%s is %s', (path, words) => expect(placeInWords(path, { calls: [call, { ...call, index: 1, step: null }], wrappers: [{ ...call, step: 5 }] })).toBe(words));
