import { formatCount } from '../../../src/core/display/numbers.ts';
import { chanceWords, countOf, sideNames } from '../../../src/core/display/patternWords.ts';
import type { CoOccurrence } from '../../../src/core/model/patterns.ts';

const most = 8;

/** What failures of a class have more, or less, often than other reviewed traces. */
export function Together(props: { together: readonly CoOccurrence[] }) {
  const { together } = props;
  if (together.length === 0) return null;
  const shown = together.slice(0, most);
  return (
    <section class="together">
      <h2 class="caption">What failures go together with</h2>
      <div class="matrixBox" tabIndex={0} role="region" aria-label="What failures go together with">
        <table class="plainTable">
          <thead><tr><th scope="col">Class</th><th scope="col">With</th><th scope="col" class="right">In the class</th><th scope="col" class="right">In all reviewed</th><th scope="col" class="right" title="The share in the class over the share in all reviewed traces">Lift</th><th scope="col" class="right" title="How often chance alone shows as much, all comparisons counted (Holm)">Chance</th></tr></thead>
          <tbody>
            {shown.map((each) => (
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
      <p class="dim small">{together.length > shown.length ? `${formatCount(shown.length)} of ${formatCount(together.length)} comparisons, the clearest first. ` : ''}What is dim may be chance. What is seen beside failures need not be their cause.</p>
    </section>
  );
}
