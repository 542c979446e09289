import { useState } from 'preact/hooks';
import { formatCount } from '../../src/core/display/numbers.ts';
import { truncate } from '../../src/core/display/truncate.ts';

const longest = 20_000;

/** Text as it was recorded. More than a page can lay out at once is cut, which is said, and can be asked for. */
export function LongText(props: { text: string; mono?: boolean }) {
  const [shown, setShown] = useState(longest);
  const cut = truncate(props.text, shown);
  return (
    <>
      <div class={props.mono === true ? 'plain mono' : 'plain'}>{cut.text}</div>
      {cut.cut && (
        <div class="cutLine">
          The first {formatCount(cut.shown)} of {formatCount(cut.whole)} characters are shown.{' '}
          <button type="button" class="linkButton" onClick={() => setShown(shown * 5)}>Show more</button>
        </div>
      )}
    </>
  );
}
