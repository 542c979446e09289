import { cutWords } from '../display/cutWords.ts';
import { scoreWords } from '../display/facts.ts';
import { callCostInWords, formatBytes, formatCount, formatTokens, plural } from '../display/numbers.ts';
import { kinds, marks } from '../display/outcome.ts';
import { whyText } from '../display/textArguments.ts';
import { createPaint, indent, printable, printableLine } from '../display/terminal.ts';
import type { Paint } from '../display/terminal.ts';
import { formatDuration } from '../display/time.ts';
import type { Json } from '../model/json.ts';
import type { Message, MessagePart } from '../model/message.ts';
import type { RetrievedDocument } from '../model/span.ts';
import type { StepDetail, StepScore, TrajectoryStep } from '../model/trajectory.ts';
import { assertNever } from '../support/errors.ts';

/**
 * One step with its payload in full, for a terminal: nothing is folded or cut here. Every line is safe to print.
 * @param scores of the trace; those about this step are said
 */
export function stepText(detail: StepDetail, step: TrajectoryStep | undefined, options: { readonly color: boolean }, scores: readonly StepScore[] = []): string {
  const paint = createPaint(options.color);
  const { span, place } = detail;
  const sections: (readonly [string, string] | null)[] = [
    ...detail.calls.flatMap((call): (readonly [string, string] | null)[] => {
      const whose = span.tool ? '' : ` of ${printableLine(call.name)}${call.step === null ? '' : `, step ${call.step}`}`;
      const recorded = call.arguments === undefined ? (call.argumentsText === undefined ? 'Not recorded' : `${printable(call.argumentsText)}\n${paint.dim(`(${whyText(call.argumentsText)})`)}`) : json(call.arguments);
      if (span.kind === 'retrieval' && span.tool === null && call.step === detail.n) return [['Query', typeof call.arguments === 'string' ? printable(call.arguments) : recorded]];
      return [[`Arguments${whose}`, recorded], [`Result${whose}`, call.result === undefined ? 'Not recorded' : json(call.result)]];
    }),
    span.input.length > 0 ? [`Input, ${plural(span.input.length, 'message')}`, span.input.map((message) => messageLines(message, paint)).join('\n')] : null,
    span.output.length > 0 ? [`Output, ${plural(span.output.length, 'message')}`, span.output.map((message) => messageLines(message, paint)).join('\n')] : null,
    detail.documents.length > 0 ? [plural(detail.documents.length, 'document'), detail.documents.map((document) => documentLines(document, paint)).join('\n')] : null,
    span.toolDefinitions === null ? null : ['Tools offered', span.toolDefinitions.map((tool) => `${printableLine(tool.name)}${tool.description === null ? '' : paint.dim(`  ${printable(tool.description)}`)}`).join('\n') || 'None'],
    span.events.length > 0 ? ['Events', span.events.map((event) => `${printableLine(event.name)}\n${indent(json(event.attributes), 2)}`).join('\n')] : null,
    Object.keys(span.attributes).length > 0 ? ['Attributes', json(span.attributes)] : null,
    detail.cuts.length > 0 ? ['Cut', detail.cuts.map((cut) => `${printableLine(cutWords(detail, cut.path))}: ${formatCount(cut.shown)} of ${formatCount(cut.whole)} characters`).join('\n')] : null,
  ];
  return [
    paint.bold(`Step ${detail.n}, ${kinds[span.kind].words.toLowerCase()} ${printableLine(step?.name ?? span.tool?.name ?? span.name)}`),
    paint.dim(factsOf(detail, step).join(' · ')),
    ...(step?.error ? [paint.red(`${marks.failed.terminal} ${printable(step.error)}`)] : []),
    ...scores.filter((score) => score.step === detail.n).map((score) => printableLine(`Score ${scoreWords({ ...score, step: null })}`)),
    ...(place ? [paint.dim(`${printableLine(place.file)}:${place.line}, ${formatBytes(place.length)} from byte ${place.offset}`)] : []),
    ...sections.flatMap((section) => (section ? ['', paint.bold(section[0]), indent(section[1], 2)] : [])),
  ].join('\n');
}

function factsOf({ span }: StepDetail, step: TrajectoryStep | undefined): string[] {
  const { usage, cost } = span;
  const took = step && step.startUs !== null && step.endUs !== null ? [formatDuration((step.endUs - step.startUs) / 1000)] : ['time not recorded'];
  return [
    ...took,
    ...(span.model === null ? [] : [printableLine(span.model)]),
    ...(usage && usage.input !== null ? [`${formatTokens(usage.input)} tokens in${usage.cachedRead === null ? '' : `, ${formatTokens(usage.cachedRead)} of them cached`}`] : []),
    ...(usage && usage.output !== null ? [`${formatTokens(usage.output)} tokens out${usage.reasoning === null ? '' : `, ${formatTokens(usage.reasoning)} of them reasoning`}`] : []),
    ...(cost ? [callCostInWords(cost)] : []),
    ...(span.finishReason === null ? [] : [`finished: ${printableLine(span.finishReason)}`]),
    ...(span.status === 'error' ? ['error'] : span.tool?.status === 'blocked' ? ['blocked'] : []),
    ...(span.synthetic ? ['made from messages: the export has no span here'] : []),
    `span ${printableLine(span.id)}`,
  ];
}

function json(value: Json): string {
  return printable(typeof value === 'string' ? value : JSON.stringify(value, null, 2));
}

function messageLines(message: Message, paint: Paint): string {
  const who = message.name === undefined ? message.role : `${message.role} ${printableLine(message.name)}`;
  return [paint.dim(who), ...message.parts.map((part) => indent(partText(part), 2))].join('\n');
}

function partText(part: MessagePart): string {
  switch (part.type) {
    case 'text': return printable(part.text);
    case 'reasoning': return `(reasoning) ${printable(part.text)}`;
    case 'toolCall': return `calls ${printableLine(part.name)}(${part.arguments === undefined ? printable(part.argumentsText ?? '') : printable(JSON.stringify(part.arguments))})`;
    case 'toolResult': return `${part.isError ? 'error' : 'result'}${part.name === undefined ? '' : ` of ${printableLine(part.name)}`}: ${json(part.result)}`;
    case 'media': return `(${printableLine(part.mimeType ?? 'media')}${part.bytes === null ? '' : `, ${formatBytes(part.bytes)}`}${part.uri === null ? '' : `, ${printableLine(part.uri)}`})`;
    case 'other': return json(part.value);
    default: return assertNever(part);
  }
}

function documentLines(document: RetrievedDocument, paint: Paint): string {
  const facts = [document.id, document.version, document.updatedAt, document.source, document.score === null ? null : `score ${document.score}`];
  const line = facts.flatMap((fact) => (fact === null ? [] : [printableLine(fact)])).join(' · ');
  return [paint.dim(line === '' ? 'document without an id' : line), ...(document.content === null ? [] : [indent(printable(document.content), 2)])].join('\n');
}
