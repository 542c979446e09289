import type { Figure } from './figure.ts';

/** A family of figures that are measured together. Adding one is a file and a line in main.ts. */
export interface Measurement {
  /** What `--only` calls them. */
  readonly names: readonly string[];
  run(tools: {
    /** Runs the work once a round, what is compared taking turns, until the rounds or the time are used up. */
    rounds(work: () => Promise<void>): Promise<void>;
    say(sentence: string): void;
    /** Whether a figure was asked for; all are when none was named. */
    wanted(name: string): boolean;
  }): Promise<readonly Figure[]>;
}
