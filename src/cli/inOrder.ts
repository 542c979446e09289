/** Hands on what comes in any order in the order of its positions, each as soon as all before it are there. */
export function inOrder<T>(give: (value: T) => void): { add(value: T, position: number): void; end(): void } {
  const waiting = new Map<number, T>();
  let next = 0;
  const giveFrom = (position: number): void => {
    const value = waiting.get(position);
    waiting.delete(position);
    if (value !== undefined) give(value);
  };
  return {
    add(value, position) {
      waiting.set(position, value);
      while (waiting.has(next)) giveFrom(next++);
    },
    /** What waits for something that never came. */
    end() {
      for (const position of [...waiting.keys()].sort((a, b) => a - b)) giveFrom(position);
    },
  };
}
