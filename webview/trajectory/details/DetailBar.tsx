import { formatCount } from '../../../src/core/display/numbers.ts';
import { formatDuration, formatOffset } from '../../../src/core/display/time.ts';
import { kinds } from '../../../src/core/display/outcome.ts';
import { oneLine } from '../../../src/core/display/truncate.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { StepDetail, TrajectoryStep } from '../../../src/core/model/trajectory.ts';
import { Icon } from '../../shared/Icon.tsx';
import { IconButton } from '../../shared/IconButton.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { Menu } from '../../shared/Menu.tsx';
import { durationMs } from '../heat.ts';
import type { TrajectoryModel } from '../model.ts';
import { stepMenu } from './stepMenu.ts';
import { StepScores } from './StepScores.tsx';

export function DetailBar(props: { model: TrajectoryModel; step: TrajectoryStep; detail: StepDetail | undefined }) {
  const { model, step, detail } = props;
  const { steps, timeSpan, noise } = model.navigation;
  // Hidden spans are numbered after all others, and count where they are shown.
  const numbered = model.skeleton.value?.summary.steps ?? 0;
  const duration = durationMs(step);
  const offset = step.startUs === null || timeSpan.value === null ? null : (step.startUs - timeSpan.value.startUs) / 1000;
  const times = [offset === null ? null : formatOffset(offset), duration === null ? null : formatDuration(duration)].filter((text) => text !== null);
  return (
    <>
      <div class="bar detailBar">
        <Icon name={kinds[step.kind].codicon} class={`kind ${step.kind}`} />
        <h2 class="cut detailName" title={visibleText(step.name)}>{visibleText(step.name)}</h2>
        <span class="dim noWrap">step {formatCount(step.n)}<span class="detailCount"> of {formatCount(step.n <= numbered && !noise.value ? numbered : steps.value.length)}</span></span>
        {/* What does not fit beside the name falls below the edge, the least telling first. */}
      {(step.failed || step.blocked || step.synthetic) && <span class="detailTags">
        {step.failed && <span class="tag bad" title={step.error ?? undefined}><MarkIcon mark="failed" quiet /><span class="cut">{step.error === null ? 'Failed' : visibleText(oneLine(step.error, 60))}</span></span>}
          {step.blocked && !step.failed && <span class="tag warn"><MarkIcon mark="blocked" quiet />Blocked</span>}
          {step.synthetic && <span class="tag absent optional" title="Made from messages so that the log can be read as steps: the export has no span here"><span class="cut">No span recorded</span></span>}
      </span>}
        {/* Where the times do not fit as a whole they fall below the edge. */}
        <span class="detailTimes dim number"><span class="edge" /><span class="noWrap">{times.join(' · ')}</span></span>
        <IconButton icon="copy" label="Copy the step as JSON" action="copyStep" onClick={() => detail && model.copy(JSON.stringify(detail.span), `step ${step.n}`)} />
        <IconButton icon="link" label="Copy a link to this step" action="copyLink" onClick={() => model.copyLink(step.n)} />
        <Menu label="More for this step" items={stepMenu(model, step.n)} />
      </div>
      <StepScores scores={model.skeleton.value?.scores ?? []} n={step.n} />
    </>
  );
}
