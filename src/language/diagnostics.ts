import { DiagnosticSeverity } from 'vscode-languageserver-types';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { readSettings } from '../core/cases/settings.ts';
import { validateCaseFile } from '../core/cases/validate.ts';
import type { Problem, Severity } from '../core/model/problem.ts';
import { lintToolText } from '../core/perception/lintToolText.ts';
import type { CaseWorkspace } from './caseWorkspace.ts';
import { kindOf } from './documentKind.ts';
import { lspRange, lspRangeIn } from './lspRange.ts';
import type { ParsedFiles } from './parsedFiles.ts';
import type { Surroundings } from './surroundings.ts';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, info: DiagnosticSeverity.Information, hint: DiagnosticSeverity.Hint };

/** Problems of one document as it stands, whatever kind of file it is. */
export function problemsOf(document: TextDocument, files: ParsedFiles, surroundings: Surroundings): readonly Problem[] {
  const kind = kindOf(document.uri);
  if (kind === undefined) return surroundings.isToolFile(document.uri) ? lintToolText(document.getText(), document.uri).problems : [];
  if (kind !== 'case') return readSettings(kind, document.getText(), surroundings.settingsContextFor(document.uri)).problems;
  const file = files.get(document.uri, document.getText());
  return validateCaseFile(file, surroundings.contextFor(document.uri, file));
}

export function toDiagnostic(document: TextDocument, problem: Problem, workspace: CaseWorkspace): Diagnostic {
  const related = (problem.related ?? []).flatMap(({ file, range, message }) => {
    const text = file === document.uri ? document.getText() : workspace.textOf(file);
    return text === undefined ? [] : [{ location: { uri: file, range: lspRangeIn(text, range) }, message }];
  });
  const href = workspace.documentation(problem.code);
  return {
    source: 'Casebook', code: problem.code, severity: severities[problem.severity], message: problem.message, range: lspRange(document, problem.range),
    ...(href === undefined ? {} : { codeDescription: { href } }),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
  };
}
