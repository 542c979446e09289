import { applyEdits, setIn } from '../core/cases/edit.ts';
import { proofHash, proveCase } from '../core/cases/prove.ts';
import { failureOf } from '../core/cases/readings.ts';
import type { EvalCase, Proof } from '../core/model/evalCase.ts';
import type { Recording } from '../core/model/recording.ts';
import type { EngineApi } from '../protocol/engineApi.ts';
import type { ProofReport } from '../protocol/makeApi.ts';
import type { EngineContext } from './context.ts';
import { findCases, type FoundCase } from './findCases.ts';
import { readRecording } from './recordings.ts';
import { inlineSchema } from './schemaFiles.ts';

const sameFailures = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((each, index) => each === b[index]);

/** Evaluates cases against their recordings and writes what came of it into the case files (CASES 3). */
export function createProving(context: EngineContext): Pick<EngineApi, 'proveCases'> {
  const { workspace } = context;

  const unproven = ({ id, file }: FoundCase, sentence: string, needed = true): ProofReport => ({ caseId: id, file, needed, proven: false, sentence, failed: [], checks: [] });

  /** A proof that says what already stands there is left alone, time and all: proving again changes no file. */
  function writeProof(found: FoundCase, evalCase: EvalCase, recording: Recording, failed: readonly string[]): void {
    const sha256 = proofHash(evalCase, recording);
    const known = evalCase.source?.proof;
    if (known && known.sha256 === sha256 && sameFailures(known.failed, failed)) return;
    if (failureOf(evalCase) === null) return;
    const proof: Proof = { at: context.now().toISOString(), sha256, failed: [...failed], casebook: context.version };
    // The file is read again: a case before this one may have been proven in it.
    const text = workspace.read(found.file) ?? found.text;
    const changed = applyEdits(text, setIn(text, evalCase.id, ['source', 'proof'], proof));
    if (changed !== text) workspace.write(found.file, changed);
  }

  function prove(found: FoundCase): ProofReport {
    // Other errors say what is missing better than this one would: a case that checks nothing names what to add.
    if (!found.parsed?.value) return unproven(found, `Cannot be proven: ${workspace.display(found.file)}, ${found.problem ?? 'the case is not well formed'}`);
    const evalCase = found.parsed.value;
    const { recording, problem } = readRecording(workspace, evalCase.id);
    if (!recording) {
      const made = failureOf(evalCase) !== null || evalCase.source?.traceId !== undefined;
      return made ? unproven(found, `Cannot be proven: ${problem}`) : unproven(found, 'Nothing to prove: no failure was observed, and the case was not made from a trace.', false);
    }
    const result = proveCase(inlineSchema(evalCase, found.file, workspace), recording);
    writeProof(found, evalCase, recording, result.failed);
    return { caseId: evalCase.id, file: found.file, ...result };
  }

  return { proveCases: ({ cases }) => findCases(workspace, cases).map(prove) };
}
