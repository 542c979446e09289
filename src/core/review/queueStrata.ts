import type { QueueConfig } from '../model/queue.ts';
import type { Budgets } from '../model/evalCase.ts';
import { blockedBit } from '../signals/kept.ts';
import type { z } from 'zod';
import { evenHash } from './queueTrace.ts';
import type { QueueTrace } from './queueTrace.ts';

/** Drawn a week in each risk tier, where a queue says nothing else. */
export const usualSample = 20;
/** S0: a run that takes longer is slow. */
export const slowMs = 10_000;

/**
 * The random stratum (METRICS 18): of each ISO week and risk tier the traces with the lowest hash of queue, week and id, so that everybody
 * draws the same ones without writing anything down. What is not recorded (a week, a risk) is a tier of its own.
 * @param weekOf the ISO week of a moment in microseconds
 */
export function drawnAtRandom(queue: string, traces: readonly QueueTrace[], sample: QueueConfig['sample'], weekOf: (us: number) => string): ReadonlySet<string> {
  const { perWeek = usualSample, perRisk = {} } = sample ?? {};
  const tiers = new Map<string, { readonly most: number; readonly drawn: { readonly hash: number; readonly id: string }[] }>();
  for (const { id, startUs, risk } of traces) {
    const week = startUs === null ? 'undated' : weekOf(startUs);
    const name = `${week} ${risk ?? ''}`;
    let tier = tiers.get(name);
    if (!tier) tiers.set(name, (tier = { most: (risk === null ? undefined : perRisk[risk]) ?? perWeek, drawn: [] }));
    tier.drawn.push({ hash: evenHash(`${queue}\0${week}\0${id}`), id });
  }
  const all = new Set<string>();
  for (const { most, drawn } of tiers.values()) {
    const lowest = drawn.length <= most ? drawn : drawn.sort((a, b) => a.hash - b.hash || (a.id < b.id ? -1 : 1)).slice(0, most);
    for (const { id } of lowest) all.add(id);
  }
  return all;
}

/** Chosen for what it shows: for finding failures, never for rates (METRICS 18). `bits`: of its signals, as far as they are known. */
export function isEnriched(trace: QueueTrace, bits: number | undefined, budgets: z.infer<typeof Budgets>): boolean {
  return trace.feedback === 'edited' || trace.feedback === 'rejected' || ((bits ?? 0) & blockedBit) !== 0 || trace.escalated || trace.fallback
    || above(trace.latencyMs, slowMs) || above(trace.latencyMs, budgets.latencyMs) || above(trace.costUsd, budgets.costUsd) || above(trace.tokens, budgets.tokens) || trace.risk === 'critical';
}

const above = (value: number | null, most: number | undefined): boolean => value !== null && most !== undefined && value > most;
