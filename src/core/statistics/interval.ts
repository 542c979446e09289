/** Bounds of what a value may be in truth, such as [0.55, 0.95] around 10 of 12. */
export type Interval = { readonly low: number; readonly high: number };
