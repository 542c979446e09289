import { costInWords, formatCost, formatCount, formatTokens, plural } from '../../src/core/display/numbers.ts';
import { marks, traceMark } from '../../src/core/display/outcome.ts';
import { formatDate, formatDuration } from '../../src/core/display/time.ts';
import { oneLine, plainPreview } from '../../src/core/display/truncate.ts';
import type { TraceSummary } from '../../src/core/model/trajectory.ts';
import { Button } from '../controls/Button.tsx';
import { shortcutOf } from '../keys.ts';
import { KeyCap } from '../shared/KeyCap.tsx';
import { MarkIcon } from '../shared/MarkIcon.tsx';
import { Menu } from '../shared/Menu.tsx';
import type { MenuItem } from '../shared/Menu.tsx';
import type { TrajectoryModel } from './model.ts';
import { Paging } from './Paging.tsx';
import { toggleSignals } from './tree/signalFocus.ts';
import { tokensOf } from './heat.ts';

function modelsOf([first, ...others]: readonly string[], all: boolean): string | null {
  if (first === undefined) return null;
  if (all) return [first, ...others].join(', ');
  return others.length === 0 ? first : `${first} and ${formatCount(others.length)} more`;
}

/**
 * What is known of the run in one line: when, how long and how much first, as the end is cut where there is no room. What is
 * not known is left out, but for time and cost, which people look for; where several are missing one word says so.
 * @param all with what the line has no room for: every model, and where the cost comes from
 */
function metaOf(summary: TraceSummary, all: boolean): readonly string[] {
  const tokens = tokensOf(summary);
  const { promptVersion } = summary.facts;
  const missing = [
    summary.startUs === null && 'date', summary.latencyMs === null && 'time', tokens === null && 'tokens', summary.costUsd === null && 'cost',
  ].filter((what) => what !== false);
  return [
    summary.startUs === null ? null : formatDate(summary.startUs),
    summary.latencyMs === null ? null : formatDuration(summary.latencyMs),
    tokens === null ? null : `${formatTokens(tokens)} tokens`,
    summary.costUsd === null ? null : all ? costInWords(summary.costUsd, summary.costSource, summary.price) : formatCost(summary.costUsd),
    missing.length === 0 ? null : `${missing.join(', ').replace(/, (?=[^,]*$)/u, ' and ')} not recorded`,
    summary.agent ?? summary.app,
    promptVersion === undefined ? null : `prompt ${promptVersion}`,
    promptVersion === undefined || all ? modelsOf(summary.models, all) : null,
  ].filter((text) => text !== null);
}

export function Header(props: { model: TrajectoryModel }) {
  const { model } = props;
  const summary = model.skeleton.value?.summary;
  if (!summary) return null;
  const label = model.labelling.label.value;
  const mark = traceMark({ label, failing: summary.failing === 'label' ? null : summary.failing });
  const title = summary.query ?? summary.name ?? summary.id;
  return (
    <div class="titleRow trajectoryTitle">
      {/* As in the list of traces: what failed without a label has one mark, whatever says so. */}
      <MarkIcon mark={mark === 'rejected' ? 'failed' : mark} words={marks[mark].words} />
      {/* What does not fit beside the title falls below the edge. */}
      <div class="titleText">
        <h1 class="title cut" title={title}>{oneLine(plainPreview(title), 200)}</h1>
        <span class="meta cut" title={metaOf(summary, true).join(' · ')}>{metaOf(summary, false).join(' · ')}</span>
      </div>
      <Paging model={model} />
      {summary.warnings > 0 && <span class="tag warn optional"><MarkIcon mark="warning" quiet />{plural(summary.warnings, 'import warning')}</span>}
      <SignalsTag model={model} />
      {summary.cases.slice(0, 1).map((id) => (
        <button key={id} type="button" class="quietButton caseLink" title={`Open the case ${id}`} onClick={() => model.openCase(id)}>
          <MarkIcon mark="pass" quiet /><span class="cut">{id}</span>
        </button>
      ))}
      <Button shortcut={shortcutOf('compare')} title="Compare with another trace" onClick={() => model.compare()}>
        <span class="buttonText">Compare<KeyCap action="compare" /></span>
      </Button>
      <Button kind="primary" disabled={model.making.value} shortcut={shortcutOf('makeCase')} onClick={() => void model.makeCase()}>
        <span class="buttonText">{model.making.value ? 'Making the case…' : 'Make case'}<KeyCap action="makeCase" /></span>
      </Button>
      <Menu label="More for this trace" items={traceMenu(model)} />
    </div>
  );
}

function traceMenu(model: TrajectoryModel): readonly MenuItem[] {
  const { summary } = model.skeleton.value!;
  return [
    { words: 'Copy trajectory as Markdown', action: 'copyTrajectory', run: () => model.copyMarkdown() },
    { words: 'Copy link to the trace', run: () => model.copyLink() },
    { words: 'Copy trace id', action: 'copyId', run: () => model.copy(summary.id, 'the trace id') },
    { words: 'Open the source file', action: 'source', run: () => model.revealSource(model.navigation.selected.peek() ?? undefined) },
    ...summary.cases.slice(1).map((id) => ({ words: `Open case ${oneLine(id, 60)}`, run: () => model.openCase(id) })),
  ];
}

/** Opens the list of signals and goes there. */
function SignalsTag(props: { model: TrajectoryModel }) {
  const { model } = props;
  const signals = model.insights.insights.value?.signals ?? [];
  if (signals.length === 0) return null;
  const words = signals.slice(0, 12).map(({ title }) => title).join('\n');
  return (
    <button type="button" class="tag warn signalsCount" title={words} aria-keyshortcuts={shortcutOf('signals')} onClick={() => toggleSignals(model)}>
      <MarkIcon mark="warning" quiet />{plural(signals.length, 'signal')}
    </button>
  );
}
