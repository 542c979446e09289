import * as vscode from 'vscode';
import { reviewerFrom, reviewerProblem } from './reviewerName.ts';

/** The little of the Git extension's API that is used here. */
type GitRepository = { getConfig(key: string): Promise<string>; getGlobalConfig(key: string): Promise<string> };
type GitExports = { readonly enabled: boolean; getAPI(version: 1): { readonly repositories: readonly GitRepository[] } };

/** Under which name labels are written. */
export interface Reviewer {
  /** Null until it has been confirmed once. */
  current(): string | null;
  /** Who reads, for requests: nobody, "", until the name has been confirmed. */
  reader(): string;
  /** Asks the first time; undefined when the question was put away. */
  ensure(): Promise<string | undefined>;
}

async function nameFromGit(): Promise<string> {
  const git = vscode.extensions.getExtension<GitExports>('vscode.git');
  if (!git) return '';
  const exports = git.isActive ? git.exports : await git.activate();
  const repository = exports.enabled ? exports.getAPI(1).repositories[0] : undefined;
  if (!repository) return '';
  for (const key of ['user.email', 'user.name']) {
    const found = (await repository.getConfig(key)) || (await repository.getGlobalConfig(key));
    if (found) return found;
  }
  return '';
}

function nameFromSystem(): string {
  return process.env['USER'] ?? process.env['USERNAME'] ?? '';
}

/** Asks until the name can name a file: one that cannot is put into the box as it would have to be, to be looked at and taken. */
function askName(proposed: string): Promise<string | undefined> {
  const box = vscode.window.createInputBox();
  box.title = 'Your name as a reviewer';
  box.prompt = 'Labels are kept in casebook/labels/<name>.jsonl. Asked once; the setting casebook.reviewer holds it.';
  box.placeholder = 'Your name';
  box.value = proposed;
  box.ignoreFocusOut = true;
  return new Promise((resolve) => {
    box.onDidChangeValue(() => {
      box.validationMessage = undefined;
    });
    box.onDidAccept(() => {
      const problem = reviewerProblem(box.value);
      if (problem === undefined) {
        resolve(box.value);
        box.hide();
        return;
      }
      const usable = reviewerFrom(box.value);
      box.value = usable || box.value;
      box.validationMessage = { message: problem, severity: usable === '' ? vscode.InputBoxValidationSeverity.Error : vscode.InputBoxValidationSeverity.Info };
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}

export function createReviewer(): Reviewer {
  const setting = () => vscode.workspace.getConfiguration('casebook');
  const current = (): string | null => reviewerFrom(setting().get<string>('reviewer', '')) || null;

  return {
    current,
    reader: () => current() ?? '',
    async ensure() {
      const known = current();
      if (known) return known;
      // Without Git it is the name this machine knows; the question is asked all the same.
      const proposed = (await nameFromGit().catch(() => '')) || nameFromSystem();
      const answer = await askName(reviewerFrom(proposed));
      if (!answer) return undefined;
      await setting().update('reviewer', answer, vscode.ConfigurationTarget.Global);
      return answer;
    },
  };
}
