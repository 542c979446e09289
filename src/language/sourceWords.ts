import type { Recording } from '../core/model/recording.ts';
import { inlineCode, strangersText } from './markdown.ts';

const mostCalls = 8;
const outcomes = { ok: 'ok', error: 'failed', blocked: 'blocked' } as const;

/** The gist of the run a case came from: the question, the calls with what became of them, and how the answer began. As Markdown. */
export function sourceWords({ trial, messages, source }: Recording): string {
  const question = messages.findLast((message) => message.role === 'user')?.content;
  const calls = trial.calls.slice(0, mostCalls).map((call) => `- ${inlineCode(call.name)} ${outcomes[call.status]}`);
  const answer = trial.output?.split('\n').find((line) => line.trim() !== '');
  return [
    `**Recorded run**${source.traceId === undefined ? '' : ` ${inlineCode(source.traceId)}`}`,
    ...(typeof question === 'string' ? [`Question: ${strangersText(question, 300).replaceAll('\n\n', ' ')}`] : []),
    trial.callsUnknown ? 'Calls: not recorded.' : calls.length === 0 ? 'No tool was called.' : [...calls, ...(trial.calls.length > mostCalls ? [`- and ${trial.calls.length - mostCalls} more`] : [])].join('\n'),
    answer === undefined ? 'Answer: not recorded.' : `Answer: ${strangersText(answer, 300)}`,
  ].join('\n\n');
}
