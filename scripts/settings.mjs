// The VS Code settings of a window we open ourselves: nothing that moves, asks, calls home, or stands in the way of the extension.

export const quietSettings = {
  // Each of the two alone leaves part of the chat on screen.
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Dark Modern',
  'window.autoDetectColorScheme': false,
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'npm.autoDetect': 'off',
};

/** What a test needs on top: the same picture and the same timing every time. */
export const testSettings = {
  ...quietSettings,
  'git.enabled': false,
  'editor.minimap.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.fontFamily': "'DejaVu Sans Mono', monospace",
  'workbench.reduceMotion': 'on',
  'workbench.list.smoothScrolling': false,
  'files.hotExit': 'off',
  'window.confirmBeforeClose': 'never',
  'workbench.editor.restoreViewState': false,
  'terminal.integrated.enablePersistentSessions': false,
};
