import { useRef } from 'preact/hooks';
import type { TrajectoryModel } from './model.ts';
import { clampSplit, greatestSplit, leastSplit, startSplit } from './viewState.ts';

/** The divider between steps and details. Arrows move it, double-click or Enter puts it back. Above each other, it lies flat. */
export function Splitter(props: { model: TrajectoryModel; stacked: boolean }) {
  const { split } = props.model.navigation;
  const element = useRef<HTMLDivElement>(null);
  const set = (share: number) => (split.value = clampSplit(share));

  function onPointerMove(event: PointerEvent): void {
    if (!element.current?.hasPointerCapture(event.pointerId)) return;
    const box = element.current.parentElement?.getBoundingClientRect();
    if (box) set(props.stacked ? (event.clientY - box.top) / box.height : (event.clientX - box.left) / box.width);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = event.shiftKey ? 0.1 : 0.02;
    const [less, more] = props.stacked ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
    const next = { [less as string]: split.value - step, [more as string]: split.value + step, Home: leastSplit, End: greatestSplit, Enter: startSplit }[event.key];
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    set(next);
  }

  return (
    <div
      class="splitter"
      role="separator"
      aria-orientation={props.stacked ? 'horizontal' : 'vertical'}
      aria-label="Divider between steps and details"
      aria-valuenow={Math.round(split.value * 100)}
      aria-valuemin={leastSplit * 100}
      aria-valuemax={greatestSplit * 100}
      aria-controls="steps"
      tabIndex={0}
      ref={element}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onDblClick={() => set(startSplit)}
      onKeyDown={onKeyDown}
    />
  );
}
