import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { formatCount } from '../../../src/core/display/numbers.ts';
import { kinds } from '../../../src/core/display/outcome.ts';
import { visibleText } from '../../../src/core/display/visibleText.ts';
import type { FindHit } from '../../../src/protocol/readerApi.ts';
import { Icon } from '../../shared/Icon.tsx';
import { IconButton } from '../../shared/IconButton.tsx';
import { KeyCap } from '../../shared/KeyCap.tsx';
import { MarkIcon } from '../../shared/MarkIcon.tsx';
import { ProgressLine } from '../../shared/ProgressLine.tsx';
import { evenTops, useRowWindow } from '../../shared/useRowWindow.ts';
import type { TrajectoryModel } from '../model.ts';
import { goToTyped } from './FindField.tsx';
import { countInWords, hitAtInWords, hitInWords, placeInWords } from './findWords.ts';

const rowHeight = 42;

/** In place of the rows: every place that holds what is sought, in reading order. */
export function SearchList(props: { model: TrajectoryModel }) {
  const { model } = props;
  const { find } = model;
  return find.jump.value ? <JumpLine model={model} /> : (
    <div class="search">
      <SearchBar model={model} />
      <Hits model={model} />
    </div>
  );
}

function SearchBar(props: { model: TrajectoryModel }) {
  const { find } = props.model;
  const report = find.report.value;
  const hasHits = find.hits.value.length > 0;
  const { badPattern } = report ?? {};
  return (
    <div class="searchBar">
      <ProgressLine active={find.busy.value} label="Searching the trace" />
      {find.failure.value
        ? <span class="searchTrouble"><MarkIcon mark="warning" quiet /><span>The search failed: {find.failure.value.message}</span><button type="button" class="linkButton" onClick={find.again}>Try again</button></span>
        : badPattern !== undefined
          ? <span class="searchTrouble"><MarkIcon mark="warning" quiet /><span>{badPattern}</span></span>
          : <span class="searchCount cut">{report === null ? 'Searching' : countInWords(report, find.query.value.text.trim() !== '')}{report !== null && find.at.value >= 0 && <span class="dim">{` · ${hitAtInWords(report, find.at.value)}`}</span>}</span>}
      <span class="grow" />
      {hasHits && <><IconButton icon="arrow-up" label="Previous match" onClick={() => find.next(-1)} /><IconButton icon="arrow-down" label="Next match" onClick={() => find.next(1)} /></>}
      <IconButton icon="close" label="Clear the search" action="leave" onClick={() => leaveSearch(props.model)} />
    </div>
  );
}

/** Back to the rows, with the focus at the step that was found. */
export function leaveSearch({ find, navigation }: TrajectoryModel): void {
  find.clear();
  navigation.focusAsked.value++;
}

function Hits(props: { model: TrajectoryModel }) {
  const { model } = props;
  const { find, navigation } = model;
  const scroller = useRef<HTMLDivElement>(null);
  const hits = find.hits.value;
  const at = find.at.value;
  const current = Math.max(0, Math.min(at, hits.length - 1));
  const tops = useMemo(() => evenTops(hits.length, rowHeight), [hits]);
  const virtual = useRowWindow({ tops, headHeight: 0, scroller, focused: current });
  const follow = useRef(false);
  useEffect(() => virtual.scrollTo(current), [current, hits]);
  useLayoutEffect(() => {
    if (!follow.current) return;
    follow.current = false;
    scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true });
  });

  function onKeyDown(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === 'ArrowUp' && current === 0) {
      event.preventDefault();
      document.querySelector<HTMLInputElement>('#find')?.focus();
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const next = { ArrowDown: at < 0 ? 0 : current + 1, ArrowUp: current - 1, Home: 0, End: hits.length - 1, PageDown: current + page, PageUp: current - page }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    follow.current = true;
    find.show(Math.max(0, Math.min(hits.length - 1, next)));
  }

  const none = hits.length === 0;
  return (
    // A grid without rows is none.
    <div class="hits" id="hits" ref={scroller} role={none ? undefined : 'grid'} aria-label={none ? undefined : 'Hits'} aria-rowcount={none ? undefined : hits.length} onKeyDown={onKeyDown}>
      <div class="hitRows" role={none ? undefined : 'rowgroup'} style={{ height: `${tops.at(-1) ?? 0}px` }}>
        {virtual.indexes.map((index) => {
          const hit = hits[index];
          return hit && <HitRow key={index} hit={hit} model={model} index={index} top={tops[index]!} tabStop={index === current} chosen={index === at} sameStep={navigation.selected.value === hit.n} />;
        })}
      </div>
      {none && find.report.value && find.report.value.badPattern === undefined && <p class="noHits dim">{nothingFound(model)}</p>}
    </div>
  );
}

function nothingFound({ find }: TrajectoryModel): string {
  const { text, regex, word, matchCase } = find.query.value;
  const how = [matchCase ? 'match case' : null, word ? 'match whole word' : null, regex ? 'regular expression' : null, find.filters.value > 0 ? 'the filters' : null].filter((each) => each !== null);
  return `${text.trim() === '' ? 'No step is as the filters say.' : `Nothing in this trace holds “${text.trim()}”.`}${how.length > 0 && text.trim() !== '' ? ` Searched with ${how.join(', ')}.` : ''}`;
}

function HitRow(props: { hit: FindHit; model: TrajectoryModel; index: number; top: number; tabStop: boolean; chosen: boolean; sameStep: boolean }) {
  const { hit, model, index } = props;
  const step = model.navigation.byNumber.value.get(hit.n);
  const name = step?.name ?? '';
  return (
    <div
      class={['hitRow', props.chosen && 'focused', props.sameStep && !props.chosen && 'chosen'].filter(Boolean).join(' ')}
      role="row" aria-rowindex={index + 1} aria-selected={props.chosen} aria-label={visibleText(`S${hitInWords(hit, name).slice(1)}`)} tabIndex={props.tabStop ? 0 : -1}
      style={{ '--top': `${props.top}px` }}
      onClick={() => model.find.show(index)}
      onFocus={() => model.find.at.value < 0 && index === 0 && model.find.show(0)}
    >
      <span class="hitNumber" role="gridcell">{formatCount(hit.n)}</span>
      <span class="hitText" role="gridcell">
        <span class="hitHead">
          {step && <Icon name={kinds[step.kind].codicon} class={`kind ${step.kind}`} />}
          <span class="cut">{name}</span>
          <span class="dim small noWrap">{placeInWords(hit)}</span>
          {step?.failed && <MarkIcon mark="failed" words="Failed" />}
        </span>
        <span class="hitExcerpt cut">{visibleText(hit.excerpt.slice(0, hit.from))}<mark>{visibleText(hit.excerpt.slice(hit.from, hit.to))}</mark>{visibleText(hit.excerpt.slice(hit.to))}</span>
      </span>
    </div>
  );
}

function JumpLine(props: { model: TrajectoryModel }) {
  const { model } = props;
  const n = model.find.jump.value?.n ?? null;
  const step = n === null ? undefined : model.navigation.byNumber.value.get(n);
  return (
    <div class="search" id="hits">
      <p class="jumpLine">
        {n === null ? <span class="dim">Type the number of a step.</span> : step ? <button type="button" class="linkButton" onClick={() => goToTyped(model)}>Go to step {formatCount(step.n)}, {step.name}</button> : <span class="dim">There is no step {formatCount(n)}.</span>}
        {step && <KeyCap text="↵" />}
      </p>
    </div>
  );
}
