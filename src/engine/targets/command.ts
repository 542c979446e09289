import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CommandTarget, FactsConfig } from '../../core/model/config.ts';
import { UserError } from '../../core/support/errors.ts';
import { readAnswer } from './answer.ts';
import { runChild, type ChildEnd } from './childProcess.ts';
import { splitCommand } from './commandLine.ts';
import type { Observation, RunTarget } from './target.ts';

const defaultTimeoutMs = 60_000;
const defaultMaxOutputBytes = 10 * 1024 * 1024;

/** `{{env.NAME}}` takes a secret from the environment; secrets stand nowhere else. */
function filledEnv(name: string, env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const filled = Object.entries(env).map(([key, value]) => [
    key,
    value.replace(/\{\{\s*env\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g, (_, secret: string) => {
      const found = process.env[secret];
      if (found === undefined) throw new UserError('missing-env', `Target ${name} needs the environment variable ${secret}, which is not set.`, `Set ${secret} where Casebook runs, then try again.`);
      return found;
    }),
  ]);
  return { ...process.env, ...(Object.fromEntries(filled) as NodeJS.ProcessEnv) };
}

/** The last lines a program complained with, as the end of a sentence. What was redacted before is not cut in halves here. */
function complaint(stderr: string): string {
  const lines = stderr.trim().split('\n').filter((line) => line.trim() !== '').slice(-3);
  return lines.length === 0 ? ' It printed nothing on stderr.' : ` It said: ${lines.map((line) => line.trim().slice(0, 300)).join(' / ')}`;
}

const seconds = (ms: number): string => (ms >= 1000 ? `${Number((ms / 1000).toFixed(1))} s` : `${ms} ms`);
const size = (bytes: number): string => (bytes >= 1024 * 1024 ? `${Number((bytes / 1024 / 1024).toFixed(1))} MB` : bytes >= 1024 ? `${Number((bytes / 1024).toFixed(1))} kB` : `${bytes} bytes`);

/**
 * A program in any language: the case's input as JSON on stdin, its answer on stdout (DESIGN 6).
 * @param redact takes likely secrets out of what the program complains with; its answer is left as it is, for the checks
 */
export function commandTarget(name: string, config: CommandTarget, folder: string, facts: FactsConfig, redact: (text: string) => string): RunTarget {
  const timeoutMs = config.timeoutMs ?? defaultTimeoutMs;
  const maxOutputBytes = config.maxOutputBytes ?? defaultMaxOutputBytes;
  const cwd = resolve(folder, config.cwd ?? '.');

  function notStarted(program: string, code: string | undefined, message: string): string {
    if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) return `The target ${name} could not start: its working folder ${cwd} does not exist.`;
    if (code === 'ENOENT') return `The target ${name} could not start: there is no program ${program}. Check the command in config.yaml, and that the program is installed.`;
    if (code === 'EACCES') return `The target ${name} could not start: you may not run ${program}. Make it executable, or name its interpreter first.`;
    return `The target ${name} could not start: ${message}.`;
  }

  function problemOf(end: Exclude<ChildEnd, { readonly how: 'exit' }>, program: string): string {
    switch (end.how) {
      case 'timeout': return `The target ${name} did not answer within ${seconds(timeoutMs)} and was stopped. Raise timeoutMs in config.yaml if it needs longer.${complaint(redact(end.stderr))}`;
      case 'flood': return `The target ${name} printed more than ${size(maxOutputBytes)} and was stopped. Print the answer alone, or raise maxOutputBytes in config.yaml.`;
      case 'aborted': return 'Cancelled';
      case 'signal': return `The target ${name} died by signal ${end.signal}.${complaint(redact(end.stderr))}`;
      case 'not-started': return notStarted(program, end.code, end.message);
    }
  }

  return {
    name,
    isRecorded: false,
    async run(_evalCase, input, signal): Promise<Observation> {
      const command = typeof config.command === 'string' ? splitCommand(config.command) : config.command;
      const [program] = command;
      if (program === undefined || program === '') return { outcome: 'error', reason: `The target ${name} has an empty command. Name a program in config.yaml.` };
      const env = filledEnv(name, config.env ?? {});
      const end = await runChild({ command, cwd, env, stdin: `${JSON.stringify(input)}\n`, timeoutMs, maxOutputBytes }, signal);
      if (end.how !== 'exit') return { outcome: 'error', reason: problemOf(end, program) };
      if (end.code !== 0) return { outcome: 'error', reason: `The target ${name} ended with exit code ${end.code}.${complaint(redact(end.stderr))}` };
      const { trial, problem } = readAnswer(end.stdout, facts, Math.round(end.ms));
      return trial ? { outcome: 'observed', trial } : { outcome: 'error', reason: `The target ${name} ${problem}` };
    },
  };
}
