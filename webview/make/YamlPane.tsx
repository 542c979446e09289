import { useEffect, useRef } from 'preact/hooks';
import { plural } from '../../src/core/display/numbers.ts';
import type { CasePreview } from '../../src/protocol/makeApi.ts';
import { Icon } from '../shared/Icon.tsx';
import { colouredLine } from './colouredLine.ts';
import type { MakeModel } from './model.ts';

const placeholder = /\[(?:secret|personal):[a-z0-9-]+\]/u;

/** The text of the case, to be edited: what is typed wins over what was drafted. */
export function YamlPane(props: { model: MakeModel; view: CasePreview }) {
  const { model, view } = props;
  const text = model.text.value;
  const lines = text.replace(/\n$/u, '').split('\n');
  const scroll = useRef<HTMLDivElement>(null);
  // Of the text that was proposed or checked; while somebody types they may be a line off until they rest.
  const marks = new Map<number, string>();
  for (const { lines: place, state } of view.proposals) if (place) for (let n = place[0]; n <= place[1]; n++) if (!(state === 'kept' && marks.has(n))) marks.set(n, state === 'worded' || state === 'typed' ? 'loosened' : state);
  const focusedLines = model.focused.value?.lines ?? null;
  const problems = new Map([...view.problems].sort((a, b) => Number(a.severity === 'error') - Number(b.severity === 'error')).map((problem) => [problem.line, problem]));
  const asked = model.shown.value;
  useEffect(() => {
    const line = focusedLines?.[0];
    const box = scroll.current;
    if (line === undefined || !box) return;
    const top = (line - 1) * 18;
    if (asked > 0 || top < box.scrollTop || top > box.scrollTop + box.clientHeight - 36) box.scrollTop = Math.max(0, top - box.clientHeight / 3);
  }, [focusedLines?.[0], asked]);
  const slash = view.shownFile.lastIndexOf('/') + 1;
  const longest = Math.max(...lines.map((line) => line.length));
  const errors = view.problems.length;
  return (
    <section class="yamlPart" aria-labelledby="fileHead">
      <div class="partHead">
        <h2 id="fileHead" class="cut" title={view.shownFile}><span class="dim">{view.shownFile.slice(0, slash)}</span><strong>{view.shownFile.slice(slash)}</strong></h2>
        <span class="tag">{view.isNewFile ? 'New file' : 'At its end'}</span>
        <span class="grow" />
        <span class={`noWrap ${errors > 0 ? 'warn' : 'dim'}`}>{plural(lines.length, 'line')}, {errors === 0 ? 'no problems' : plural(errors, 'problem')}</span>
        <button type="button" class="iconButton" aria-label="Copy the case" title="Copy the case" onClick={model.copy}><Icon name="copy" /></button>
      </div>
      <div class="legend dim small">
        <span class="legendMark kept">kept</span><span class="legendMark loosened">loosened</span><span class="legendMark redacted">redacted</span>
        <span class="grow" />
        {model.kept.value.text === null ? <span class="editable">Editable: what you type here is checked as you type</span> : <button type="button" class="linkButton" onClick={() => void model.dropEdits()}>Drop my edits</button>}
      </div>
      {view.missed.length > 0 && <p class="missed small">The text says something else at {view.missed.join(', ')} by now: change it there by hand.</p>}
      {view.fromDefaults.length > 0 && <p class="fromDefaults small dim">From defaults of {view.shownFile.slice(slash)}: {view.fromDefaults.join(', ')}</p>}
      <div class="yamlScroll" ref={scroll}>
        <div class="yamlSheet" style={{ '--columns': String(longest + 4), '--lines': String(lines.length + 1) }}>
          <div class="yamlLines" aria-hidden="true">
            {lines.map((line, at) => {
              const n = at + 1;
              const problem = problems.get(n);
              const isFocused = focusedLines !== null && n >= focusedLines[0] && n <= focusedLines[1];
              return (
                <div key={at} class={`yamlLine ${marks.get(n) ?? ''} ${placeholder.test(line) ? 'redacted' : ''} ${isFocused ? 'focused' : ''} ${problem ? `has-${problem.severity}` : ''}`}>
                  <span class="lineNumber">{n}</span><span class="lineText">{colouredLine(line).map(({ kind, text: part }, piece) => <span key={piece} class={kind}>{part}</span>)}</span>
                  {problem && <span class="lineProblem">{problem.message}</span>}
                </div>
              );
            })}
          </div>
          <textarea class="yamlText" aria-label="Text of the case" spellcheck={false} wrap="off" autocapitalize="off" value={text} onInput={(event) => model.type(event.currentTarget.value)} />
        </div>
      </div>
      {errors > 0 && <ul class="problemList" aria-label="Problems">{view.problems.slice(0, 20).map(({ line, message, code, severity }) => <li key={`${code}${line}${message}`} class={severity === 'error' ? 'bad' : 'warn'}>Line {line}: {message} {code.startsWith('CB') && <span class="dim">{code}</span>}</li>)}</ul>}
    </section>
  );
}
