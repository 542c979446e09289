import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../src/core/cases/edit.ts';
import { readSettings, settingsCodes } from '../../../src/core/cases/settings.ts';
import type { SettingsName } from '../../../src/core/cases/settings.ts';

type Row = { readonly file: SettingsName; readonly text: string; readonly code: string; readonly at: string; readonly says: string; readonly fixed?: string };

const rows: readonly Row[] = [
  { file: 'config', code: 'CB801', text: 'roles: [a\n', at: 'a', says: 'Flow sequence' },
  { file: 'config', code: 'CB801', text: 'tags: []\n---\ntags: []\n', at: '---', says: 'This file holds one document; a second one starts here.' },
  { file: 'config', code: 'CB801', text: 'timezone: {{zone}}\n', at: '{{zone}}', says: 'Put this in quotes', fixed: 'timezone: "{{zone}}"\n' },
  { file: 'config', code: 'CB802', text: 'targets: {a: {type: command, comand: x, command: y}}\n', at: 'comand', says: 'There is no key comand here.' },
  { file: 'config', code: 'CB802', text: 'timezon: UTC\n', at: 'timezon', says: 'There is no key timezon here. Did you mean timezone?', fixed: 'timezone: UTC\n' },
  { file: 'config', code: 'CB803', text: 'targets:\n  null:\n    type: comand\n', at: 'comand', says: 'type has no value comand. Did you mean command?', fixed: 'targets:\n  null:\n    type: command\n' },
  { file: 'config', code: 'CB803', text: 'targets: {a: {type: http}}\n', at: 'http', says: 'type is one of replay, command; not http.' },
  { file: 'config', code: 'CB803', text: 'casebook: 2\n', at: '2', says: 'casebook must be 1, not 2.' },
  { file: 'config', code: 'CB803', text: 'targets: {a: {type: command, command: []}}\n', at: '[]', says: 'command needs at least one item.' },
  { file: 'config', code: 'CB803', text: '- a\n- b\n', at: '- a\n- b\n', says: 'config.yaml is a map of settings.' },
  { file: 'taxonomy', code: 'CB803', text: 'classes: [{id: Two words}]\n', at: 'Two words', says: 'id has characters that it may not have.' },
  { file: 'config', code: 'CB804', text: 'targets:\n  a: {command: x}\n', at: 'a', says: 'The key type is missing in a.' },
  { file: 'taxonomy', code: 'CB804', text: 'classes:\n  - name: Speed\n', at: 'name', says: 'The key id is missing in this item of classes.' },
  { file: 'config', code: 'CB805', text: 'roles: [a]\nroles: [b]\n', at: 'roles', says: 'The key roles stands twice in this map.' },
  { file: 'config', code: 'CB806', text: 'targets: {mended: {type: command, command: x}}\ndefaultTarget: mendd\n', at: 'mendd', says: 'There is no target mendd. Did you mean mended?', fixed: 'targets: {mended: {type: command, command: x}}\ndefaultTarget: mended\n' },
  { file: 'config', code: 'CB806', text: 'defaultTarget: replay\n', at: 'replay', says: 'defaultTarget cannot be a replay' },
  { file: 'taxonomy', code: 'CB806', text: 'classes: [{id: speed, mergedInto: answer_qualty}]\n', at: 'answer_qualty', says: 'Did you mean answer_quality?', fixed: 'classes: [{id: speed, mergedInto: answer_quality}]\n' },
  { file: 'taxonomy', code: 'CB807', text: 'classes: [{id: speed}, {id: speed}]\n', at: 'speed', says: 'The class speed is listed twice.' },
  { file: 'taxonomy', code: 'CB807', text: 'classes: [{id: speed, modes: [{id: slow}, {id: slow}]}]\n', at: 'slow', says: 'The mode slow is listed twice.' },
];

test.each(rows)('$code $at: $says', ({ file, text, code, at, says, fixed }) => {
  const { problems } = readSettings(file, text);
  const [problem] = problems;
  expect(problems.map((each) => [each.code, each.severity])).toEqual([[code, 'error']]);
  expect(problem?.message).toContain(says);
  expect(text.slice(problem?.range.start, problem?.range.end)).toBe(at);
  const [fix] = problem?.fixes ?? [];
  if (fixed !== undefined) expect(fix && 'edits' in fix ? applyEdits(text, fix.edits) : undefined).toBe(fixed);
});

test('every code has a row', () => {
  expect([...new Set(rows.map((row) => row.code))].toSorted()).toEqual(Object.keys(settingsCodes));
});

test('the second of two keys is the one that stands twice', () => {
  expect(readSettings('config', 'roles: [a]\nroles: [b]\n').problems[0]?.range.start).toBe(11);
});

describe('what is right', () => {
  test('an absent value is no problem', () => {
    expect(readSettings('config', '# nothing yet\n')).toEqual({ value: null, problems: [] });
  });

  test('names that refer to nothing leave the rest readable', () => {
    expect(readSettings('config', 'defaultTarget: x\nroles: [a]\n').value?.roles).toEqual(['a']);
  });
});
