/** Values that VS Code hands to a page in its four kinds of theme: Dark Modern, Light Modern, Dark and Light High Contrast. */

export const themeKinds = ['vscode-dark', 'vscode-light', 'vscode-high-contrast', 'vscode-high-contrast-light'] as const;
export type ThemeKind = (typeof themeKinds)[number];

/** One row a variable, in the order of `themeKinds`; null where the theme does not set it. */
const colors: Readonly<Record<string, readonly [string | null, string | null, string | null, string | null]>> = {
  'foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'descriptionForeground': ['#9d9d9d', '#3b3b3b', 'rgba(255,255,255,0.7)', 'rgba(41,41,41,0.7)'],
  'errorForeground': ['#f85149', '#f85149', '#f48771', '#b5200d'],
  'icon-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'focusBorder': ['#0078d4', '#005fb8', '#f38518', '#006bbd'],
  'contrastBorder': [null, null, '#6fc3df', '#0f4a85'],
  'contrastActiveBorder': [null, null, '#f38518', '#006bbd'],
  'editor-background': ['#1f1f1f', '#ffffff', '#000000', '#ffffff'],
  'editor-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'editor-selectionBackground': ['#264f78', '#add6ff', '#ffffff', '#0f4a85'],
  'editor-selectionForeground': [null, null, '#000000', '#ffffff'],
  'editorWidget-background': ['#202020', '#f8f8f8', '#0c141f', '#ffffff'],
  'editorWidget-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'editorError-foreground': ['#f14c4c', '#e51400', '#f48771', '#b5200d'],
  'editorWarning-foreground': ['#cca700', '#bf8803', '#ffd370', '#895503'],
  'editorInfo-foreground': ['#3794ff', '#1a85ff', '#3794ff', '#1a85ff'],
  'sideBar-background': ['#181818', '#f8f8f8', '#000000', '#ffffff'],
  'panel-border': ['#2b2b2b', '#e5e5e5', '#6fc3df', '#0f4a85'],
  'editorGroup-border': ['#ffffff17', '#e5e5e5', '#6fc3df', '#0f4a85'],
  'panelTitle-activeForeground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'panelTitle-inactiveForeground': ['#9d9d9d', '#3b3b3b', '#ffffff', '#292929'],
  'panelTitle-activeBorder': ['#0078d4', '#005fb8', '#6fc3df', '#b5200d'],
  'list-activeSelectionBackground': ['#04395e', '#e8e8e8', null, '#0f4a851a'],
  'list-activeSelectionForeground': ['#ffffff', '#000000', '#ffffff', null],
  'list-inactiveSelectionBackground': ['#37373d', '#e4e6f1', null, '#0f4a851a'],
  'list-hoverBackground': ['#2a2d2e', '#f2f2f2', '#ffffff1a', '#0f4a851a'],
  'list-errorForeground': ['#f88070', '#b01011', '#f48771', '#b5200d'],
  'list-warningForeground': ['#cca700', '#855f00', '#ffd370', '#895503'],
  'toolbar-hoverBackground': ['#5a5d5e50', '#b8b8b850', null, null],
  'sash-hoverBorder': ['#0078d4', '#005fb8', '#f38518', '#006bbd'],
  'progressBar-background': ['#0078d4', '#005fb8', '#6fc3df', '#0f4a85'],
  'widget-border': ['#313131', '#e5e5e5', '#6fc3df', '#0f4a85'],
  'widget-shadow': ['#0000005c', '#00000029', null, null],
  'button-background': ['#0078d4', '#005fb8', '#000000', '#0f4a85'],
  'button-foreground': ['#ffffff', '#ffffff', '#ffffff', '#ffffff'],
  'button-hoverBackground': ['#026ec1', '#0258a8', '#000000', '#0f4a85'],
  'button-border': ['#ffffff12', '#0000001a', '#6fc3df', '#0f4a85'],
  'button-secondaryBackground': ['#313131', '#e5e5e5', null, '#ffffff'],
  'button-secondaryForeground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'button-secondaryHoverBackground': ['#3c3c3c', '#cccccc', null, null],
  'input-background': ['#313131', '#ffffff', '#000000', '#ffffff'],
  'input-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'input-border': ['#3c3c3c', '#cecece', '#6fc3df', '#0f4a85'],
  'input-placeholderForeground': ['#989898', '#767676', 'rgba(255,255,255,0.7)', 'rgba(41,41,41,0.7)'],
  'dropdown-background': ['#313131', '#ffffff', '#000000', '#ffffff'],
  'dropdown-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'dropdown-border': ['#3c3c3c', '#cecece', '#6fc3df', '#0f4a85'],
  'settings-dropdownListBorder': ['#454545', '#c8c8c8', '#6fc3df', '#0f4a85'],
  'checkbox-background': ['#313131', '#f8f8f8', '#000000', '#ffffff'],
  'checkbox-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'checkbox-border': ['#3c3c3c', '#cecece', '#6fc3df', '#0f4a85'],
  'badge-background': ['#616161', '#cccccc', '#000000', '#0f4a85'],
  'badge-foreground': ['#f8f8f8', '#3b3b3b', '#ffffff', '#ffffff'],
  'keybindingLabel-background': ['#8080802b', '#dddddd66', '#00000000', '#00000000'],
  'keybindingLabel-foreground': ['#cccccc', '#3b3b3b', '#ffffff', '#292929'],
  'keybindingLabel-border': ['#33333399', '#cccccc66', '#6fc3df', '#0f4a85'],
  'keybindingLabel-bottomBorder': ['#44444499', '#bbbbbb66', '#6fc3df', '#292929'],
  'textLink-foreground': ['#4daafc', '#005fb8', '#21a6ff', '#0f4a85'],
  'textLink-activeForeground': ['#4daafc', '#005fb8', '#21a6ff', '#0f4a85'],
  'textCodeBlock-background': ['#2b2b2b', '#f8f8f8', '#000000', '#f2f2f2'],
  'textBlockQuote-border': ['#616161', '#e5e5e5', '#ffffff', '#292929'],
  'inputValidation-errorBackground': ['#5a1d1d', '#f2dede', '#000000', '#ffffff'],
  'inputValidation-errorBorder': ['#be1100', '#be1100', '#6fc3df', '#0f4a85'],
  'inputValidation-warningBackground': ['#352a05', '#f6f5d2', '#000000', '#ffffff'],
  'inputValidation-infoBackground': ['#063b49', '#d6ecf2', '#000000', '#ffffff'],
  'charts-blue': ['#3794ff', '#1a85ff', '#3794ff', '#1a85ff'],
  'charts-green': ['#89d185', '#388a34', '#89d185', '#374e06'],
  'charts-purple': ['#b180d7', '#652d90', '#b180d7', '#652d90'],
  'testing-iconPassed': ['#73c991', '#73c991', '#73c991', '#007100'],
  'testing-iconFailed': ['#f14c4c', '#f14c4c', '#f14c4c', '#b5200d'],
  'debugTokenExpression-name': ['#c586c0', '#9b46b0', '#ffffff', '#292929'],
  'debugTokenExpression-string': ['#ce9178', '#a31515', '#f48771', '#a31515'],
  'debugTokenExpression-number': ['#b5cea8', '#098658', '#89d185', '#098658'],
  'debugTokenExpression-boolean': ['#4e94ce', '#0000ff', '#75bdfe', '#0000ff'],
  'scrollbarSlider-background': ['#79797966', '#64646466', '#6fc3df99', '#0f4a8566'],
};

const fonts: Readonly<Record<string, string>> = {
  'font-family': 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
  'font-size': '13px',
  'font-weight': 'normal',
  'editor-font-family': '"DejaVu Sans Mono", monospace',
  'editor-font-size': '14px',
};

/** The style sheet that stands for the theme, as the host puts it on the root element. */
export function themeCss(kind: ThemeKind): string {
  const at = themeKinds.indexOf(kind);
  const set = Object.entries(colors).flatMap(([name, values]) => (values[at] === null ? [] : [`--vscode-${name}: ${values[at]};`]));
  const type = Object.entries(fonts).map(([name, value]) => `--vscode-${name}: ${value};`);
  return `html { color-scheme: ${kind.endsWith('light') ? 'light' : 'dark'}; ${[...set, ...type].join(' ')} }`;
}
