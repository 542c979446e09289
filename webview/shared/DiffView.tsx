import { useMemo, useState } from 'preact/hooks';
import { formatCount, plural } from '../../src/core/display/numbers.ts';
import { diffLines, diffRuns } from '../../src/core/display/lineDiff.ts';
import type { DiffLine, DiffRun } from '../../src/core/display/lineDiff.ts';
import { ChangedWords } from './ChangedWords.tsx';
import { Icon } from './Icon.tsx';

const linesAtOnce = 300;
const signs = { same: '', added: '+', removed: '\u2212' } as const;
const words = { same: '', added: 'added: ', removed: 'removed: ' } as const;

/** Two texts line by line: what went, what came, and within a line the words that differ. What is the same folds. */
export function DiffView(props: { before: string; after: string; label: string; atFirst?: number }) {
  const diff = useMemo(() => diffLines(props.before, props.after), [props.before, props.after]);
  const runs = useMemo(() => diffRuns(diff.lines), [diff]);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [limit, setLimit] = useState(props.atFirst ?? linesAtOnce);
  let room = limit;
  const shown = runs.flatMap((run, index) => {
    if (run.type === 'same' && !open.has(index)) return [<SameRun key={index} run={run} onOpen={() => setOpen(new Set([...open, index]))} />];
    const lines = run.lines.slice(0, Math.max(0, room));
    room -= run.lines.length;
    return lines.map((line, at) => <Line key={`${index}.${at}`} line={line} />);
  });
  return (
    <div class="diff mono" role="group" aria-label={props.label}>
      {shown}
      {room < 0 && (
        <div class="foldLine">
          <button type="button" class="linkButton" onClick={() => setLimit(limit + linesAtOnce)}><Icon name="unfold" small />{plural(-room, 'line')} folded</button>
        </div>
      )}
      {diff.leftOut > 0 && <div class="foldLine dim">{formatCount(diff.leftOut)} lines are not compared: the texts are too long.</div>}
    </div>
  );
}

function SameRun(props: { run: DiffRun; onOpen: () => void }) {
  return (
    <div class="foldLine">
      <button type="button" class="linkButton" onClick={props.onOpen}><Icon name="unfold" small />{plural(props.run.lines.length, 'line')} the same</button>
    </div>
  );
}

function Line(props: { line: DiffLine }) {
  const { type } = props.line;
  return (
    <div class={`dLine ${type}`}>
      <span class="dSign" aria-hidden="true">{signs[type]}</span>
      <span class="dText"><span class="srOnly">{words[type]}</span><ChangedWords line={props.line} /></span>
    </div>
  );
}
