import * as vscode from 'vscode';
import { reviewerFrom, reviewerProblem } from './reviewerName.ts';

/** The little of the Git extension's API that is used here. */
type GitRepository = { getConfig(key: string): Promise<string>; getGlobalConfig(key: string): Promise<string> };
type GitExports = { readonly enabled: boolean; getAPI(version: 1): { readonly repositories: readonly GitRepository[] } };

/** Under which name labels are written. */
export interface Reviewer {
  /** Null until it has been confirmed once. */
  current(): string | null;
  /** Asks the first time; undefined when the question was put away. */
  ensure(): Promise<string | undefined>;
}

async function mailFromGit(): Promise<string> {
  const git = vscode.extensions.getExtension<GitExports>('vscode.git');
  if (!git) return '';
  const exports = git.isActive ? git.exports : await git.activate();
  const repository = exports.enabled ? exports.getAPI(1).repositories[0] : undefined;
  if (!repository) return '';
  return (await repository.getConfig('user.email')) || (await repository.getGlobalConfig('user.email'));
}

export function createReviewer(): Reviewer {
  const setting = () => vscode.workspace.getConfiguration('casebook');
  const current = (): string | null => reviewerFrom(setting().get<string>('reviewer', '')) || null;

  return {
    current,
    async ensure() {
      const known = current();
      if (known) return known;
      // Without Git there is nothing to propose; the question is asked all the same.
      const mail = await mailFromGit().catch(() => '');
      const answer = await vscode.window.showInputBox({
        title: 'Your name as a reviewer',
        prompt: 'Labels are kept in casebook/labels/<name>.jsonl. Asked once; the setting casebook.reviewer holds it.',
        value: reviewerFrom(mail),
        placeHolder: 'jonas',
        ignoreFocusOut: true,
        validateInput: reviewerProblem,
      });
      if (!answer) return undefined;
      await setting().update('reviewer', answer, vscode.ConfigurationTarget.Global);
      return answer;
    },
  };
}
