import type { ReadonlySignal } from '@preact/signals';

/** Says what happened to those who cannot see it. Two equal sentences in a row differ by a blank, or the second is not read. */
export function LiveRegion(props: { spoken: ReadonlySignal<{ readonly text: string; readonly id: number }> }) {
  const { text, id } = props.spoken.value;
  return <div class="srOnly" role="status" aria-live="polite">{id % 2 === 0 ? text : `${text}\u00a0`}</div>;
}
