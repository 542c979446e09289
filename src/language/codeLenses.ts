import type { CodeLens } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { failureOf } from '../core/cases/readings.ts';
import { checkThatHeld } from '../core/cases/proofAdvice.ts';
import { oneLine } from '../core/display/truncate.ts';
import { proofHolds, proveCase } from '../core/cases/prove.ts';
import type { CaseFile, ParsedCase } from '../core/cases/parse.ts';
import { inertText } from '../core/display/inertText.ts';
import type { LensArguments, lensCommands } from '../protocol/lsp.ts';
import type { LastResult } from '../protocol/runApi.ts';
import type { CaseWorkspace } from './caseWorkspace.ts';
import { lspRange } from './lspRange.ts';
import type { Surroundings } from './surroundings.ts';

/** Names of the commands that lenses run: whoever registers them says them. */
export type LensCommands = typeof lensCommands;

/** Over each case: Run | Prove | Open trace | what the last run said. */
export function codeLensesOf(document: TextDocument, file: CaseFile, workspace: CaseWorkspace, surroundings: Surroundings, commands: LensCommands): readonly CodeLens[] {
  return file.cases.flatMap((each) => {
    const { id } = each;
    if (id === null) return [];
    const range = lspRange(document, each.rangeOf(['id']));
    const lens = (title: string, command: string): CodeLens => ({ range, command: { title, command, arguments: command === '' ? [] : [{ uri: document.uri, caseId: id } satisfies LensArguments] } });
    const recorded = surroundings.recording(document.uri, id) !== undefined;
    const last = workspace.lastResult(id);
    return [
      lens('$(play) Run', commands.run),
      ...(each.readable && failureOf(each.readable) ? [lens(proveTitle(document.uri, each, surroundings), commands.prove)] : []),
      ...(each.readable?.source?.traceId !== undefined || recorded ? [lens('$(list-tree) Open trace', commands.openTrace)] : []),
      ...(last ? [lens(lastTitle(last), commands.showResult)] : last === null ? [lens('Not run', '')] : []),
    ];
  });
}

/** Evaluated now, so that editing an expectation shows at once whether it still catches the failure. */
function proveTitle(uri: string, each: ParsedCase, surroundings: Surroundings): string {
  const recording = each.value ? surroundings.recording(uri, each.value.id) : undefined;
  if (!each.value || !recording) return '$(unverified) Prove: not proven yet';
  const { proven, checks } = proveCase(each.value, recording);
  if (!proven) {
    const held = checkThatHeld(each.value, checks.filter((check) => check.gating));
    return held ? `$(warning) Prove: does not catch it, because ${inertText(`${held.id} passed: ${oneLine(held.reason, 80)}`)}` : '$(warning) Prove: does not catch the failure';
  }
  if (proofHolds(each.value, recording)) return '$(verified) Prove: catches the failure';
  return each.value.source?.proof ? '$(unverified) Prove: catches the failure, proof is stale' : '$(unverified) Prove: not proven yet';
}

/** The outcome comes first: it is what is looked for. */
function lastTitle({ outcome, passed, trials, target, sentence }: LastResult): string {
  const word = { pass: '$(pass) Pass', fail: '$(error) Fail', error: '$(warning) Error', 'n/a': 'n/a' }[outcome];
  const counted = trials > 1 && (outcome === 'pass' || outcome === 'fail') ? `, ${passed} of ${trials}` : '';
  const short = inertText(oneLine(sentence, 80));
  return `${word}${counted}${target === '' ? '' : ` on ${inertText(target)}`}${short === '' ? '' : `: ${short}`}`;
}
