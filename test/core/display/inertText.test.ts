import { readFileSync, globSync } from 'node:fs';
import { expect, test } from 'vitest';
import { inertText } from '../../../src/core/display/inertText.ts';
import { inProject } from '../../../scripts/project.mjs';

/** What VS Code takes for a link in a message and for an icon in a label, as its documentation tells them. */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const icon = /\$\([a-z0-9-]+(?:~[a-z]+)?\)/i;

test.each([
  'See [the report](command:workbench.action.closeWindow)',
  '[a]( command:x) [a](command:x?%5B1%5D "title") [b](https://a.example)',
  '[a](file:///etc/passwd)', '[x]\u001b[0m(command:a.b)', '[x]\u0000(command:a.b)',
])('%j is no link', (text) => expect(inertText(text)).not.toMatch(link));

test('an icon is the text it is written as', () => {
  expect(inertText('$(trash) $(sync~spin)')).not.toMatch(icon);
  expect(inertText('$\u001b[1m(trash)')).not.toMatch(icon);
});

test('the rest stays, and looks the same', () => {
  expect(inertText('It costs $5 (about [one]) for getOrder(12345)')).toBe('It costs $5 (about [one]) for getOrder(12345)');
  expect(inertText('a[0](b) $(c)').replaceAll('\u2060', '')).toBe('a[0](b) $(c)');
});

test('what turns text around is named', () => expect(inertText('a\u202eb')).toBe('a‹U+202E›b'));

test('messages and progress of the window go through the one place that makes their text inert', () => {
  const direct = globSync('src/extension/**/*.ts', { cwd: inProject('') }).map((file) => file.replaceAll('\\', '/')).filter((file) => /\bshow(?:Information|Warning|Error)Message\b|window\.(?:withProgress)\b/.test(readFileSync(inProject(file), 'utf8')));
  expect(direct.sort()).toEqual(['src/extension/services/notify.ts', 'src/extension/services/progress.ts']);
});
