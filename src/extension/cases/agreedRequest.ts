import * as vscode from 'vscode';
import { estimatedCostInWords } from '../../core/display/estimatedCost.ts';
import { formatCost } from '../../core/display/numbers.ts';
import type { RunRequest } from '../../protocol/runApi.ts';
import type { FolderEngine } from '../services/engines.ts';
import { askFirst } from '../services/notify.ts';

/** A run as the settings want it, once the user agrees to what it is likely to cost. Throws a CancellationError where they do not. */
export async function agreedRequest({ client }: FolderEngine, asked: RunRequest): Promise<RunRequest> {
  const cache = vscode.workspace.getConfiguration('casebook').get<boolean>('run.cache', false);
  // Who debugs a program wants it to run.
  const isCacheable = asked.cache === undefined && asked.resume === undefined && asked.debugPort === undefined;
  const request = cache && isCacheable ? { ...asked, cache } : asked;
  const estimate = await client.estimateRun(request);
  if (!estimate?.isAbove) return request;
  const detail = `By what the same cases cost before. That is above runs.askAboveUsd in config.yaml, ${formatCost(estimate.askAboveUsd)}.`;
  const chosen = await askFirst(`This run is likely to cost ${estimatedCostInWords(estimate)}.`, detail, 'warning', 'Run');
  if (chosen !== 'Run') throw new vscode.CancellationError();
  return request;
}
