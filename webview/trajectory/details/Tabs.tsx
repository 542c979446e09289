import { useLayoutEffect, useRef } from 'preact/hooks';
import { Badge } from '../../controls/Badge.tsx';
import { tabs } from '../viewState.ts';
import type { Tab } from '../viewState.ts';

/** The second word gives way where there is no room. */
const words: Readonly<Record<Tab, readonly [string, string?]>> = { thread: ['Thread'], call: ['Call'], prompt: ['Prompt', ' changes'], documents: ['Documents'], raw: ['Raw'] };

/** What a tab keeps from the edge, in pixels. */
const inset = 12;

/** Tabs with their counts; an empty one is dim, and stays, because that it is empty is news too. */
export function Tabs(props: { chosen: Tab; counts: Readonly<Record<Tab, number | undefined>>; onChoose: (tab: Tab) => void }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const list = element.current;
    const tab = list?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (!list || !tab) return;
    // The row of tabs scrolls alone; scrolling into view would move the page too.
    const [start, end] = [tab.offsetLeft - list.offsetLeft - inset, tab.offsetLeft - list.offsetLeft + tab.offsetWidth + inset];
    list.scrollLeft = Math.max(end - list.clientWidth, Math.min(start, list.scrollLeft));
  }, [props.chosen]);
  function onKeyDown(event: KeyboardEvent): void {
    const at = tabs.indexOf(props.chosen);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const tab = tabs[(next + tabs.length) % tabs.length];
    if (!tab) return;
    props.onChoose(tab);
    element.current?.querySelector<HTMLElement>(`#tab-${tab}`)?.focus();
  }
  return (
    <div class="tabs" role="tablist" aria-label="Details" ref={element} onKeyDown={onKeyDown}>
      {tabs.map((tab) => {
        const count = props.counts[tab];
        const chosen = tab === props.chosen;
        return (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`tab-${tab}`}
            class={count === 0 ? 'tab emptyTab' : 'tab'}
            aria-selected={chosen}
            aria-controls="panel"
            tabIndex={chosen ? 0 : -1}
            onClick={() => props.onChoose(tab)}
          >
            <span>{words[tab][0]}{words[tab][1] !== undefined && <span class="tabMore">{words[tab][1]}</span>}</span>
            {count !== undefined && count > 0 && <Badge count={count} />}
          </button>
        );
      })}
    </div>
  );
}
