import * as vscode from 'vscode';
import { SideRef } from '../../protocol/compareApi.ts';

/** A comparison as a document of the editor; the tab is named by the last part of its path. */
export const compareScheme = 'casebook-compare';

export type Sides = { readonly folder: string; readonly a: SideRef; readonly b: SideRef };

export function compareUri({ folder, a, b }: Sides, title: string): vscode.Uri {
  return vscode.Uri.from({ scheme: compareScheme, path: `/${title.replaceAll(/[/\\]/gu, '∕')}`, query: JSON.stringify({ folder, a, b }) });
}

/** Undefined where somebody else made the link. */
export function sidesOf(uri: vscode.Uri): Sides | undefined {
  if (uri.scheme !== compareScheme) return undefined;
  try {
    const said = JSON.parse(uri.query) as Readonly<Record<string, unknown>>;
    const [a, b] = [SideRef.safeParse(said['a']), SideRef.safeParse(said['b'])];
    return typeof said['folder'] === 'string' && a.success && b.success ? { folder: said['folder'], a: a.data, b: b.data } : undefined;
  } catch {
    return undefined;
  }
}
