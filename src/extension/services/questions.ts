import * as vscode from 'vscode';
import { inertText } from '../../core/display/inertText.ts';

/** An answer to one of several questions in a row. */
export type Answer<T> = { readonly kind: 'chosen'; readonly value: T } | { readonly kind: 'back' } | { readonly kind: 'away' };
export type Place = { readonly title: string; readonly step: number; readonly steps: number };
export type Option<T> = vscode.QuickPickItem & { readonly value: T };

function settle<T>(input: vscode.QuickInput & { readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton> }, place: Place, chosen: (done: (value: T) => void) => void): Promise<Answer<T>> {
  input.title = inertText(place.title);
  input.step = place.step;
  input.totalSteps = place.steps;
  input.ignoreFocusOut = true;
  return new Promise((resolve) => {
    const end = (answer: Answer<T>): void => {
      resolve(answer);
      input.dispose();
    };
    chosen((value) => end({ kind: 'chosen', value }));
    input.onDidTriggerButton((button) => button === vscode.QuickInputButtons.Back && end({ kind: 'back' }));
    input.onDidHide(() => end({ kind: 'away' }));
    input.show();
  });
}

/** One of several, the one of `current` in focus. */
export function chooseOne<T>(place: Place, placeholder: string, options: readonly Option<T>[], current: (value: T) => boolean): Promise<Answer<T>> {
  const pick = vscode.window.createQuickPick<Option<T>>();
  pick.placeholder = placeholder;
  pick.items = options;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const chosen = options.find((option) => option.kind !== vscode.QuickPickItemKind.Separator && current(option.value));
  // Where none is the present one, the first stays in focus, so that Enter takes it.
  if (chosen) pick.activeItems = [chosen];
  if (place.step > 1) pick.buttons = [vscode.QuickInputButtons.Back];
  return settle(pick, place, (done) => pick.onDidAccept(() => {
    const [option] = pick.activeItems;
    if (option) done(option.value);
  }));
}

/** A line of text, which may stay empty. `problem` says why it cannot be taken as it is. */
export function askText(place: Place, prompt: string, value: string, problem: (text: string) => string | undefined = () => undefined): Promise<Answer<string>> {
  const box = vscode.window.createInputBox();
  box.prompt = inertText(prompt);
  box.value = value;
  if (place.step > 1) box.buttons = [vscode.QuickInputButtons.Back];
  box.onDidChangeValue(() => {
    box.validationMessage = undefined;
  });
  return settle(box, place, (done) => box.onDidAccept(() => {
    const text = box.value.trim();
    box.validationMessage = problem(text);
    if (box.validationMessage === undefined) done(text);
  }));
}
