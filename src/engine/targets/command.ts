import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandTarget } from '../../core/model/config.ts';
import { readAnswer, readAnswerValue } from './answer.ts';
import { runChild } from './childProcess.ts';
import { splitCommand } from './commandLine.ts';
import { decodeOutput } from './decodeOutput.ts';
import { filledEnv } from './environment.ts';
import { complaint, seconds, size } from './sentences.ts';
import { exporterEnv, SpanCapture, type TrialCapture } from './spanCapture.ts';
import type { SpanTrial } from './spanTrial.ts';
import type { CaseInput, RunTarget, TargetSurroundings } from './target.ts';
import { endOfTrial, type Answered } from './trialEnd.ts';
import type { Reply, Unasked } from './worker.ts';
import { WorkerPool } from './workerPool.ts';

const defaultTimeoutMs = 60_000;
const defaultMaxOutputBytes = 10 * 1024 * 1024;
const mostRemarks = 20;

/**
 * A program in any language: the case's input as JSON on stdin, its answer on stdout (DESIGN 6), and its OpenTelemetry spans where it
 * sends any. With `workers`, it is kept running and asked line by line.
 */
export function commandTarget(name: string, config: CommandTarget, { folder, facts, pricing, redact }: TargetSurroundings): RunTarget {
  const { timeoutMs = defaultTimeoutMs, maxOutputBytes = defaultMaxOutputBytes, spans: mode = 'auto' } = config;
  const cwd = resolve(folder, config.cwd ?? '.');
  const capture = mode === 'off' ? undefined : new SpanCapture({ mode, isShortLived: config.workers === undefined, port: 0, facts, pricing });
  let pool: WorkerPool | undefined;
  let questions = 0;
  const remarks = new Set<string>();

  function notStarted(program: string, code: string | undefined, message: string): string {
    if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) return `could not start: its working folder ${cwd} does not exist.`;
    if (code === 'ENOENT') return `could not start: there is no program ${program}. Check the command in config.yaml, and that the program is installed.`;
    if (code === 'EACCES') return `could not start: you may not run ${program}. Make it executable, or name its interpreter first.`;
    return `could not start: ${message}.`;
  }

  function problemOf(end: Exclude<Reply, { readonly how: 'answer' }> | { readonly how: 'signal'; readonly signal: string; readonly stderr: string }, program: string): string {
    switch (end.how) {
      case 'timeout': return `did not answer within ${seconds(timeoutMs)} and was stopped. Raise timeoutMs in config.yaml if it needs longer.${complaint(redact(end.stderr))}`;
      case 'flood': return `printed more than ${size(maxOutputBytes)} and was stopped. Print the answer alone, or raise maxOutputBytes in config.yaml.`;
      case 'aborted': return 'was cancelled.';
      case 'signal': return `died by signal ${end.signal}.${complaint(redact(end.stderr))}`;
      case 'exit': return end.signal === null ? `ended with exit code ${end.code ?? 0}${end.code === 0 ? ' before it answered' : ''}.${complaint(redact(end.stderr))}` : `died by signal ${end.signal}.${complaint(redact(end.stderr))}`;
      case 'error': return `said that it could not answer: ${redact(end.said).slice(0, 1000)}`;
      case 'confused': return `${redact(end.problem)}${end.stderr.trim() === '' ? '' : complaint(redact(end.stderr))}`;
      case 'not-started': return notStarted(program, end.code, end.message);
    }
  }

  function remark({ after, problem }: Unasked): void {
    if (remarks.size < mostRemarks) remarks.add(`After its answer to ${after}, the target ${name} ${redact(problem)}`);
  }

  const environment = (endpoint: string | undefined, traceparent: string | undefined): NodeJS.ProcessEnv => ({
    ...process.env, ...(endpoint === undefined ? {} : exporterEnv(endpoint, traceparent, process.env)), ...filledEnv(name, config.env ?? {}),
  });

  /** A program of its own for this trial. */
  async function runOnce(command: readonly string[], input: CaseInput, trial: TrialCapture | undefined, signal: AbortSignal): Promise<Answered> {
    const end = await runChild({ command, cwd, env: environment(trial?.endpoint, trial?.traceparent), stdin: `${JSON.stringify(input)}\n`, timeoutMs, maxOutputBytes }, signal);
    if (end.how === 'aborted') return { cancelled: true };
    if (end.how !== 'exit') return { problem: problemOf(end, command[0] ?? '') };
    if (end.code !== 0) return { problem: `ended with exit code ${end.code}.${complaint(redact(end.stderr))}` };
    const ms = Math.round(end.ms);
    return {
      ...(end.stderr.trim() === '' ? {} : { stderr: redact(end.stderr) }),
      read(spans: SpanTrial | null) {
        if (mode === 'only') return readAnswerValue(undefined, facts, ms, spans);
        const { text, problem } = decodeOutput(end.stdout);
        return text === null ? { trial: null, problem } : readAnswer(text, facts, ms, spans);
      },
    };
  }

  async function askWorker(command: readonly string[], most: number, input: CaseInput, trial: TrialCapture | undefined, signal: AbortSignal): Promise<Answered> {
    pool ??= new WorkerPool({ command, cwd, env: environment(trial?.sharedEndpoint, undefined) }, most, remark);
    const id = String(++questions);
    const line = JSON.stringify({ id, input, ...(trial ? { traceparent: trial.traceparent } : {}) });
    const reply = await pool.ask({ id, caseId: input.id, line, timeoutMs, maxOutputBytes }, signal);
    if (reply.how === 'aborted') return { cancelled: true };
    if (reply.how !== 'answer') return { problem: problemOf(reply, command[0] ?? '') };
    return { read: (spans) => readAnswerValue(mode === 'only' ? undefined : reply.value, facts, Math.round(reply.ms), spans) };
  }

  return {
    name,
    isRecorded: false,
    async run(_evalCase, input, signal) {
      const command = typeof config.command === 'string' ? splitCommand(config.command) : config.command;
      if (command[0] === undefined || command[0] === '') return { outcome: 'error', reason: `The target ${name} has an empty command. Name a program in config.yaml.` };
      const trial = await capture?.begin();
      const answered = config.workers === undefined ? await runOnce(command, input, trial, signal) : await askWorker(command, config.workers, input, trial, signal);
      return endOfTrial(name, answered, trial, signal);
    },
    remarks: () => [...remarks],
    async close() {
      const ending = pool;
      pool = undefined;
      await ending?.close();
      await capture?.close();
    },
  };
}
