import type { TraceRef } from './commands.ts';

/** Which trace a command without an argument means: that of the panel in front, else the one selected in the tree. */
export class TraceFocus {
  panel: TraceRef | undefined;
  selected: TraceRef | undefined;
  get current(): TraceRef | undefined {
    return this.panel ?? this.selected;
  }
}
