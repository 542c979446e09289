import type { ComparedSide } from '../../src/core/model/comparison.ts';
import { deltasOf, notRecorded } from './deltas.ts';

/** What the runs took and yielded, from A to B. Green is better, and the sign says it too. */
export function Deltas(props: { a: ComparedSide; b: ComparedSide }) {
  const isExpected = props.a.kind === 'expected' || props.b.kind === 'expected';
  // An expectation took no time and cost nothing: a figure that one side cannot have is no delta.
  const deltas = deltasOf(props.a, props.b).filter(({ a, b }) => !isExpected || (a !== notRecorded && b !== notRecorded));
  return (
    <dl class="deltas">
      {deltas.map(({ name, a, b, change, better }) => (
        <div class="delta" key={name}>
          <dt class="caption">{name}</dt>
          <dd class="deltaValues cut number" title={`${a} → ${b}`}><span class={a === notRecorded ? 'dim' : undefined}>{a}</span> <span class="dim" aria-label="to">→</span> <span class={b === notRecorded ? 'dim' : 'strong'}>{b}</span></dd>
          <dd class={better === null ? 'deltaChange dim number' : better ? 'deltaChange better number' : 'deltaChange worse number'}>{change}</dd>
        </div>
      ))}
    </dl>
  );
}
