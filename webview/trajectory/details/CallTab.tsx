import { callSettings } from '../../../src/core/display/callSettings.ts';
import { callCostInWords, formatCost, formatPercent, formatTokens, plural } from '../../../src/core/display/numbers.ts';
import { oneLine } from '../../../src/core/display/truncate.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { ContextCall } from '../../../src/core/model/insights.ts';
import type { Span } from '../../../src/core/model/span.ts';
import type { StepDetail } from '../../../src/core/model/trajectory.ts';
import type { Cost } from '../../../src/core/model/usage.ts';
import { LongText } from '../../shared/LongText.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { NotRecorded } from '../../shared/NotRecorded.tsx';
import type { TrajectoryModel } from '../model.ts';
import { CallCard } from './CallCard.tsx';
import { Facts } from './Facts.tsx';
import type { Fact } from './Facts.tsx';
import { OfferedTools } from './OfferedTools.tsx';

/** What was called and how: the model with its numbers and tools, or the tool with its arguments and result. */
export function CallTab(props: { model: TrajectoryModel; detail: StepDetail; error: string | null }) {
  const { detail, model } = props;
  const { span } = detail;
  return (
    <div class="tabBody">
      <Facts label="About the call" facts={span.kind === 'llm' ? [...modelFacts(span, model.insights.context.value.get(detail.n)?.[0]), ...settingFacts(span)] : otherFacts(span)} />
      {detail.calls.length > 1 && <h3 class="section">{plural(detail.calls.length, 'call')} requested</h3>}
      {detail.calls.map((call, index) => (
        <CallCard key={index} model={model} call={call} path={['calls', index]} explain current={call.step === detail.n} {...(call.step === detail.n ? { documents: detail.documents.length } : {})} error={span.kind === 'tool' ? props.error : null} />
      ))}
      {detail.calls.length === 0 && span.kind === 'llm' && <p class="empty">No tool was requested in this turn.</p>}
      {detail.calls.length === 0 && (span.kind === 'tool' || span.kind === 'retrieval') && <p class="empty">No arguments and no result are recorded for this step.</p>}
      {span.kind === 'llm' && <OfferedTools tools={span.toolDefinitions} calls={detail.calls.map((call) => call.name)} />}
    </div>
  );
}

/** "2,048 cached, 12 written to cache": those of the counts that are recorded. */
function parts(counts: readonly (readonly [string, number | null | undefined])[]): string {
  return counts.flatMap(([name, count]) => (count === null || count === undefined ? [] : [`${formatTokens(count)} ${name}`])).join(', ');
}

function tokenFact(name: string, count: number | null | undefined, ofThese: string): Fact {
  if (count === null || count === undefined) return { name, value: <NotRecorded /> };
  return { name, value: <>{formatTokens(count)}{ofThese !== '' && <span class="dim">, of these {ofThese}</span>}</> };
}

/** How full the window was, and that something was left out of it. */
function contextFact(context: ContextCall | undefined): Fact | null {
  if (!context || (context.window === null && context.cut === null)) return null;
  const { promptTokens, window, cut } = context;
  const used = promptTokens === null ? 'Prompt tokens not recorded' : formatTokens(promptTokens);
  const share = promptTokens === null || window === null ? '' : `, ${formatPercent(promptTokens / window)}`;
  return {
    name: 'Context',
    value: (
      <>
        {window === null ? used : `${used} of ${formatTokens(window)} tokens${share}`}
        {cut !== null && <span class="warn inlineMark"> <MarkIcon mark="warning" quiet /> {cut}</span>}
      </>
    ),
  };
}

const mostSettings = 12;

function settingFacts(span: Span): readonly Fact[] {
  return [...callSettings(span)].slice(0, mostSettings).map(([name, value]) => ({
    name: shortName(name), title: name, value: <span class="mono breakable">{visibleText(oneLine(value, 200))}</span>,
  }));
}

/** The last part of an attribute's name: its beginning says who recorded it. */
function shortName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function modelFacts(span: Span, context: ContextCall | undefined): readonly (Fact | null)[] {
  const { usage, cost } = span;
  return [
    { name: 'Model', value: span.model ?? <NotRecorded /> },
    span.provider === null ? null : { name: 'Provider', value: span.provider },
    contextFact(context),
    tokenFact('Tokens in', usage?.input, parts([['cached', usage?.cachedRead], ['written to cache', usage?.cacheWrite]])),
    tokenFact('Tokens out', usage?.output, parts([['reasoning', usage?.reasoning]])),
    { name: 'Cost', value: cost === null ? <NotRecorded /> : costOf(cost) },
    span.finishReason === null ? null : { name: 'Ended because', value: span.finishReason },
    span.counted ? null : { name: 'Totals', value: 'Left out: another step repeats these numbers' },
  ];
}

function costOf(cost: Cost): string {
  return cost.source === 'reported' ? `${formatCost(cost.usd)} reported` : callCostInWords(cost);
}

function otherFacts(span: Span): readonly (Fact | null | undefined | false)[] {
  return [
    span.tool?.description !== null && span.tool?.description !== undefined && { name: 'Description', value: <LongText text={span.tool.description} /> },
    span.model !== null && { name: 'Model', value: span.model },
    span.statusMessage !== null && span.statusMessage !== '' && { name: 'Status', value: <LongText text={span.statusMessage} /> },
    span.cost !== null && { name: 'Cost', value: costOf(span.cost) },
  ];
}
