import { useMemo, useRef, useState } from 'preact/hooks';
import { formatCount, plural } from '../../src/core/display/numbers.ts';
import { visibleText } from '../../src/core/display/visibleText.ts';
import type { Json } from '../../src/core/model/json.ts';
import { Icon } from './Icon.tsx';
import { jsonLines, membersAtOnce, problemsOfLines } from './jsonLines.ts';
import type { JsonLine, ProblemsByPath } from './jsonLines.ts';
import { JsonScalar, JsonShort } from './JsonScalar.tsx';
import { MarkIcon } from './MarkIcon.tsx';
import { useWholeText } from './payload.ts';
import type { PayloadPath } from './payload.ts';

const fewLines = 8;
const linesAtOnce = 300;

/** A JSON value that folds. Keys as in VS Code's trees: arrows move, fold and unfold; Enter toggles. */
export function JsonTree(props: { value: Json; label: string; folded?: boolean; /** Lines before the rest is folded. */ atFirst?: number | undefined; path?: PayloadPath | undefined; problems?: ProblemsByPath | undefined }) {
  const [folds, setFolds] = useState<ReadonlyMap<string, boolean>>(() => new Map(props.folded === true ? [['', true]] : []));
  const [shown, setShown] = useState<ReadonlyMap<string, number>>(new Map());
  const [asked, setAsked] = useState(0);
  // What was unfolded by hand is there to be read.
  const byHand = shown.size > 0 || folds.size > (props.folded === true ? 1 : 0);
  const limit = (byHand ? linesAtOnce : (props.atFirst ?? linesAtOnce)) + asked * linesAtOnce;
  const { open } = useWholeText(props.path);
  const [cursor, setCursor] = useState('');
  const element = useRef<HTMLDivElement>(null);
  const { lines, more } = useMemo(() => {
    const choices = { folds, shown, problems: props.problems };
    const now = jsonLines(props.value, choices, limit);
    if (!now.cut) return { lines: now.lines, more: 0 };
    const next = jsonLines(props.value, choices, limit + linesAtOnce);
    const left = next.lines.length - now.lines.length;
    // A link would take as much room as the last few lines.
    return !next.cut && left <= fewLines ? { lines: next.lines, more: 0 } : { lines: now.lines, more: left };
  }, [props.value, folds, shown, limit, props.problems]);
  const problems = useMemo(() => props.problems && problemsOfLines(lines, props.problems), [lines, props.problems]);
  const items = lines.filter((line) => line.type !== 'close');
  const current = items.some((line) => line.path === cursor) ? cursor : '';

  function focus(line: JsonLine | undefined): void {
    if (!line) return;
    setCursor(line.path);
    element.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(line.path)}"]`)?.focus();
  }

  function fold(line: JsonLine, folded: boolean): void {
    setCursor(line.path);
    if (line.type === 'more') setShown(new Map(shown).set(line.parent ?? '', line.shown + membersAtOnce));
    else if (line.type === 'open' || line.type === 'folded') setFolds(new Map(folds).set(line.path, folded));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || (event.target instanceof Element && event.target.closest('button'))) return;
    const index = items.findIndex((line) => line.path === current);
    const line = items[index];
    if (!line) return;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => focus(items[index + 1]),
      ArrowUp: () => focus(items[index - 1]),
      Home: () => focus(items[0]),
      End: () => focus(items.at(-1)),
      ArrowRight: () => (line.type === 'folded' ? fold(line, false) : line.type === 'open' ? focus(items[index + 1]) : undefined),
      ArrowLeft: () => (line.type === 'open' && line.depth > 0 ? fold(line, true) : focus(items.find((each) => each.path === line.parent))),
      Enter: () => fold(line, line.type === 'open'),
      ' ': () => fold(line, line.type === 'open'),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  }

  return (
    <div class="json">
      <div class={lines.some((line) => line.type === 'open' || line.type === 'folded') ? 'jsonTree' : 'jsonTree flat'} role="tree" aria-label={props.label} ref={element} onKeyDown={onKeyDown}>
        {lines.map((line) => (
          <Line key={line.path} line={line} at={props.path} problems={problems?.get(line.path)} current={line.path === current} onFold={(folded) => fold(line, folded)} onFocus={() => setCursor(line.path)} />
        ))}
      </div>
      {more > 0 && (
        <div class="foldLine">
          <button type="button" class="linkButton" onClick={() => setAsked(asked + 1)}><Icon name="unfold" small />Show {plural(more, 'more line')}</button>
          {open && <button type="button" class="linkButton" onClick={() => open(`${props.label}.json`)}>Open in editor</button>}
        </div>
      )}
    </div>
  );
}

/** Keys from the whole value to the one of a line, below the place of the whole in its step. */
function pathWithin(at: PayloadPath | undefined, line: JsonLine): PayloadPath | undefined {
  if (at === undefined || line.inText) return undefined;
  return [...at, ...line.path.split('/').slice(1).map((key) => (/^\d+$/u.test(key) && line.key === null ? Number(key) : key.replaceAll('~1', '/').replaceAll('~0', '~')))];
}

/** Keys of hostile exports may be as long as texts. */
const longestKey = 200;

function keyWords(key: string | number): string {
  const text = String(key);
  return visibleText(JSON.stringify(text.length > longestKey ? `${text.slice(0, longestKey)}…` : text));
}

const quote = <span class="jString">"</span>;

const aboutTheKey = /^not declared/u;

function Line(props: { line: JsonLine; at: PayloadPath | undefined; problems: readonly string[] | undefined; current: boolean; onFold: (folded: boolean) => void; onFocus: () => void }) {
  const { line, problems } = props;
  const wrongKey = problems?.some((words) => aboutTheKey.test(words)) === true;
  const wrongValue = problems !== undefined && !wrongKey && line.type === 'scalar';
  const style = { '--depth': line.depth };
  const comma = line.comma ? ',' : '';
  if (line.type === 'close') return <div class="jLine" role="presentation" style={style}>{line.array ? ']' : '}'}{line.text && quote}{comma}</div>;
  const foldable = line.type === 'open' || line.type === 'folded';
  const key = line.key !== null && <><span class={wrongKey ? 'jKey wrong' : 'jKey'}>{keyWords(line.key)}</span>: </>;
  return (
    <div
      class={foldable ? 'jLine foldable' : 'jLine'}
      role="treeitem"
      aria-level={line.depth + 1}
      aria-expanded={foldable ? line.type === 'open' : undefined}
      data-path={line.path}
      tabIndex={props.current ? 0 : -1}
      style={style}
      onFocus={props.onFocus}
      onClick={(event) => {
        if (foldable && !(event.target instanceof Element && event.target.closest('button')) && document.getSelection()?.isCollapsed !== false) props.onFold(line.type === 'open');
        else if (line.type === 'more') props.onFold(false);
      }}
    >
      {foldable && <Icon name={line.type === 'open' ? 'chevron-down' : 'chevron-right'} class="jChevron" small />}
      {key}
      {line.type === 'scalar' && <span class={wrongValue ? 'wrong' : undefined}><JsonScalar value={line.value} path={pathWithin(props.at, line)} /></span>}
      {line.type === 'short' && <JsonShort value={line.value} />}
      {line.type === 'open' && <>{line.text && quote}{line.array ? '[' : '{'}{line.text && <span class="jSize"> JSON in a text</span>}</>}
      {line.type === 'folded' && <>{line.text && quote}{line.array ? '[…]' : '{…}'}{line.text && quote}<span class="jSize"> {plural(line.size, line.array ? 'element' : 'key')}{line.text && ', JSON in a text'}</span></>}
      {line.type === 'more' && <span class="jMore">{formatCount(line.size - line.shown)} more of {formatCount(line.size)}</span>}
      {line.type !== 'open' && line.type !== 'more' && comma}
      {problems?.map((words) => <span key={words} class="jProblem"><MarkIcon mark="failed" quiet /><span class="srOnly">Problem: </span>{words}</span>)}
    </div>
  );
}
