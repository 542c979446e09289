import type { TraceRef } from './commands.ts';

/** Which trace a command without an argument means: that of the panel in front or the one selected in the tree, whichever came last. */
export class TraceFocus {
  #panel: TraceRef | undefined;
  #selected: TraceRef | undefined;
  #selectedLast = false;
  /** The traces that a key pressed in the tree means; set by the view. */
  inTree: () => Promise<readonly TraceRef[]> = async () => [];

  get current(): TraceRef | undefined {
    return this.#selectedLast ? (this.#selected ?? this.#panel) : (this.#panel ?? this.#selected);
  }

  select(ref: TraceRef | undefined): void {
    this.#selected = ref;
    this.#selectedLast = ref !== undefined;
  }

  show(ref: TraceRef): void {
    this.#panel = ref;
    this.#selectedLast = false;
  }

  /** The panel is not in front any more; that of another trace may be already. */
  leave(ref: TraceRef): void {
    if (this.#panel === ref) this.#panel = undefined;
  }
}
