import { flaggedInWords, flagStepWords } from '../../../src/core/display/flaggedWords.ts';
import { formatDay } from '../../../src/core/display/time.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import { Icon } from '../../shared/Icon.tsx';
import type { OpenTrace } from './openTraces.ts';

/** That the user flagged the answer, and what is left to do until they can be told. */
export function Flagged(props: { trace: OpenTrace }) {
  const flag = props.trace.flag.value;
  if (!flag) return null;
  return (
    <div class="railPart" role="group" aria-label="Flagged by its user">
      <p class="hiddenLabels userFlag"><Icon name="feedback" small /><span>{visibleText(flaggedInWords(flag, (ms) => formatDay(ms * 1000)))}{flag.next && <span class="otherNote dim">{flag.next === 'done' ? 'Handled and guarded' : flag.next === 'none' ? 'Reviewed as right' : `Next: ${flagStepWords[flag.next]}`}</span>}</span></p>
    </div>
  );
}
