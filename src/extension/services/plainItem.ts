import type { QuickPickItem } from 'vscode';
import { inertText } from '../../core/display/inertText.ts';

/** A row of a list whose texts come from cases, traces or settings: only `icon` is drawn. */
export function plainItem<Item extends QuickPickItem>(item: Item, icon?: string): Item {
  const { label, description, detail } = item;
  return {
    ...item,
    label: `${icon === undefined ? '' : `$(${icon}) `}${inertText(label)}`,
    ...(description === undefined ? {} : { description: inertText(description) }), ...(detail === undefined ? {} : { detail: inertText(detail) }),
  };
}
