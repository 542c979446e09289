import { useMemo, useState } from 'preact/hooks';
import { diffLines, diffRuns } from '../../src/core/display/lineDiff.ts';
import type { DiffLine } from '../../src/core/display/lineDiff.ts';
import { formatCount, plural } from '../../src/core/display/numbers.ts';
import type { ComparedText } from '../../src/core/model/comparison.ts';
import { ChangedWords } from '../shared/ChangedWords.tsx';
import { Icon } from '../shared/Icon.tsx';

const rowsAtOnce = 300;

type Row = { readonly a: DiffLine | null; readonly b: DiffLine | null };
type Block = { readonly folded: readonly DiffLine[] } | { readonly rows: readonly Row[] };

/** One text of both steps, line beside line, with holes where a side has none. What is the same folds. */
export function SideBySide(props: { text: ComparedText; onCopy: (text: string, what: string) => void }) {
  const { title, a, b } = props.text;
  const diff = useMemo(() => diffLines(a ?? '', b ?? ''), [a, b]);
  const blocks = useMemo(() => blocksOf(diff.lines, a === null || b === null), [diff]);
  const [folded, setFolded] = useState(false);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [limit, setLimit] = useState(rowsAtOnce);
  const change = a === b ? 'the same' : a === null ? 'only in B' : b === null ? 'only in A' : [diff.removed > 0 && plural(diff.removed, 'line removed', 'lines removed'), diff.added > 0 && `${formatCount(diff.added)} added`].filter(Boolean).join(', ');
  let room = limit;
  return (
    <section class="sideText" aria-label={title}>
      <div class="sideTextHead">
        <button type="button" class="sideTextFold" aria-expanded={!folded} onClick={() => setFolded(!folded)}><Icon name={folded ? 'chevron-right' : 'chevron-down'} /><span class="strong">{title}</span></button>
        <span class="grow" />
        <span class="dim">{change}</span>
        {a !== null && <button type="button" class="iconButton" aria-label={`Copy ${title} of A`} title={`Copy ${title} of A`} onClick={() => props.onCopy(a, `${title} of A`)}><span class="copySide" aria-hidden="true">A</span><Icon name="copy" small /></button>}
        {b !== null && <button type="button" class="iconButton" aria-label={`Copy ${title} of B`} title={`Copy ${title} of B`} onClick={() => props.onCopy(b, `${title} of B`)}><span class="copySide" aria-hidden="true">B</span><Icon name="copy" small /></button>}
      </div>
      {!folded && (
        <div class="sideLines mono">
          {blocks.map((block, index) => {
            if ('folded' in block && !open.has(index)) {
              return <div key={index} class="sideFold"><button type="button" class="linkButton" onClick={() => setOpen(new Set([...open, index]))}><Icon name="unfold" small />{plural(block.folded.length, 'line')} the same</button></div>;
            }
            const rows = 'rows' in block ? block.rows : block.folded.map((line) => ({ a: line, b: line }));
            const shown = rows.slice(0, Math.max(0, room));
            room -= rows.length;
            return shown.map((row, at) => <Lines key={`${index}.${at}`} row={row} />);
          })}
          {room < 0 && <div class="sideFold"><button type="button" class="linkButton" onClick={() => setLimit(limit + rowsAtOnce)}><Icon name="unfold" small />{plural(-room, 'line')} folded</button></div>}
          {diff.leftOut > 0 && <div class="sideFold dim">{formatCount(diff.leftOut)} lines are not compared: the texts are too long.</div>}
        </div>
      )}
    </section>
  );
}

/** Removed and added lines of one place beside each other. */
function blocksOf(lines: readonly DiffLine[], alone: boolean): readonly Block[] {
  return diffRuns(lines).map((run): Block => {
    if (run.type === 'same' && !alone) return { folded: run.lines };
    const rows: Row[] = [];
    let removed: DiffLine[] = [];
    let added: DiffLine[] = [];
    const flush = () => {
      for (let at = 0; at < Math.max(removed.length, added.length); at++) rows.push({ a: removed[at] ?? null, b: added[at] ?? null });
      removed = [];
      added = [];
    };
    for (const line of run.lines) {
      if (line.type === 'removed') {
        if (added.length > 0) flush();
        removed.push(line);
      } else if (line.type === 'added') added.push(line);
      else {
        flush();
        rows.push({ a: line, b: line });
      }
    }
    flush();
    return { rows };
  });
}

function Lines(props: { row: Row }) {
  return <div class="sidePair"><Half line={props.row.a} sign={'\u2212'} spoken="removed: " /><Half line={props.row.b} sign="+" spoken="added: " /></div>;
}

function Half(props: { line: DiffLine | null; sign: string; spoken: string }) {
  const { line } = props;
  if (!line) return <div class="sideLine hole" />;
  const changed = line.type !== 'same';
  return (
    <div class={`sideLine ${line.type}`}>
      <span class="dSign" aria-hidden="true">{changed ? props.sign : ''}</span>
      <span class="sideLineText">{changed && <span class="srOnly">{props.spoken}</span>}<ChangedWords line={line} /></span>
    </div>
  );
}
