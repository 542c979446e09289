import { computed, signal } from '@preact/signals';
import type { Labelling } from './labelling.ts';
import { verbatim } from './wrongWords.ts';

/** The words of the answer that are selected now, so that they can be marked as wrong. */
export type AnswerSelection = ReturnType<typeof createAnswerSelection>;

export function createAnswerSelection(labelling: Labelling, say: (text: string) => void) {
  /** The selected words as the answer has them; null when nothing of an answer is selected. */
  const words = signal<string | null>(null);
  const isMarked = computed(() => words.value !== null && words.value === labelling.label.value?.wrongWords);

  /** Reads the browser's selection when it lies in one element that shows an answer. */
  function read(): void {
    const selection = document.getSelection();
    const range = selection && selection.rangeCount > 0 && !selection.isCollapsed ? selection.getRangeAt(0) : undefined;
    const common = range?.commonAncestorContainer;
    const answer = (common instanceof Element ? common : common?.parentElement)?.closest<HTMLElement>('[data-answer]');
    words.value = answer && selection ? (verbatim(answer.dataset['answer'] ?? '', selection.toString()) ?? null) : null;
  }

  return {
    words,
    isMarked,
    read,
    /** Marks the selected words as wrong; those that are it already are taken back. */
    mark(): void {
      const wrongWords = words.value;
      if (wrongWords === null) {
        say('Select the wrong words of the answer first');
        labelling.notice.value = { kind: 'info', text: 'Select the wrong words of the answer first' };
        return;
      }
      void labelling.wrongWords(wrongWords);
    },
  };
}
