/**
 * A few kilobytes can be made to unpack to as much as one likes. Exports repeat themselves and pack well, gzip to a twentieth and
 * zstd sometimes to a hundredth, so what is small when unpacked is not asked how well it was packed.
 */
const harmlessBytes = 256 << 20;
const mostTimes = 400;
/** No machine reads more in one go. */
const mostBytes = 64 * 2 ** 30;

export class TooMuch extends Error {}

export interface InflationLimit {
  /** Throws `TooMuch` when what came out is out of all proportion to what went in. */
  check(input: number, output: number): void;
}

const inWords = (bytes: number) => (bytes >= 1e9 ? `${Math.round(bytes / 2 ** 30)} GB` : `${Math.round(bytes / 2 ** 20)} MB`);

export type LimitSizes = { readonly harmless: number; readonly times: number; readonly most: number };
export const usualSizes: LimitSizes = { harmless: harmlessBytes, times: mostTimes, most: mostBytes };

/** For one packed file. */
export function limitOfFile({ harmless, times, most } = usualSizes): InflationLimit {
  return {
    check(input, output) {
      if (output > most) throw new TooMuch(`it unpacks to more than ${inWords(most)}; reading stopped there`);
      if (output > harmless && output > input * times) throw new TooMuch(`it unpacks to more than ${times} times its size; reading stopped at ${inWords(output)}`);
    },
  };
}

/** For the entries of one archive: each by itself, and all together. Each may be read more than once. */
export function limitOfArchive(packedSize: number, sizes = usualSizes): (entry: string) => InflationLimit {
  const outputs = new Map<string, number>();
  const ofFile = limitOfFile(sizes);
  let total = 0;
  return (entry) => ({
    check(input, output) {
      ofFile.check(input, output);
      const before = outputs.get(entry) ?? 0;
      if (output <= before) return;
      outputs.set(entry, output);
      total += output - before;
      if (total > sizes.most || (total > sizes.harmless && total > packedSize * sizes.times)) {
        throw new TooMuch(`the archive unpacks to more than ${total > sizes.most ? inWords(sizes.most) : `${sizes.times} times its size`}; reading stopped at ${inWords(total)}`);
      }
    },
  });
}
