import { useId, useState } from 'preact/hooks';
import { plural } from '../../../src/core/display/numbers.ts';
import { truncate } from '../../../src/core/display/truncate.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { OfferedTool } from '../../../src/core/model/insights.ts';
import type { TrajectoryModel } from '../model.ts';

const atFirst = 10;

/** The tools the model could have called in this run, and never did. What it was told of one is shown while the pointer or the focus is on it. */
export function NotCalled(props: { model: TrajectoryModel }) {
  const [all, setAll] = useState(false);
  const [told, setTold] = useState<OfferedTool | null>(null);
  const id = useId();
  const tools = props.model.insights.insights.value?.tools?.filter((tool) => tool.calledAt.length === 0) ?? [];
  if (tools.length === 0) return null;
  const shown = all ? tools : tools.slice(0, atFirst);
  const leave = () => setTold(null);
  return (
    <section class="notCalled" aria-label="Offered, not called">
      <span class="dim">Offered, not called</span>
      {shown.map((tool) => (
        <button
          key={tool.name}
          type="button"
          class="toolChip mono"
          aria-describedby={told === tool ? id : undefined}
          onFocus={() => setTold(tool)}
          onBlur={leave}
          onPointerEnter={() => setTold(tool)}
          onPointerLeave={leave}
          onKeyDown={(event) => event.key === 'Escape' && told !== null && (event.stopPropagation(), leave())}
        >
          {visibleText(tool.name)}
        </button>
      ))}
      {shown.length < tools.length && <button type="button" class="linkButton" onClick={() => setAll(true)}>{plural(tools.length - shown.length, 'more tool')}</button>}
      {told && <div class="tip" role="tooltip" id={id}><span class="mono strong">{visibleText(told.name)}</span> {told.description === null ? <span class="dim">No description recorded</span> : visibleText(truncate(told.description, 600).text)}</div>}
    </section>
  );
}
