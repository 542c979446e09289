import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { exampleWorkspace, jsonLines, TemporaryFolder } from './casebook.ts';

type Hit = { readonly trace: string; readonly step: number; readonly name: string; readonly excerpt: string; readonly from: number; readonly to: number };

describe('find', () => {
  test('names trace and step of each sentence, and says why there is none', async () => {
    await using workspace = exampleWorkspace();
    expect((await workspace.run(['find', 'refund'])).stderr).toBe('No trace is here yet. Import an export with: casebook import FILE\n');
    await workspace.run(['import', 'traces/support-2026-11.otlp.jsonl']);
    const { code, stdout, stderr } = await workspace.run(['find', 'order', '12345']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^tr_[0-9a-f]{12} {2}\d+ \w+ \d{4}, [\d:]+ {2}\S.*\n {2}step \d+ {2}.*order 12345/imu);
    expect(stdout).toMatch(/\d+ places? shown, at most 3 of a trace, in \d+ traces?\. casebook show TRACE --step N shows the step\.\n$/u);

    const hits = jsonLines<Hit>((await workspace.run(['find', 'order 12345', '--json'])).stdout);
    expect(hits.length).toBeGreaterThan(0);
    for (const { trace, step, name, excerpt, from, to } of hits) {
      expect(excerpt.slice(from, to)).toMatch(/order|12345/iu);
      const shown = jsonLines<{ step: { name: string } }>((await workspace.run(['show', trace, '--step', String(step), '--json'])).stdout)[0];
      expect(shown?.step.name).toBe(name);
      expect(JSON.stringify(shown)).toContain('12345');
    }
    expect((await workspace.run(['find', 'refund', '--limit', '1'])).stdout).toMatch(/^tr_.*\n {2}step .*\n1 place shown, at most 3 of a trace, in 1 of 3 traces; --limit shows more\./u);
    expect(await workspace.run(['find', 'no such words'])).toMatchObject({ code: 0, stdout: '', stderr: 'None of 24 traces has a text with "no such words".\n' });
    expect((await workspace.run(['find', '"no such" words'])).stderr).toBe('None of 24 traces has a text with "no such" words.\n');
    expect(await workspace.run(['find', 'refund', '--until', '2020-01-01'])).toMatchObject({ stdout: '', stderr: 'None of 24 traces has a text with "refund" in that time.\n' });
    expect((await workspace.run(['find', '?!'])).code).toBe(0);
    expect((await workspace.run(['find'])).code).toBe(3);
  }, 60_000);

  test('what a trace says cannot speak to the terminal', async () => {
    await using folder = new TemporaryFolder();
    writeFileSync(folder.file('chat.jsonl'), `${JSON.stringify({ id: 'r1', messages: [{ role: 'user', content: 'Find the needle\u001b[31m \u202Ehere' }, { role: 'assistant', content: 'No' }] })}\n`);
    await folder.run(['import', 'chat.jsonl']);
    expect((await folder.run(['find', 'needle'])).stdout).toContain('Find the needle\\u001b[31m \\u202ehere');
  });
});
