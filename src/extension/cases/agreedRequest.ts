import * as vscode from 'vscode';
import { estimatedCostInWords } from '../../core/display/estimatedCost.ts';
import { formatCost } from '../../core/display/numbers.ts';
import type { ReplayRequest } from '../../protocol/replayApi.ts';
import type { RunEstimate, RunRequest } from '../../protocol/runApi.ts';
import type { FolderEngine } from '../services/engines.ts';
import { askFirst } from '../services/notify.ts';

/** A run as the settings want it, once the user agrees to what it is likely to cost. Throws a CancellationError where they do not. */
export async function agreedRequest({ client }: FolderEngine, asked: RunRequest): Promise<RunRequest> {
  const cache = vscode.workspace.getConfiguration('casebook').get<boolean>('run.cache', false);
  // Who debugs a program wants it to run.
  const isCacheable = asked.cache === undefined && asked.resume === undefined && asked.debugPort === undefined;
  const request = cache && isCacheable ? { ...asked, cache } : asked;
  await agreeTo(await client.estimateRun(request), (estimate) => `This run is likely to cost ${estimatedCostInWords(estimate)}.`, 'By what the same cases cost before', 'Run');
  return request;
}

/** The same of a replay of traces. */
export async function agreedReplay({ client }: FolderEngine, request: ReplayRequest): Promise<void> {
  await agreeTo(await client.estimateReplay(request), (estimate) => `This replay is likely to cost ${estimatedCostInWords(estimate, 'trace')}.`, 'By what the recorded runs cost', 'Replay');
}

async function agreeTo(estimate: RunEstimate | null, sentence: (estimate: RunEstimate) => string, by: string, action: string): Promise<void> {
  if (!estimate?.isAbove) return;
  const chosen = await askFirst(sentence(estimate), `${by}. That is above runs.askAboveUsd in config.yaml, ${formatCost(estimate.askAboveUsd)}.`, 'warning', action);
  if (chosen !== action) throw new vscode.CancellationError();
}
