import type { EngineApi } from '../protocol/engineApi.ts';
import type { Cli } from './cli.ts';

/** Says how to begin where nothing has been imported yet, and whether that is so. */
export async function sayNothingHere(engine: EngineApi, cli: Cli): Promise<boolean> {
  const { total } = await engine.listTraces({ limit: 1 }, cli.calling());
  if (total === 0) cli.out.note('No trace is here yet. Import an export with: casebook import FILE');
  return total === 0;
}
