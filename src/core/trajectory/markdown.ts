import { factsOf, oversightWords, scoreWords } from '../display/facts.ts';
import { callCostInWords, costInWords, formatBytes, formatCount, formatTokens, plural } from '../display/numbers.ts';
import { hiddenWords } from '../display/failureWords.ts';
import { kinds, marks, traceMark } from '../display/outcome.ts';
import { questionsOf } from '../display/questions.ts';
import { formatDate, formatDuration } from '../display/time.ts';
import { oneLine, plainPreview, truncate } from '../display/truncate.ts';
import type { Insights } from '../model/insights.ts';
import type { Json } from '../model/json.ts';
import type { Message } from '../model/message.ts';
import type { RetrievedDocument, Span } from '../model/span.ts';
import type { StepScore, TrajectorySkeleton, TrajectoryStep } from '../model/trajectory.ts';
import { fenced, inert, quotation } from './markdownText.ts';
import type { ToldStep } from './toldOnce.ts';

/** A document beyond this many characters opens slowly wherever it is pasted. What is left out is said where it is missing. */
const mostCharacters = 2_000_000;
const mostOfText = 100_000;

/**
 * A trace as a Markdown document: what it is, the six questions, its steps with what each told first.
 * @param insights for the six questions; null: their answers are those of the summary
 * @param n only this step, with a line that says of which trace; of one step, texts are as long as the document may be
 */
export function trajectoryMarkdown(skeleton: TrajectorySkeleton, told: readonly ToldStep[], insights: Insights | null, n?: number): string {
  const { summary, scores = [] } = skeleton;
  const title = inert(oneLine(plainPreview(summary.query ?? summary.name ?? summary.id), 200));
  if (n !== undefined) {
    const step = told.find((each) => each.step.n === n);
    return `${[`From ${title} (${inert(summary.id)})`, ...(step ? stepBlocks(step, scores, mostCharacters / 2) : [])].join('\n\n')}\n`;
  }
  const blocks = [`# ${title}`, headerList(skeleton), ...questionBlocks(skeleton, insights), ...labelBlocks(skeleton), `## ${plural(told.length, 'step')}`];
  let written = blocks.join('\n\n').length;
  const shown = told.toSorted((a, b) => Number(a.step.noise) - Number(b.step.noise));
  for (const [at, step] of shown.entries()) {
    const text = stepBlocks(step, scores, mostOfText).join('\n\n');
    written += text.length + 2;
    if (written > mostCharacters && at > 0) {
      const left = shown.length - at;
      blocks.push(`*Cut here: this document has ${formatCount(mostCharacters)} characters at most. ${left === 1 ? `Step ${step.step.n} is` : `${formatCount(left)} of ${plural(shown.length, 'step')}, from step ${formatCount(step.step.n)} on, are`} left out; each can be copied by itself.*`);
      break;
    }
    blocks.push(text);
  }
  return `${blocks.join('\n\n')}\n`;
}

/** What a document of a trace says before its steps: each a name and what is known of it. */
export function headerRows({ summary, notes, scores = [] }: TrajectorySkeleton): readonly (readonly [name: string, value: string])[] {
  const { inputTokens, outputTokens, latencyMs, startUs } = summary;
  const tokens = inputTokens === null && outputTokens === null ? 'not recorded' : [inputTokens === null ? 'in: not recorded' : `${formatTokens(inputTokens)} in`, outputTokens === null ? 'out: not recorded' : `${formatTokens(outputTokens)} out`].join(', ');
  const rows: readonly (readonly [string, string | null])[] = [
    ['Outcome', marks[traceMark(summary)].words], ['Trace', `${summary.id}, ${summary.nativeId} in the export`], ['Agent', summary.agent ?? summary.app], ['Models', summary.models.join(', ') || null],
    ['Started', startUs === null ? 'not recorded' : formatDate(startUs, { locale: 'en-GB' })], ['Time', latencyMs === null ? 'not recorded' : formatDuration(latencyMs)], ['Tokens', tokens],
    ['Cost', costInWords(summary.costUsd, summary.costSource, summary.price).replace(/^cost /u, '')], ['File', summary.file], ['Format', summary.formatTitle ?? summary.format],
    ...factsOf(summary).map(({ name, value }) => [`${name.slice(0, 1).toUpperCase()}${name.slice(1)}`, value] as const),
    ...oversightWords(summary).map(({ name, value }) => [name, value] as const),
    ...scores.filter(({ step }) => step === null).map((score) => ['Score', scoreWords(score)] as const),
    ...notes.slice(0, 20).map(({ message }) => ['Note', message] as const),
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, oneLine(value, 500)] as const]));
}

const headerList = (skeleton: TrajectorySkeleton): string => headerRows(skeleton).map(([name, value]) => `- **${name}:** ${inert(value)}`).join('\n');

function questionBlocks({ summary, steps }: TrajectorySkeleton, insights: Insights | null): readonly string[] {
  return ['## Six questions', questionsOf(summary, steps, insights).map(({ name, answer, missing, more, step }) => {
    const said = [answer ?? 'Not recorded', ...(missing === undefined ? [] : [`${missing}: not recorded`]), ...(more === null ? [] : [more])].map((text) => inert(oneLine(text, 400))).join(' · ');
    return `- **${name}:** ${said}${step === null || answer === null ? '' : ` (step ${formatCount(step)})`}`;
  }).join('\n')];
}

function labelBlocks({ summary: { label, hidden, cases } }: TrajectorySkeleton): readonly string[] {
  const words = label && [
    label.verdict === null ? 'No verdict' : label.verdict, label.class ? [label.class.class, label.class.mode].filter((each) => each !== undefined).join(', ') : null,
    label.firstWrong ? `first wrong step ${label.firstWrong.step}` : null, label.note === '' ? null : label.note, `by ${label.by}`,
  ].filter((text) => text !== null);
  const rows = [...(words ? [`- **Label:** ${inert(oneLine(words.join(' · '), 1000))}`] : []), ...(hidden === undefined ? [] : [`- **${words ? 'Others' : 'Label'}:** ${hiddenWords}`]), ...cases.map((id) => `- **Case:** ${inert(id)}`)];
  return rows.length === 0 ? [] : ['## Label', rows.join('\n')];
}

function stepBlocks({ step, span, messages, call, asked }: ToldStep, scores: readonly StepScore[], most: number): readonly string[] {
  const text = (whole: string, write: (shown: string) => string): string => {
    const cut = truncate(whole, most);
    return cut.cut ? `${write(cut.text)}\n\n*The first ${formatCount(cut.shown)} of ${formatCount(cut.whole)} characters.*` : write(cut.text);
  };
  const code = (value: Json): string => (typeof value === 'string' ? text(value, (shown) => fenced(shown)) : text(JSON.stringify(value, null, 2), (shown) => fenced(shown, 'json')));
  return [
    `### ${formatCount(step.n)}. ${kinds[step.kind].words} ${inert(oneLine(step.name, 200))}`,
    [factLine(step, span), ...scores.filter((score) => score.step === step.n).map((score) => inert(`Score ${scoreWords({ ...score, step: null })}`))].filter((line) => line !== '').join('\\\n'),
    ...(step.error === null ? [] : [`**Error:** ${inert(oneLine(step.error, 1000))}`]),
    ...messages.flatMap(messageBlocks),
    ...(asked.length === 0 ? [] : [`Calls ${asked.map(({ name, step: n }) => `${inert(oneLine(name, 100))}${n === null ? '' : ` (step ${formatCount(n)})`}`).join(', ')}`]),
    ...(call === null ? [] : ['Arguments', call.arguments !== undefined ? code(call.arguments) : call.argumentsText !== undefined ? code(call.argumentsText) : '*Not recorded*', 'Result', call.result === undefined ? '*Not recorded*' : code(call.result)]),
    ...span.documents.flatMap((document, at) => documentBlocks(document, at)),
  ].filter((block) => block !== '');

  function messageBlocks(message: Message): readonly string[] {
    const who = `**${message.role.slice(0, 1).toUpperCase()}${message.role.slice(1)}**${message.name === undefined ? '' : ` ${inert(oneLine(message.name, 100))}`}`;
    return [who, ...message.parts.flatMap((part): readonly string[] => {
      switch (part.type) {
        case 'text': return [text(part.text, quotation)];
        case 'reasoning': return ['*Reasoning*', text(part.text, quotation)];
        case 'toolCall': return [`Calls ${inert(oneLine(part.name, 100))}`, part.arguments === undefined ? (part.argumentsText === undefined ? '*Arguments not recorded*' : code(part.argumentsText)) : code(part.arguments)];
        case 'toolResult': return [`${part.isError ? 'Error' : 'Result'}${part.name === undefined ? '' : ` of ${inert(oneLine(part.name, 100))}`}`, code(part.result)];
        case 'media': return [`*${['Media', part.mimeType === null ? null : inert(part.mimeType), part.bytes === null ? null : formatBytes(part.bytes)].filter((each) => each !== null).join(', ')}*`];
        case 'other': return [code(part.value)];
      }
    })];
  }

  function documentBlocks(document: RetrievedDocument, at: number): readonly string[] {
    const { id, source, version, updatedAt, score, content } = document;
    const facts = [id, source, version === null ? null : `version ${version}`, updatedAt === null ? null : `changed ${updatedAt}`, score === null ? null : `score ${score}`].filter((each) => each !== null);
    return [`**Document ${formatCount(at + 1)}** ${inert(oneLine(facts.join(' · '), 400))}`.trimEnd(), content === null ? '*Content not recorded*' : text(content, quotation)];
  }
}

/** Time, model, tokens and cost of a step, as far as they are known. */
export function stepFacts(step: TrajectoryStep, span: Span): readonly string[] {
  const { usage, cost, model } = span;
  return [
    step.startUs === null || step.endUs === null ? null : formatDuration((step.endUs - step.startUs) / 1000), model,
    usage === null || usage.input === null ? null : `${formatTokens(usage.input)} tokens in`, usage === null || usage.output === null ? null : `${formatTokens(usage.output)} tokens out`,
    cost === null ? null : callCostInWords(cost), step.failed ? 'failed' : step.blocked ? 'blocked' : null,
  ].filter((each) => each !== null);
}

const factLine = (step: TrajectoryStep, span: Span): string => stepFacts(step, span).map((each) => inert(each)).join(' · ');
