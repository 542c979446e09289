import { expect, test } from 'vitest';
import { commands } from '../../src/cli/registry.ts';
import { manifest } from '../../scripts/project.mjs';
import { casebook } from './casebook.ts';

test.each(commands.map((command) => [command.name, command] as const))('%s is documented, with an example', async (name, command) => {
  const { code, stdout, stderr } = await casebook([name, '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(new RegExp(`^Usage: casebook ${name}\\b`));
  expect(command.examples.length).toBeGreaterThan(0);
  for (const example of command.examples) expect(stdout).toContain(`  casebook ${example}`);
  expect(stdout).toContain('--json');
});

test('--help lists every command with what it does', async () => {
  const { code, stdout } = await casebook(['--help']);
  expect(code).toBe(0);
  for (const { name } of commands) expect(stdout).toMatch(new RegExp(`^  ${name}\\b.* [A-Z]`, 'm'));
});

test('--version is that of the package', async () => {
  expect(await casebook(['--version'])).toEqual({ code: 0, stdout: `${manifest().version}\n`, stderr: '' });
});

test('options of later versions are not offered', async () => {
  expect((await casebook(['import', '--map', 'map.yaml', 'x.csv'])).code).toBe(3);
});

const help = 'casebook --help lists the commands; casebook COMMAND --help what one of them takes.\n';

test.each([
  ['an unknown command', ['lsit'], 'Unknown command \'lsit\'.\nDid you mean list?\n'],
  ['an unknown option', ['list', '--unlabeled'], 'Unknown option \'--unlabeled\'.\nDid you mean --unlabelled?\n'],
  ['a missing operand', ['show'], 'Missing required argument \'trace\'.\n'],
  ['an operand too many', ['show', 'a', 'b'], 'Too many arguments for \'show\'. Expected 1 argument but got 2: a, b.\n'],
  ['an option without its value', ['list', '--tool'], 'Option \'--tool <name>\' argument missing.\n'],
  ['a value that is no number', ['list', '--limit', 'many'], 'Option \'--limit <n>\' argument \'many\' is invalid. It takes a whole number from 1.\n'],
  ['a value that is no time', ['list', '--since', 'lately'], 'Option \'--since <time>\' argument \'lately\' is invalid. It takes a date such as 2026-02-03, a date and time such as 2026-02-03T09:12, or how long ago, such as 36h or 7d.\n'],
  ['two options that contradict', ['label', 'x', '--pass', '--fail'], 'Option \'--fail\' cannot be used with option \'--pass\'.\n'],
])('%s ends with 3, a sentence and a suggestion', async (_, args, sentence) => {
  expect(await casebook(args)).toEqual({ code: 3, stdout: '', stderr: `${sentence}${help}` });
});

test('no command at all prints help to stderr and ends with 3', async () => {
  const { code, stdout, stderr } = await casebook([]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toMatch(/^Usage: casebook <command>/);
});
