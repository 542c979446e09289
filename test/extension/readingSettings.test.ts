import { expect, test } from 'vitest';
import { changedSentence, changedSettings } from '../../src/extension/display/readingSettings.ts';

const before = `# Ours
casebook: 1
facts:
  user: [user.id]
  # what it was for
  useCase: [desk]

prices:
  - model: small-1
    input: 0.15
targets:
  mine: { type: command, command: node agent.mjs }
`;

test.each([
  ['nothing', before, []],
  ['a comment and a space', before.replace('# what it was for', '# what for').replace('input: 0.15', 'input: 0.15   # per million'), []],
  ['a target', before.replace('agent.mjs', 'other.mjs'), []],
  ['a fact', before.replace('[desk]', '[desk.name]'), ['facts']],
  ['a price, with other line ends', before.replaceAll('\n', '\r\n').replace('0.15', '0.2'), ['prices']],
  ['a block more, and one less', `${before.replace(/prices:[^]*(?=targets)/, '')}redaction: { personal: on }\n`, ['prices', 'redaction']],
])('%s changed', (_, after, expected) => expect(changedSettings(before, after)).toEqual(expected));

test('it is said in one sentence', () => {
  expect(changedSentence(['facts'])).toBe('You changed facts in casebook/config.yaml. Traces that are here already keep what they were read with until the index is rebuilt.');
  expect(changedSentence(['facts', 'prices', 'redaction'])).toMatch(/^You changed facts, prices and redaction in/);
});
