import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Patterns } from '../../src/core/model/patterns.ts';
import { TemporaryFolder } from './casebook.ts';

const tools = [
  { name: 'handleData', description: 'Handles data', input_schema: { type: 'object', properties: { data: { type: 'string' } }, required: ['data'] } },
  { name: 'search_orders', description: 'Searches orders by customer. Returns their numbers.', input_schema: { type: 'object', properties: { customer: { type: 'string', description: 'Name or number of the customer' } } } },
];
const row = (id: string, called: string) => JSON.stringify({
  id, tools,
  messages: [
    { role: 'user', content: `Where is order ${id}?` },
    { role: 'assistant', content: null, tool_calls: [{ id: `c-${id}`, type: 'function', function: { name: called, arguments: '{"data":"1"}' } }] },
    { role: 'tool', tool_call_id: `c-${id}`, content: '{"status":"delivered"}' },
    { role: 'assistant', content: 'It was delivered.' },
  ],
});

test('lint-tools speaks of a file by its lines, and of traces by their tools', async () => {
  await using folder = new TemporaryFolder();
  writeFileSync(folder.file('tools.json'), JSON.stringify(tools, null, 2));
  const file = await folder.run(['lint-tools', 'tools.json']);
  expect(file).toMatchObject({ code: 0, stderr: '2 tools in 1 file: 5 warnings\n' });
  expect(file.stdout).toMatchInlineSnapshot(`
    "tools.json:3:13 CT101 handleData does not say what it acts on: data could be anything. (warning)
    tools.json:3:13 CT102 handle could mean anything: say what handleData does, such as create, update or cancel. (warning)
    tools.json:4:20 CT105 The description of handleData does not say what it requires: name data, and when it is the right tool. (warning)
    tools.json:4:20 CT106 The description of handleData does not say what it returns. (warning)
    tools.json:8:9 CT104 The argument data of handleData has no description: say what it is, in which form. (warning)
    "
  `);
  expect((await folder.run(['lint-tools', 'tools.json', '--strict'])).code).toBe(2);

  writeFileSync(folder.file('none.json'), '{"a": 1}');
  expect(await folder.run(['lint-tools', 'none.json', 'tools.json'])).toMatchObject({ code: 2, stdout: file.stdout, stderr: expect.stringContaining('none.json holds no tools.') as string });

  writeFileSync(folder.file('runs.jsonl'), row('one', 'handleData'));
  await folder.run(['import', 'runs.jsonl']);
  const traces = JSON.parse((await folder.run(['lint-tools', '--json'])).stdout) as { readonly tools: number; readonly warnings: number; readonly findings: readonly { readonly code: string; readonly tool: string }[] };
  expect(traces).toMatchObject({ tools: 2, warnings: 5 });
  expect(traces.findings.map(({ code, tool }) => `${tool} ${code}`)).toEqual(['handleData CT101', 'handleData CT102', 'handleData CT104', 'handleData CT105', 'handleData CT106']);
});

test('the matrix as text and JSON', async () => {
  await using folder = new TemporaryFolder();
  writeFileSync(folder.file('runs.jsonl'), ['one', 'two', 'three', 'four'].map((id) => row(id, id === 'four' ? 'search_orders' : 'handleData')).join('\n'));
  await folder.run(['import', 'runs.jsonl']);
  expect((await folder.run(['report', 'matrix'])).stdout).toContain('Nothing is reviewed yet');
  for (const trace of ['one', 'two', 'three']) await folder.run(['label', trace, '--class', 'tool_selection', '--step', '3', '--by', 'ana']);
  await folder.run(['label', 'four', '--pass', '--by', 'ana']);
  const { code, stdout } = await folder.run(['report', 'matrix']);
  expect(code).toBe(0);
  expect(stdout.replaceAll(/ +$/gm, '')).toMatchInlineSnapshot(`
    "Last good step against first wrong step
      0 of 3 failures have both a last good and a first wrong step, of 4 reviewed traces.

    Failures by class and week
      4 reviewed traces have no clock, or are not imported here: in no week.

    What failures go together with
      Nothing stands out (1 compared); --json has all.

    Look at perception first
      What the agent could not see, of 3 failures; each stands in one group.
      Cause                                                                                Failures
      Tool names and descriptions                                                                 3
        The description of handleData does not say what it requires: name data, and when…         3
        The description of handleData does not say what it returns.                               3
        handle could mean anything: say what handleData does, such as create, update or…          3
        handleData does not say what it acts on: data could be anything.                          3
      Retrieved context                                                                           0
      Context length                                                                              0
      None of these                                                                               0

    Names and descriptions of tools
      5 findings about 2 tools of the traces.
      Tool        Code   Finding
      handleData  CT101  handleData does not say what it acts on: data could be anything.
      handleData  CT102  handle could mean anything: say what handleData does, such as create, update or…
      handleData  CT104  The argument data of handleData has no description: say what it is, in which for…
      handleData  CT105  The description of handleData does not say what it requires: name data, and when…
      handleData  CT106  The description of handleData does not say what it returns.

    Tool choice before and after a change of tools
      Of 4 reviewed traces of the random sample; 1 tool set.
      Of the random sample 4 of 4 drawn are reviewed, 100 %.
      No tool set took the place of another.
    "
  `);
  const json = JSON.parse((await folder.run(['report', 'matrix', '--json'])).stdout) as Patterns;
  expect(json).toMatchObject({ reviewed: 4, failures: 3, matrix: { failures: 3, withBoth: 0 } });
  expect((await folder.run(['report', 'matrix', '--md'])).stdout).toContain('# Where runs go wrong');
});
