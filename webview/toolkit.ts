// The one file that knows @vscode/webview-ui-toolkit, which its makers no longer maintain: replacing it is replacing this file
// and the wrappers in controls/, which know the elements' names only.
import {
  provideVSCodeDesignSystem, vsCodeBadge, vsCodeButton, vsCodeCheckbox, vsCodeDropdown, vsCodeOption, vsCodeTextArea, vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import type { ComponentChildren, HTMLAttributes } from 'preact';

export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeBadge(), vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption(), vsCodeTextArea(), vsCodeTextField());
}

type Control<Properties> = HTMLAttributes<HTMLElement> & Properties & { children?: ComponentChildren };

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-badge': Control<unknown>;
      'vscode-button': Control<{ appearance?: 'primary' | 'secondary' | 'icon'; disabled?: boolean }>;
      'vscode-checkbox': Control<{ checked?: boolean; disabled?: boolean }>;
      'vscode-dropdown': Control<{ value?: string; disabled?: boolean }>;
      'vscode-option': Control<{ value: string; selected?: boolean }>;
      'vscode-text-area': Control<{ value?: string; rows?: number; disabled?: boolean; placeholder?: string; resize?: 'none' | 'vertical' }>;
      'vscode-text-field': Control<{ value?: string; disabled?: boolean; placeholder?: string }>;
    }
  }
}
