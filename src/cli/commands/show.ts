import type { Signal } from '../../core/model/insights.ts';
import type { Message } from '../../core/model/message.ts';
import type { StepDetail, TrajectorySkeleton } from '../../core/model/trajectory.ts';
import { UserError } from '../../core/support/errors.ts';
import { assemble } from '../../core/trajectory/assemble.ts';
import { callsOf } from '../../core/trajectory/observe.ts';
import { stepText } from '../../core/trajectory/stepText.ts';
import { trajectoryText } from '../../core/trajectory/text.ts';
import { tokensOf } from '../../core/trajectory/totals.ts';
import type { BlindOptions } from '../blindOptions.ts';
import { blindOptions, readerOf } from '../blindOptions.ts';
import { defineCommand, option } from '../command.ts';
import { exitCodes } from '../exitCodes.ts';
import { readCount } from '../optionValues.ts';
import { traceJson, usdJson } from '../traceJson.ts';

type ShowOptions = BlindOptions & { readonly step?: number; readonly markdown?: boolean };

export const showCommand = defineCommand<ShowOptions>({
  name: 'show',
  summary: 'The trajectory of a trace as text',
  details: 'A trace is named by its id, the id it has in its export, or the beginning of either. Under blind review what others said of a trace is hidden until you judge it.',
  operands: [['<trace>', 'id of a trace, or the beginning of one']],
  options: [...blindOptions(), option('--step <n>', 'one step with its payload in full').argParser(readCount), option('--markdown', 'as a Markdown document, to paste into an issue')],
  examples: ['show tr_8f21', 'show tr_8f21 --step 3', 'show tr_8f21 --markdown > trace.md', 'show abc123 --json'],
  async run(cli, [trace = ''], { step, markdown = false, ...blind }) {
    const { out } = cli;
    const engine = await cli.imported();
    const { id } = await engine.findTrace({ trace }, cli.calling());
    const reader = await readerOf(cli, blind);
    const skeleton = await engine.openTrajectory({ trace: id, ...reader }, cli.calling());
    const numbers = skeleton.steps.map((each) => each.n);
    if (step !== undefined && !numbers.includes(step)) throw new UserError('unknown-step', `${id} has no step ${step}.`, `Its steps are 1 to ${Math.max(...numbers)}; casebook show ${id} lists them.`);
    if (markdown) {
      const written = await engine.trajectoryMarkdown({ trace: id, ...reader, ...(step === undefined ? {} : { n: step }) }, cli.calling());
      out.result({ trace: id, ...written });
      out.line(written.markdown.trimEnd());
      return exitCodes.done;
    }
    if (step !== undefined) {
      const detail = await engine.readStep({ trace: id, n: step, whole: true }, cli.calling());
      const row = skeleton.steps.find((each) => each.n === step);
      const { scores = [] } = skeleton;
      out.result({ trace: id, step: row, ...detail, scores: scores.filter((score) => score.step === step) });
      out.line(stepText(detail, row, { color: out.color }, scores));
      return exitCodes.done;
    }
    const { signals } = await engine.readInsights({ trace: id, alone: true }, cli.calling());
    const labels = skeleton.summary.label === null ? undefined : (await engine.readLabels({ trace: id, ...reader }, cli.calling())).labels;
    out.line(trajectoryText(skeleton, [], { color: out.color, signals, ...(labels === undefined ? {} : { labels }) }));
    if (!out.json) return exitCodes.done;
    const details: StepDetail[] = [];
    for (const n of numbers) {
      cli.signal.throwIfAborted();
      details.push(await engine.readStep({ trace: id, n, whole: true }, cli.calling()));
    }
    out.result(documentOf(skeleton, details, signals));
    return exitCodes.done;
  },
});

type ShownMessage = Message & { readonly step: number; readonly direction: 'input' | 'output' };

/** Each message once, where it first stands: every call of a model repeats the whole history. */
function messagesOf(details: readonly StepDetail[]): ShownMessage[] {
  const seen = new Set<string>();
  return details.flatMap(({ n, span }) =>
    (['input', 'output'] as const).flatMap((direction) => span[direction].flatMap((message) => {
      const key = JSON.stringify(message);
      if (seen.has(key)) return [];
      seen.add(key);
      return [{ step: n, direction, ...message }];
    })));
}

function documentOf({ summary, steps, notes, scores = [] }: TrajectorySkeleton, details: readonly StepDetail[], signals: readonly Signal[]): object {
  const { inputTokens, outputTokens, costUsd, costSource, price } = summary;
  const { counted, inputFrom, outputFrom } = tokensOf(details.map(({ span }) => span));
  return {
    ...traceJson(summary),
    steps: steps.map((step) => ({ ...step, costUsd: usdJson(step.costUsd) })),
    notes,
    scores,
    messages: messagesOf(details),
    // As evaluators read them: each call once, whoever reported it.
    toolCalls: callsOf(assemble(details.map(({ span }) => span))).map(({ args, index: _, ...call }) => ({ ...call, arguments: args ?? null })),
    usage: { inputTokens, outputTokens, inputFrom, outputFrom, costUsd: usdJson(costUsd), costSource, ...(price ? { price } : {}), calls: details.flatMap(({ n, span }) => (span.usage === null ? [] : [{ step: n, model: span.model, counted: counted.has(span.id), ...span.usage }])) },
    signals: signals.map(({ id, title, severity, steps, why, measured }) => ({ id, title, severity, steps, why, measured })),
    labels: summary.label === null ? [] : [summary.label],
  };
}
