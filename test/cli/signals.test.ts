import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { TemporaryFolder } from './casebook.ts';

const exported = `${JSON.stringify({ runId: 'r1', query: 'Where is order 12?', messages: [
  { role: 'user', content: 'Where is order 12?' },
  { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'getOrder', arguments: '{"id":12}' } }] },
  { role: 'tool', tool_call_id: 'c1', content: 'Error: no such order' },
  { role: 'assistant', content: 'It is on its way.' },
] })}\n`;

type Shown = { readonly signals: readonly { readonly id: string; readonly steps: readonly number[]; readonly measured: { readonly right: number; readonly of: number } | null }[] };

test('show tells what a trace shows by itself, and config.yaml which of it', async () => {
  await using folder = new TemporaryFolder();
  writeFileSync(folder.file('runs.jsonl'), exported);
  await folder.run(['import', 'runs.jsonl']);
  const shown = await folder.run(['show', 'r1']);
  expect(shown.stdout).toMatch(/1 signal\nstep \d+ +Tool error not recovered: getOrder failed .* \((?:right in \d+ of \d+ looked at(?:, too few to tell)?|not measured yet)\)/);
  const ids = async () => (JSON.parse((await folder.run(['show', 'r1', '--json'])).stdout) as Shown).signals.map(({ id }) => id);
  expect(await ids()).toEqual(['toolErrorNotRecovered']);
  expect((await folder.run(['signals'])).stdout).not.toMatch(/ off$/m);
  mkdirSync(folder.file('casebook'), { recursive: true });
  writeFileSync(folder.file('casebook/config.yaml'), 'casebook: 1\nsignals: {off: [toolErrorNotRecovered, failedCalls]}\n');
  expect(await ids()).toEqual([]);
  expect((await folder.run(['signals'])).stdout.match(/^\w+(?=.* off$)/gm)).toEqual(['toolErrorNotRecovered', 'failedCalls']);
  writeFileSync(folder.file('casebook/config.yaml'), 'casebook: 1\nsignals: {off: [slo]}\n');
  expect(await folder.run(['validate', 'casebook/config.yaml'])).toMatchObject({ code: 2, stdout: expect.stringContaining('Did you mean slow?') as string });
});
