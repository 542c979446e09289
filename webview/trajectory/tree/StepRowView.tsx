import { formatCost, formatTokens } from '../../../src/core/display/numbers.ts';
import { kinds } from '../../../src/core/display/outcome.ts';
import { plainPreview } from '../../../src/core/display/truncate.ts';
import { formatDuration } from '../../../src/core/display/time.ts';
import { Icon } from '../../shared/Icon.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { GroupLines } from './GroupLines.tsx';
import { idleWords } from './IdleRowView.tsx';
import { Lane } from './Lane.tsx';
import { durationMs, heatOf, tokensOf } from '../heat.ts';
import type { Heat } from '../heat.ts';
import type { TrajectoryModel } from '../model.ts';
import type { RowPlace } from './placedRow.ts';
import type { StepRow } from './rows.ts';
import { SignalTags, tagsOf } from './SignalTags.tsx';
import { StepBar } from './StepBar.tsx';
import { Twistie } from './Twistie.tsx';

export function StepRowView(props: { row: StepRow; place: RowPlace; model: TrajectoryModel }) {
  const { row, place, model } = props;
  const { step } = row;
  const { navigation, labelling } = model;
  const firstWrong = labelling.label.value?.firstWrong?.step === step.n;
  const lastGood = labelling.label.value?.lastGood?.step === step.n;
  const isWhole = step.parent === null && navigation.steps.value[0]?.n === step.n && !navigation.steps.value.some((each) => each.parent === null && each.n !== step.n && !each.noise);
  const totals = isWhole ? model.skeleton.value?.summary : undefined;
  const time = durationMs(step) ?? (totals ? totals.latencyMs : null);
  const ownTokens = tokensOf(step);
  // What the run as a whole used is said as the header says it; some exports put other numbers on its first step.
  const tokens = (totals ? tokensOf(totals) : null) ?? ownTokens;
  const cost = totals?.costUsd ?? step.costUsd;
  const maxima = navigation.maxima.value;
  const columns = navigation.columns.value;
  const isTimeline = navigation.view.value === 'timeline';
  const tags = tagsOf(model, step.n);
  const states = [step.failed && 'failed', step.failedBelow && !step.failed && 'a step below failed', step.blocked && 'blocked', firstWrong && 'first wrong step', lastGood && 'last good step'].filter(Boolean);
  const label = [
    `Step ${step.n}`, kinds[step.kind].words, step.name, step.detail, time === null ? null : formatDuration(time), row.after && `after ${idleWords(row.after)}`, ...tags.map(({ tag }) => tag), ...states,
  ].filter(Boolean).join(', ');
  return (
    <div
      class={['treeRow', place.focused && 'focused', place.chosen && !place.focused && 'chosen', step.synthetic && 'synthetic'].filter(Boolean).join(' ')}
      role="row"
      id={`step-${step.n}`}
      aria-label={label}
      aria-level={row.depth + 1}
      aria-rowindex={place.index + 2}
      aria-expanded={row.foldable ? !row.folded : undefined}
      aria-selected={place.chosen}
      tabIndex={place.tabStop ? 0 : -1}
      style={{ transform: `translateY(${place.top}px)`, '--depth': row.depth }}
      onClick={() => navigation.setCursor(step.n)}
      onFocus={() => navigation.cursor.peek() !== step.n && navigation.setCursor(step.n)}
      onDblClick={() => row.foldable && navigation.setFolded([row.key], !row.folded)}
    >
      <GroupLines lines={row.lines} />
      <span role="gridcell" class="cellNumber">{step.n}</span>
      <span role="gridcell" class="cellName" title={[step.name, step.detail, step.error].filter(Boolean).join('\n')}>
        {row.foldable ? <Twistie folded={row.folded} onClick={() => navigation.setFolded([row.key], !row.folded)} /> : <span class="twistie" />}
        <Icon name={kinds[step.kind].codicon} class={`kind ${step.kind}`} />
        <span class="stepText">
          <span class="stepName cut">{step.name}</span>
          {step.detail !== null && <span class="stepDetail cut">{step.kind === 'llm' ? plainPreview(step.detail) : step.detail}</span>}
        </span>
        {firstWrong && <span class="tag wrongTag"><Icon name="flag" small /><span class="tagWords">First wrong</span></span>}
        {lastGood && <span class="tag goodTag"><Icon name="check" small /><span class="tagWords">Last good</span></span>}
        {tags.length > 0 && <SignalTags tags={tags} />}
        {step.blocked && <span class="tag warn">Blocked</span>}
        {step.failed ? <MarkIcon mark="failed" /> : step.failedBelow && <MarkIcon mark="failedBelow" />}
      </span>
      {isTimeline && <Lane step={step} model={model} />}
      {!isTimeline && columns.bar && <StepBar step={step} axis={navigation.axis.value} />}
      {columns.time && <span role="gridcell" class="cellTime">{time !== null && <Measured text={formatDuration(time)} heat={heatOf(step, 'time', maxima)} />}</span>}
      {!isTimeline && columns.tokens && <span role="gridcell" class="cellTokens" title={ownTokens === null || ownTokens === tokens ? undefined : `Of all model calls; the export says ${formatTokens(ownTokens)} of this step`}>{tokens !== null && <Measured text={formatTokens(tokens)} heat={heatOf(step, 'tokens', maxima)} />}</span>}
      {!isTimeline && columns.cost && <span role="gridcell" class="cellCost">{cost !== null && <Measured text={formatCost(cost)} heat={heatOf(step, 'cost', maxima)} />}</span>}
    </div>
  );
}

/** A number; one that stands out is underlined by its share of the greatest, so that the colour is not alone. */
function Measured(props: { text: string; heat: Heat | undefined }) {
  const { heat } = props;
  if (!heat) return <span class="measured">{props.text}</span>;
  return <span class={`measured ${heat.level}`} style={{ '--share': `${Math.round(heat.share * 100)}%` }}>{props.text}</span>;
}
