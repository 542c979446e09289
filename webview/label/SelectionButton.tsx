import { useLayoutEffect, useState } from 'preact/hooks';
import { KeyCap } from '../shared/KeyCap.tsx';
import type { TrajectoryModel } from '../trajectory/model.ts';

/** Beside selected words of the answer: mark them as wrong, or take that back. */
export function SelectionButton(props: { model: TrajectoryModel }) {
  const { answer } = props.model;
  const words = answer.words.value;
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  useLayoutEffect(() => {
    const selection = document.getSelection();
    if (words === null || !selection || selection.rangeCount === 0) return setPlace(null);
    const box = [...selection.getRangeAt(0).getClientRects()].at(-1);
    if (!box) return setPlace(null);
    setPlace({ left: Math.max(8, Math.min(box.left, window.innerWidth - 220)), top: Math.min(box.bottom + 4, window.innerHeight - 34) });
  }, [words]);
  if (words === null || !place) return null;
  return (
    <button
      type="button"
      class="selectionButton"
      style={{ left: `${place.left}px`, top: `${place.top}px` }}
      // The press must not take the selection away before it is read.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => answer.mark()}
    >
      {answer.isMarked.value ? 'Take back wrong words' : 'Mark as wrong words'}<KeyCap action="wrongWords" />
    </button>
  );
}
