import type { Mark } from '../../src/core/display/outcome.ts';
import type { Outcome } from '../../src/core/model/result.ts';
import { MarkIcon } from '../shared/MarkIcon.tsx';
import { groupWords, outcomeWords } from './words.ts';

const marks: Readonly<Record<Outcome, Mark>> = { pass: 'pass', fail: 'fail', error: 'failed', 'n/a': 'unlabelled' };

/** Disc with a cross: failed. Ring with a tick: passed. Disc in the warning colour: broke. Dashes: not measured. */
export function OutcomeMark(props: { outcome: Outcome; quiet?: boolean; /** Not all of its trials were done. */ cutOff?: boolean }) {
  if (props.cutOff) return <span class="outcomeMark"><MarkIcon mark="unlabelled" words={groupWords.cutOff} quiet={props.quiet === true} /></span>;
  return <span class={props.outcome === 'error' ? 'outcomeMark broke' : 'outcomeMark'}><MarkIcon mark={marks[props.outcome]} words={outcomeWords[props.outcome]} quiet={props.quiet === true} /></span>;
}
