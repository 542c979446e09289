import type { Label } from '../model/label.ts';
import type { FailingBecause } from '../model/trajectory.ts';
import type { Feedback } from '../model/trace.ts';
import type { SpanKind } from '../model/span.ts';

/** Marks for what became of a run: a shape and a word, so that no meaning hangs on colour alone. */

export type Mark = 'fail' | 'pass' | 'deferred' | 'failed' | 'failedBelow' | 'rejected' | 'unlabelled' | 'warning' | 'blocked';

/** What each mark is called, its codicon where the host draws it, and the theme colour of that icon. */
export const marks: Readonly<Record<Mark, { readonly words: string; readonly codicon: string; readonly color: string | null; readonly terminal: string }>> = {
  fail: { words: 'Labelled fail', codicon: 'error', color: 'testing.iconFailed', terminal: '✗' },
  pass: { words: 'Labelled pass', codicon: 'pass', color: 'testing.iconPassed', terminal: '✓' },
  deferred: { words: 'Deferred', codicon: 'clockface', color: null, terminal: '…' },
  failed: { words: 'Failed', codicon: 'error-small', color: 'testing.iconFailed', terminal: '!' },
  failedBelow: { words: 'A step below failed', codicon: 'issues', color: 'testing.iconFailed', terminal: '!' },
  rejected: { words: 'Rejected by the user', codicon: 'thumbsdown', color: 'list.warningForeground', terminal: '−' },
  unlabelled: { words: 'Not reviewed', codicon: 'circle-large', color: null, terminal: '·' },
  warning: { words: 'Warning', codicon: 'warning', color: 'list.warningForeground', terminal: '▲' },
  blocked: { words: 'Blocked', codicon: 'circle-slash', color: 'list.warningForeground', terminal: '⊘' },
};

/** A person's verdict goes before what the trace says by itself. */
export function traceMark(trace: { readonly label: Pick<Label, 'verdict'> | null; readonly failing: FailingBecause | null }): Mark {
  if (trace.label?.verdict === 'fail') return 'fail';
  if (trace.label?.verdict === 'pass') return 'pass';
  if (trace.label?.verdict === 'defer') return 'deferred';
  if (trace.failing === 'error') return 'failed';
  if (trace.failing === 'rejected') return 'rejected';
  return 'unlabelled';
}

/** What the user did with the answer. */
export const feedbackWords: Readonly<Record<Feedback, string>> = {
  accepted: 'Accepted by the user',
  edited: 'Edited by the user',
  rejected: 'Rejected by the user',
};

export const kinds: Readonly<Record<SpanKind, { readonly words: string; readonly codicon: string }>> = {
  agent: { words: 'Agent', codicon: 'agent' },
  llm: { words: 'Model call', codicon: 'sparkle' },
  tool: { words: 'Tool call', codicon: 'tools' },
  retrieval: { words: 'Retrieval', codicon: 'library' },
  guardrail: { words: 'Guardrail', codicon: 'shield' },
  other: { words: 'Other step', codicon: 'circle-small' },
};
