import { expect, test } from 'vitest';
import { defaultFacts } from '../../../src/core/model/config.ts';
import type { Label } from '../../../src/core/model/label.ts';
import { assemble } from '../../../src/core/trajectory/assemble.ts';
import { trajectoryHtml } from '../../../src/core/trajectory/html.ts';
import { summarize } from '../../../src/core/trajectory/summarize.ts';
import { toldOnce } from '../../../src/core/trajectory/toldOnce.ts';
import { assistant, span, tool, trace, user } from './spans.ts';

const label: Label = { by: 'ana', at: '2026-02-03T10:00:00Z', verdict: 'fail', class: { class: 'tool_selection' }, firstWrong: { step: 2, span: 'call' }, lastGood: null, note: '<b>bold</b> claim', cause: '', fix: '', correction: '', wrongWords: '', owner: '', status: null };

function pageOf(text: string): string {
  const run = trace([span('root', { kind: 'agent', input: [user(text)], output: [assistant(text)] }), tool('call', 'getOrder', { id: text }, { parentId: 'root', result: text })]);
  const assembled = assemble(run.spans);
  const summary = summarize(run, { factsConfig: defaultFacts, importedAt: '2026-02-03T10:00:00Z', warnings: 0 });
  return trajectoryHtml({ summary, steps: assembled.steps, notes: [] }, toldOnce(assembled), null, { labels: [label], className: (id) => id, replaced: { email: 2 }, made: 'Made today.' });
}

test.each(['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '</style><svg onload=alert(1)>', 'a\u202Eevil', '\u001B[2J'])('recorded text stays text: %j', (text) => {
  const page = pageOf(text);
  expect(page).not.toMatch(/<script|<img|<svg|onerror=alert\(1\)>|\u202E/u);
  expect(page).not.toContain('\u001B');
  expect(page).toContain('&lt;b&gt;bold&lt;/b&gt; claim');
  expect(page).toContain("default-src 'none'");
});

test('steps, labels and what was replaced stand in it', () => {
  const page = pageOf('Where is order 7?');
  expect(page).toContain('Replaced by placeholders: 2 × email.');
  expect(page).toContain('id="step-2"');
  expect(page).toContain('<a href="#step-2">step 2</a>');
  expect(page).toContain('first wrong step (ana)');
});
