import type { ComponentChildren } from 'preact';
import { formatCount } from '../../src/core/display/numbers.ts';
import { Button } from '../controls/Button.tsx';
import { pageful, type CoverageModel } from './model.ts';

/** One part of the page: a heading, sentences, rows. Rows beyond the first come with a press. */
export function Part(props: { model: CoverageModel; id: string; title: string; lines: readonly string[]; rows: readonly ComponentChildren[] }) {
  const { model, id, title, lines, rows } = props;
  const shown = model.unfolded.value.has(id) ? rows : rows.slice(0, pageful);
  return (
    <section class="part" aria-labelledby={`part-${id}`}>
      <h2 id={`part-${id}`}>{title}</h2>
      {lines.map((line) => <p class="partLine" key={line}>{line}</p>)}
      {rows.length > 0 && <ul>{shown}</ul>}
      {shown.length < rows.length && <div class="partMore"><Button onClick={() => model.unfold(id)}>{`Show all ${formatCount(rows.length)}`}</Button></div>}
    </section>
  );
}

/** How much of something: the bar repeats what the number beside it says. */
export function Bar(props: { share: number; guarded: boolean }) {
  return <span class={props.guarded ? 'bar guarded' : 'bar'} aria-hidden="true"><span style={{ width: `${Math.max(0, Math.min(1, props.share)) * 100}%` }} /></span>;
}
