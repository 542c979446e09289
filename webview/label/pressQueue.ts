import { signal } from '@preact/signals';

/**
 * What was pressed is written one press after the other, each upon what the one before left. One that fails takes those that wait
 * behind it along, as they were pressed in the belief that it would be there; what is pressed later begins anew.
 */
export function createPressQueue() {
  const busy = signal(false);
  let last: Promise<boolean> = Promise.resolve(true);
  let waiting = 0;
  let round = 0;

  return {
    busy,
    /**
     * @param work tells whether it was done; it must not throw
     * @param onStop how many presses behind it are not written
     * @returns whether it was done
     */
    add(work: () => Promise<boolean>, onStop: (dropped: number) => void): Promise<boolean> {
      const mine = round;
      const before = last;
      const turn = async (): Promise<boolean> => {
        await before;
        waiting--;
        const done = mine === round && await work();
        if (!done && mine === round) {
          round++;
          onStop(waiting);
        }
        if (waiting === 0) busy.value = false;
        return done;
      };
      waiting++;
      busy.value = true;
      return (last = turn());
    },
    /** When nothing waits any more: whether all that waited was done. */
    settled: async (): Promise<boolean> => !busy.value || await last,
  };
}
