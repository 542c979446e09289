import { existsSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../core/model/config.ts';
import { Trial } from '../../core/model/trace.ts';
import type { Redactor } from '../../core/redaction/redactor.ts';
import { canonicalHash } from '../canonicalHash.ts';
import type { EngineContext } from '../context.ts';
import type { DiskRefusals } from '../diskRefusals.ts';
import { caseInput } from '../targets/caseInput.ts';
import type { CaseInput } from '../targets/target.ts';
import type { Workspace } from '../workspace.ts';
import { targetFingerprint } from './targetFingerprint.ts';
import type { Try } from './tries.ts';

const mostEntries = 5000;
const mostBytes = 256 * 1024 * 1024;

/** A question to a target: the answer is taken for the same while all of it is. */
type CacheKey = { readonly casebook: string; readonly target: string; readonly facts: unknown; readonly input: CaseInput; readonly trial: number };

/** Answers of targets, for writing cases: what was asked before is not asked again. Lives in `.casebook/cache`, which may be deleted at any time. */
class TrialCache {
  readonly #workspace: Workspace;
  readonly #folder: string;
  readonly #redactor: Redactor;

  constructor(workspace: Workspace, redactor: Redactor) {
    this.#workspace = workspace;
    this.#folder = join(workspace.index, 'cache');
    this.#redactor = redactor;
  }

  #file(key: CacheKey): string {
    return join(this.#folder, `${canonicalHash(key)}.json`);
  }

  /** Undefined where it was not asked before, or the answer cannot be read any more. */
  find(key: CacheKey): Trial | undefined {
    const file = this.#file(key);
    const text = this.#workspace.read(file);
    if (text === undefined) return undefined;
    try {
      const read = Trial.safeParse(JSON.parse(text));
      if (!read.success) return undefined;
      utimesSync(file, new Date(), new Date());
      return read.data;
    } catch {
      return undefined; // half a file, or one that went away meanwhile: the target is asked
    }
  }

  /** An answer that holds a likely secret is not kept: without it, a check might come out otherwise. */
  keep(key: CacheKey, trial: Trial): void {
    if (this.#redactor.json(trial) !== trial) return;
    this.#workspace.write(this.#file(key), JSON.stringify(trial));
  }

  /** Lets go of what was not used for longest, as far as there is too much. */
  prune(): void {
    if (!existsSync(this.#folder)) return;
    let bytes = 0;
    const entries = readdirSync(this.#folder, { withFileTypes: true }).filter((entry) => entry.isFile()).flatMap(({ name }) => {
      const stat = statSync(join(this.#folder, name), { throwIfNoEntry: false });
      return stat ? [{ name, size: stat.size, usedAt: stat.mtimeMs }] : [];
    });
    entries.toSorted((a, b) => b.usedAt - a.usedAt).forEach(({ name, size }, at) => {
      bytes += size;
      if (at >= mostEntries || bytes > mostBytes) rmSync(join(this.#folder, name), { force: true });
    });
  }
}

/** The cache as a run uses it. */
export type CacheUse = {
  /** Undefined where it was not asked before. */
  find(each: Try): Trial | undefined;
  keep(each: Try, trial: Trial): void;
  prune(): void;
};

export function cacheUse({ workspace, version }: Pick<EngineContext, 'workspace' | 'version'>, config: Config, redactor: Redactor, disk: DiskRefusals): CacheUse {
  const cache = new TrialCache(workspace, redactor);
  const targets = new Map<string, string>();

  function keyOf({ item: { evalCase, target, targetName }, wording, trial }: Try): CacheKey | null {
    if (!evalCase || !target || target.isRecorded) return null;
    const fingerprint = targets.get(targetName) ?? targetFingerprint(targetName, config, workspace.folder).withEnvironment;
    targets.set(targetName, fingerprint);
    return { casebook: version, target: fingerprint, facts: config.facts ?? null, input: caseInput(evalCase, wording.query), trial };
  }

  return {
    find(each) {
      const key = keyOf(each);
      return key ? cache.find(key) : undefined;
    },
    keep(each, trial) {
      const key = keyOf(each);
      if (key) disk.try(() => cache.keep(key, trial));
    },
    prune: () => void disk.try(() => cache.prune()),
  };
}
