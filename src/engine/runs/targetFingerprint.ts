import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config, Target } from '../../core/model/config.ts';
import { canonicalHash } from '../canonicalHash.ts';
import { splitCommand } from '../targets/commandLine.ts';

/** An interpreter, or a model, would take longer to read than the program to answer. */
const largestProgramBytes = 32 * 1024 * 1024;

/** How a target is asked, not what: changing it changes no answer. */
const manners: readonly string[] = ['timeoutMs', 'maxOutputBytes', 'workers', 'concurrency', 'retries', 'otlpPort'];

/** The files of a command that can be told: those that it names. What they load is not known. */
function programFiles(target: Target, folder: string): Readonly<Record<string, string>> {
  if (target.type !== 'command') return {};
  const cwd = resolve(folder, target.cwd ?? '.');
  const words = typeof target.command === 'string' ? splitCommand(target.command) : target.command;
  return Object.fromEntries(words.flatMap((word) => {
    const file = resolve(cwd, word);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile() || stat.size > largestProgramBytes) return [];
    return [[word, createHash('sha256').update(readFileSync(file)).digest('hex')]];
  }));
}

export type TargetFingerprint = {
  /** Changes with what would be asked, and with the files that the command names. */
  readonly sha256: string;
  /** Changes with the values of the environment it takes up, too. */
  readonly withEnvironment: string;
};

/** What a target of config.yaml is, as far as that can be told from here: of an address, nothing but how it is asked. */
export function targetFingerprint(name: string, config: Config, folder: string): TargetFingerprint {
  const target: Target = config.targets?.[name] ?? { type: 'replay' };
  const asked = Object.fromEntries(Object.entries(target).filter(([key]) => !manners.includes(key)));
  const sha256 = canonicalHash({ asked, files: programFiles(target, folder) });
  const variables = [...JSON.stringify(asked).matchAll(/\{\{\s*env\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g)].map(([, variable = '']) => variable);
  return { sha256, withEnvironment: canonicalHash({ sha256, environment: variables.map((variable) => [variable, process.env[variable] ?? null]) }) };
}
