import type { ComponentChildren } from 'preact';
import type { ReviewTabId } from '../../src/core/display/reviewKeys.ts';
import type { ReviewChange } from '../../src/protocol/reviewPage.ts';
import type { ReviewPageModel } from './model.ts';

/** A tab of the review page, by what it is called; the rest is made when it is first shown. */
export type ReviewTab = {
  readonly id: ReviewTabId;
  readonly title: string;
  create(page: ReviewPageModel): ShownTab;
};

export type ShownTab = {
  /** All below the tabs; it scrolls by itself. */
  view(): ComponentChildren;
  /** At the right of the tabs, such as the progress of a queue. */
  aside?(): ComponentChildren;
  /** How much is left, where the tab knows better than what the editor told of it. */
  badge?(): number | undefined;
  /** The trace that the reviewer looks at, by its id. */
  trace?(): string | null;
  /** Shown for the first time or again (`what` null), or something changed while it is shown. */
  refresh(what: readonly ReviewChange[] | null): void;
  /** An action of the tab's own table was asked for by its key. `digit` is not a number where the key is none. */
  act?(action: string, digit: number): void;
  /** Escape, before the page does anything: whether the tab closed something. */
  leave?(): boolean;
  /** A dialog of the tab is open: keys are for it. */
  dialogOpen?(): boolean;
};
