import { plural } from '../../../src/core/display/numbers.ts';
import type { CallStanding } from '../../../src/core/model/insights.ts';

/** How the arguments stand to the schema the tool was offered with. `explain`: also that there is none. */
export function CallStandingWords(props: { standing: CallStanding | undefined; explain: boolean }) {
  const { standing } = props;
  if (!standing) return null;
  if (standing.problems === null) return props.explain ? <span class="dim">Schema not recorded</span> : null;
  if (standing.problemCount > 0) return <span class="bad">{plural(standing.problemCount, 'problem')}</span>;
  return <span class="dim" title="They fit the schema the tool was offered with">valid</span>;
}
