import { useState } from 'preact/hooks';
import { oneLine } from '../../../src/core/display/truncate.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { ToolDefinition } from '../../../src/core/model/span.ts';
import { Icon } from '../../shared/Icon.tsx';
import { JsonTree } from '../../shared/JsonTree.tsx';
import { LongText } from '../../shared/LongText.tsx';
import { NotRecorded } from '../../shared/NotRecorded.tsx';

const shownAtFirst = 12;

/** The tools the model could choose from, those it called first; each opens to what the model was told of it. */
export function OfferedTools(props: { tools: readonly ToolDefinition[] | null; calls: readonly string[] }) {
  const [all, setAll] = useState(false);
  if (props.tools === null) return <div class="offered"><h3 class="section">Tools offered</h3><NotRecorded why="This export does not list the offered tools" /></div>;
  const count = (tool: ToolDefinition) => props.calls.filter((name) => name === tool.name).length;
  const tools = props.tools.toSorted((a, b) => count(b) - count(a));
  const shown = all ? tools : tools.slice(0, shownAtFirst);
  return (
    <div class="offered">
      <h3 class="section">{props.tools.length === 0 ? 'No tools offered' : `${props.tools.length} tools offered`}</h3>
      {shown.map((tool) => <Tool key={tool.name} tool={tool} called={count(tool)} />)}
      {tools.length > shown.length && <button type="button" class="linkButton" onClick={() => setAll(true)}>Show {tools.length - shown.length} more</button>}
    </div>
  );
}

function Tool(props: { tool: ToolDefinition; called: number }) {
  const [open, setOpen] = useState(false);
  const { tool } = props;
  const more = tool.schema !== null || (tool.description ?? '') !== '';
  return (
    <div class="tool">
      <button type="button" class="toolHead" aria-expanded={more ? open : undefined} disabled={!more} onClick={() => setOpen(!open)}>
        <Icon name={open ? 'chevron-down' : 'chevron-right'} small class={more ? '' : 'hidden'} />
        <span class="mono">{visibleText(tool.name)}</span>
        {props.called > 0 && <span class="tag">{props.called === 1 ? 'called' : `called ${props.called} times`}</span>}
        {!open && tool.description !== null && <span class="dim cut">{visibleText(oneLine(tool.description, 300))}</span>}
      </button>
      {open && (
        <div class="toolBody">
          {tool.description !== null && <LongText text={tool.description} />}
          {tool.schema !== null && <JsonTree value={tool.schema} label={`Schema of ${tool.name}`} />}
        </div>
      )}
    </div>
  );
}
