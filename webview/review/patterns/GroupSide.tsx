import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatCount, plural } from '../../../src/core/display/numbers.ts';
import { shareWords, traitWords } from '../../../src/core/display/patternWords.ts';
import { formatDate, formatWhen } from '../../../src/core/display/time.ts';
import { Badge } from '../../controls/Badge.tsx';
import { Button } from '../../controls/Button.tsx';
import { IconButton } from '../../shared/IconButton.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { mediaHolds } from '../../shared/useMedia.ts';
import { keysOf } from '../keys.ts';
import type { PatternsModel } from './model.ts';
import { narrow } from './model.ts';

/** A list longer than this is read in the queue. */
const most = 200;

function scrollTo(side: HTMLElement | null): void {
  const tab = side?.closest('.reviewTab');
  if (side && tab) tab.scrollTop += side.getBoundingClientRect().top - tab.getBoundingClientRect().top;
}

/** The traces of a cell or a cause, what they share, and the way to review them. */
export function GroupSide(props: { model: PatternsModel }) {
  const { model } = props;
  const chosen = model.chosen.value;
  const side = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    // Of the tab alone: to scroll into view would move the frames around the page, too.
    if (chosen && mediaHolds(narrow)) scrollTo(side.current);
  }, [chosen?.key]);
  if (!chosen) return null;
  const group = model.group.value;
  const keys = keysOf('patterns');
  const nowUs = Date.now() * 1000;
  return (
    <aside class="groupSide" ref={side} aria-label={chosen.title.join(', then ')}>
      <header class="patternHead">
        <h2 class="cut" title={chosen.title.join(' → ')}>{chosen.title.length === 2 ? <><code>{chosen.title[0]}</code> → <code>{chosen.title[1]}</code></> : chosen.title[0]}</h2>
        <Badge count={chosen.ids.length} /><span class="srOnly">{plural(chosen.ids.length, 'failure')}</span>
        <span class="grow" />
        <IconButton icon="close" label="Close the list" onClick={model.close} />
      </header>
      <div class="groupRows">
        {group?.traces.slice(0, most).map(({ id, nativeId, title, startUs, className, orphan }) => (
          <button key={id} type="button" class="groupRow" disabled={orphan} title={orphan ? 'Not imported here' : startUs === null ? title ?? nativeId : `${title ?? nativeId}\n${formatDate(startUs)}`} onClick={() => model.page.openTrace(id)}>
            <MarkIcon mark="fail" />
            <span class="cut">{title ?? nativeId}</span>
            <span class="dim small noWrap">{startUs === null ? '' : formatWhen(startUs, nowUs)}</span>
            <span class="groupClass dim small cut">{orphan ? 'Not imported here' : className ?? 'No class'}</span>
          </button>
        ))}
        {group !== null && group.traces.length > most && <p class="dim small groupMore">And {formatCount(group.traces.length - most)} more</p>}
      </div>
      {group !== null && group.shared.length > 0 && (
        <section class="groupShared">
          <h3 class="caption">What they share</h3>
          <dl>{group.shared.map((trait) => <div key={`${trait.kind} ${trait.value}`}><dt>{traitWords(trait)}</dt><dd class={trait.n === 0 ? 'dim' : 'number strong'}>{shareWords(trait)}</dd></div>)}</dl>
        </section>
      )}
      <footer class="groupFoot"><Button shortcut={keys.shortcutOf('review')} onClick={model.review}><span class="buttonText">{chosen.ids.length === 1 ? 'Review this one' : `Review these ${formatCount(chosen.ids.length)}`} <KeyCap text={keys.hintOf('review')} /></span></Button></footer>
    </aside>
  );
}
