/** `shape`: what two rows have in common that differ in little but their words. */
export type DrawnRow = { readonly key: number; readonly shape: string };
/** By the key of a row: the element that draws it, and what it was like. */
export type Slots = ReadonlyMap<number, { readonly slot: number; readonly shape: string }>;

/**
 * Which element draws which row: a row keeps its own as long as it is drawn, and the focus in it; one that comes takes over what a row
 * left that went, of its shape if there is one. To write into an element costs a fraction of what it costs to make one.
 */
export function assignSlots(before: Slots, drawn: readonly DrawnRow[]): Slots {
  const slots = new Map<number, { readonly slot: number; readonly shape: string }>();
  const now = new Set(drawn.map(({ key }) => key));
  const free = new Map<string, number[]>();
  let most = -1;
  for (const [key, { slot, shape }] of before) {
    most = Math.max(most, slot);
    if (now.has(key)) continue;
    const same = free.get(shape);
    if (same) same.push(slot);
    else free.set(shape, [slot]);
  }
  const come: DrawnRow[] = [];
  for (const row of drawn) {
    const slot = before.get(row.key)?.slot ?? free.get(row.shape)?.pop();
    if (slot === undefined) come.push(row);
    else slots.set(row.key, { slot, shape: row.shape });
  }
  const left = [...free.values()].flat();
  for (const { key, shape } of come) slots.set(key, { slot: left.pop() ?? ++most, shape });
  return slots;
}
