import type { Navigation } from '../navigation.ts';

const words = { from: 'Start of the range', to: 'End of the range' } as const;

/** A hundredth of the trace, or a tenth with Shift; undefined for a key that moves nothing. */
function stepOf(event: KeyboardEvent, length: number): number | undefined {
  if (event.altKey || event.ctrlKey || event.metaKey) return undefined;
  const by = length * (event.shiftKey ? 0.1 : 0.01);
  return { ArrowLeft: -by, ArrowDown: -by, ArrowRight: by, ArrowUp: by, PageDown: -length * 0.1, PageUp: length * 0.1, Home: -length, End: length }[event.key];
}

function onKey(event: KeyboardEvent, length: number, move: (by: number) => void): void {
  const by = stepOf(event, length);
  if (by === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  move(by);
}

/** One edge of the range; at the edge of the trace where there is none. */
export function RangeHandle(props: { navigation: Navigation; edge: 'from' | 'to' }) {
  const { navigation, edge } = props;
  const axis = navigation.axis.value;
  const range = navigation.range.range.value ?? { from: 0, to: axis.length };
  const share = range[edge] / axis.length;
  return (
    <span
      class={`mapHandle ${edge}`} role="slider" tabIndex={0} aria-label={words[edge]} aria-valuemin={0} aria-valuemax={1000} aria-valuenow={Math.round(share * 1000)}
      aria-valuetext={axis.wordsOf(range[edge])} aria-controls="steps" style={{ '--start': share }}
      onKeyDown={(event) => onKey(event, axis.length, (by) => {
        const least = navigation.range.least.value;
        if (edge === 'from') navigation.range.set(Math.max(0, Math.min(range.from + by, range.to - least)), range.to);
        else navigation.range.set(range.from, Math.min(axis.length, Math.max(range.to + by, range.from + least)));
      })}
    />
  );
}

/** What is between: arrows move it as a whole. */
export function RangeBody(props: { navigation: Navigation }) {
  const { navigation } = props;
  const axis = navigation.axis.value;
  const range = navigation.range.range.value ?? { from: 0, to: axis.length };
  return (
    <span
      class="mapRange" role="slider" tabIndex={0} aria-label="Range of the rows" aria-valuemin={0} aria-valuemax={1000} aria-valuenow={Math.round((range.from / axis.length) * 1000)}
      aria-valuetext={`${axis.wordsOf(range.from)} to ${axis.wordsOf(range.to)}`} aria-controls="steps" style={{ '--start': range.from / axis.length, '--length': (range.to - range.from) / axis.length }}
      onKeyDown={(event) => onKey(event, axis.length, (by) => navigation.range.moveTo(range.from + by))}
    />
  );
}
