import { useState } from 'preact/hooks';
import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import { chanceWords, countOf, sideNames, standsOut } from '../../../src/core/display/patternWords.ts';
import type { CoOccurrence } from '../../../src/core/model/patterns.ts';

const most = 8;

/** What failures of a class have more, or less, often than other reviewed traces. What chance explains is shown when asked for. */
export function Together(props: { together: readonly CoOccurrence[] }) {
  const { together } = props;
  const [open, setOpen] = useState(false);
  if (together.length === 0) return null;
  const clear = together.filter(standsOut);
  const shown = (open ? together : clear).slice(0, open ? 2 * most : most);
  const rest = together.length - clear.length;
  const counted = clear.length === 0 ? `Nothing stands out (${formatCount(together.length)} compared). ` : shown.length < together.length ? `${formatCount(shown.length)} of ${plural(together.length, 'comparison')}, the clearest first. ` : '';
  return (
    <section class="together">
      <h2 class="caption">What failures go together with</h2>
      {shown.length > 0 && <Comparisons shown={shown} />}
      <p class="dim small">
        {counted}
        {shown.length > 0 && 'What is dim may be chance. What is seen beside failures need not be their cause. '}
        {rest > 0 && <button type="button" class="linkButton" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? 'Hide' : 'Show'} what chance explains</button>}
      </p>
    </section>
  );
}

function Comparisons(props: { shown: readonly CoOccurrence[] }) {
  return (
    <div class="matrixBox" tabIndex={0} role="region" aria-label="What failures go together with">
      <table class="plainTable">
        <thead><tr><th scope="col">Class</th><th scope="col">With</th><th scope="col" class="right">In the class</th><th scope="col" class="right">In all reviewed</th><th scope="col" class="right" title="The share in the class over the share in all reviewed traces">Lift</th><th scope="col" class="right" title="How often chance alone shows as much, all comparisons counted (Holm)">Chance</th></tr></thead>
        <tbody>
          {props.shown.map((each) => (
            <tr key={`${each.class} ${each.side} ${each.value}`} class={each.adjusted < 0.05 ? undefined : 'dim'}>
              <td>{each.name}</td>
              <td><span class="dim">{sideNames[each.side]}</span> {each.value}</td>
              <td class="right number">{countOf(each.inClass)}</td>
              <td class="right number">{countOf(each.inAll)}</td>
              <td class="right number">{each.lift.toFixed(2)}</td>
              <td class="right number">{chanceWords(each.adjusted)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
