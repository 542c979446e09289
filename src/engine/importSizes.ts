/** How much is much, in bytes. Tests have it be little, and see as many blocks and batches in a fraction of the time. */
export type ImportSizes = {
  /** From here on a file is read in threads, and files are written in one: less is done before a thread has started. */
  readonly large: number;
  /** A batch is written when it holds this much, the first ones sooner so that a list has rows at once. */
  readonly batch: number;
  /** Of lines that a thread reads at a time. Smaller ones cost more to hand over, and what is made of larger ones lives so long that it is dear to clear away. */
  readonly block: number;
};

export const usualSizes: ImportSizes = { large: 30_000_000, batch: 32_000_000, block: 1_000_000 };
