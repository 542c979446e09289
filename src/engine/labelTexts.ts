import { quoted } from '../core/display/truncate.ts';
import type { LabelChange } from '../core/model/label.ts';
import { messageText } from '../core/model/message.ts';
import type { RedactionRules } from '../core/redaction/redactor.ts';
import { createRedactor } from '../core/redaction/redactor.ts';
import { wordsIn } from '../core/review/wrongWords.ts';
import { UserError } from '../core/support/errors.ts';
import type { Store } from '../store/openStore.ts';

const texts = ['note', 'cause', 'fix', 'correction', 'wrongWords'] as const satisfies readonly (keyof LabelChange)[];

/** Journals are committed, so what people write in them is redacted as traces are. */
export function withoutSecrets(change: LabelChange, rules: RedactionRules): { readonly change: LabelChange; readonly replaced: number } {
  const redactor = createRedactor(rules);
  const clean = Object.fromEntries(texts.flatMap((name) => (change[name] === undefined ? [] : [[name, redactor.text(change[name])]])));
  return { change: { ...change, ...clean }, replaced: Object.values(redactor.counts).reduce((sum, count) => sum + count, 0) };
}

/** What the agent said in the trace: its answer first. An export may hold an answer of the run and another of its last model call. */
function* answersOf(store: Store, trace: string): Generator<string> {
  const { answer = null } = store.readSummary(trace) ?? {};
  if (answer !== null) yield answer;
  for (const { output } of store.readTrace(trace)?.spans ?? []) yield* output.filter(({ role }) => role === 'assistant').map(messageText);
}

const shownOfAnswer = 160;

/** The change with its wrong words as they stand in the answer; refused when they do not, for no check would ever find them. */
export function withWordsOfAnswer(change: LabelChange, store: Store, trace: string, rules: RedactionRules): LabelChange {
  const { wrongWords } = change;
  if (wrongWords === undefined || wrongWords.trim() === '') return change;
  // The trace was redacted when it was imported; the words may come from where it was not.
  const redacted = createRedactor(rules).text(wrongWords);
  for (const answer of answersOf(store, trace)) {
    const found = wordsIn(answer, wrongWords) ?? wordsIn(answer, redacted);
    if (found !== undefined) return { ...change, wrongWords: found };
  }
  const summary = store.readSummary(trace);
  if (!summary) throw new UserError('no-such-words', `${trace} is not imported, so no words of its answer can be marked.`, 'Import its export again, or say what went wrong in the note.');
  const { answer, nativeId } = summary;
  if (answer === null) throw new UserError('no-such-words', `Trace ${nativeId} records no answer, so no words of it can be marked.`, 'Say what went wrong in the note.');
  throw new UserError('no-such-words', `The answer does not say ${quoted(wrongWords, shownOfAnswer)}. It begins ${quoted(answer, shownOfAnswer)}.`, 'Copy the wrong words from the answer as they stand there.');
}
